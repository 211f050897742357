/* Contacts to call today: who is due first, what was recorded, and what the province did not take. */

import { app } from "../app";
import { type Calls, chosen, type Followed, followedToday, isMissed, TONES, type Which } from "../calls";
import { button, h, icon } from "../dom";
import { textField } from "../fields";
import { fetchAgain, refresh, screen } from "../shell";
import { dayOf } from "../events";
import { clock, day, type Key, t } from "../words";

let which: Which = "due";
let asked = "";
let said = "";

/** What the list says at its head when it is drawn next: what was recorded just now. */
export function say(words: string): void {
  said = words;
}

screen("calls", async () => {
  const { calls } = app;
  if (!calls)
    return {
      title: t("callsTitle"),
      back: "home",
      body: [h("p", { class: "empty" }, t("callsNoList"))],
      thumb: [button(t("callsRefresh"), "main", () => void fetchAgain(say), "queue")],
    };
  const waiting = new Map((await app.store.outbox.toArray()).map(({ id, state }) => [id, state]));
  const rows = followedToday(calls, app.now().getTime());
  const list = h("ul", { class: "rows calls" });
  const draw = (): void => {
    const some = chosen(rows, which, asked);
    list.replaceChildren(
      ...(some.length > 0
        ? some.map((each) => row(each, (each.mine && waiting.get(each.mine.id)) ?? ""))
        : [h("li", { class: "empty" }, t("callsNobody"))]),
    );
  };
  draw();
  // What was sent meanwhile is marked as sent.
  const timer = setInterval(() => {
    const { waiting: n, sending, kept } = app.queue;
    if (n + sending + kept !== waiting.size) void refresh();
  }, 2000);
  return {
    title: t("callsTitle"),
    back: "home",
    left: () => {
      clearInterval(timer);
      said = "";
    },
    body: [
      said && h("p", { class: "notice", "data-tone": "green", role: "status" }, said),
      ...refusals(calls),
      age(calls),
      filters(rows),
      textField("calls-search", t("callsSearch"), asked, (text) => {
        asked = text;
        draw();
      }),
      list,
      calls.list.left_out > 0 && h("p", { class: "quiet" }, t("callsLeftOut", { n: calls.list.left_out })),
      button(t("callsRefresh"), "plain", () => void fetchAgain(say), "queue"),
    ],
  };
});

function age(calls: Calls): HTMLElement {
  const { name, unit } = calls.list.team;
  const on = dayOf(new Date(calls.at));
  const isOld = on !== app.today();
  const at = clock(calls.at);
  return h(
    "p",
    isOld ? { class: "notice", "data-tone": "yellow" } : { class: "quiet" },
    h("span", {}, t("callsTeam", { team: name, unit }), " · "),
    h("b", {}, isOld ? t("callsAtDay", { at, day: day(on) }) : t("callsAt", { at })),
    isOld && h("span", {}, t("callsOld")),
  );
}

/** What this phone recorded and the province did not take: the content is still here. */
function refusals(calls: Calls): HTMLElement[] {
  const own = new Map(calls.own.map((call) => [call.id, call]));
  return calls.list.refused.map(({ event, why }) => {
    const call = own.get(event);
    const outcome = call ? t(`outcome_${call.outcome}`) : "";
    const who = call
      ? t("callRefusedOf", { name: call.name, at: `${clock(call.at)} ${day(dayOf(new Date(call.at)))}`, outcome })
      : t("callRefusedOther");
    return h(
      "p",
      { class: "notice", "data-tone": "red" },
      h("strong", {}, t("callRefused", { who, why })),
      call?.note && h("span", {}, call.note),
    );
  });
}

function filters(rows: readonly Followed[]): HTMLElement {
  const choices: readonly (readonly [Which, string])[] = [
    ["due", t("callsDue", { n: chosen(rows, "due", "").length })],
    ["missed", t("callsMissed", { n: rows.filter(isMissed).length })],
    ["all", t("callsAll", { n: rows.length })],
  ];
  return h(
    "div",
    { class: "chips", role: "group", "aria-label": t("callsWhich") },
    ...choices.map(([key, words]) =>
      h(
        "button",
        {
          ...{ type: "button", id: `calls-${key}`, class: "chip is-small" },
          "aria-pressed": String(key === which),
          onclick: () => {
            which = key;
            void refresh();
          },
        },
        words,
      ),
    ),
  );
}

function row(followed: Followed, state: string): HTMLElement {
  const { contact, last, mine } = followed;
  const { key, name, hamlet, address, phones } = contact;
  const isToday = mine && dayOf(new Date(mine.at)) === app.today();
  return h(
    "li",
    { class: "row is-call", "data-tone": last ? TONES[last.outcome] : "none" },
    h(
      "a",
      { class: "call-link", href: `#/call/${key}` },
      h("b", {}, name),
      h("span", { class: "call-facts" }, h("b", { class: "badge" }, level(contact.level)), " ", factsOf(followed)),
      (hamlet || address) && h("span", {}, [address, hamlet].filter(Boolean).join(", ")),
      h("span", {}, lastOf(followed)),
      h("strong", {}, nextOf(followed)),
      isToday && h("span", { class: "call-mine" }, icon("check"), t(mineWords(state))),
    ),
    h(
      "div",
      { class: "pair" },
      phones[0] ? phoneLink(phones[0], true) : h("span", { class: "quiet" }, t("noPhone")),
      h("a", { class: "call-do", href: `#/call/${key}`, "aria-label": t("callSaveOf", { name }) }, t("callSave")),
    ),
  );
}

export function mineWords(state: string): Key {
  if (state === "kept") return "mineKept";
  return state ? "mineWaiting" : "mineSent";
}

export const level = (of: number | null): string => (of === null ? t("levelUnknown") : `F${of}`);

export function factsOf({ contact, day: n, ofDays, stands }: Followed): string {
  return [
    n !== null && (ofDays === null ? t("dayOnly", { n }) : t("dayOf", { n, of: ofDays })),
    !contact.has_team && t("noTeam"),
    stands.tries > 0 && t("missedTimes", { n: stands.tries }),
  ]
    .filter(Boolean)
    .join(" · ");
}

export function lastOf({ last }: Followed): string {
  if (!last) return t("notCalled");
  const on = dayOf(new Date(last.at));
  const at = on === app.today() ? clock(last.at) : `${clock(last.at)} ${day(on)}`;
  return t("lastCall", { outcome: t(`outcome_${last.outcome}`), at });
}

/** What comes next and by when: after having been seen today, the call of tomorrow. */
export function nextOf({ stands, isDone }: Followed): string {
  if (isDone) return t("dueTomorrow");
  const on = dayOf(new Date(stands.dueAt));
  const at = on === app.today() ? clock(stands.dueAt) : `${clock(stands.dueAt)} ${day(on)}`;
  const isLate = stands.dueAt < app.now().getTime();
  return `${t(`rung_${stands.rung}`)} · ${t(isLate ? "dueLate" : "dueBy", { at })}`;
}

/** "0912 345 678" */
export function phoneWords(phone: string): string {
  return phone.replace(/^(\d{4})(\d{3})(\d{3,4})$/, "$1 $2 $3");
}

export function phoneLink(phone: string, isShort = false): HTMLElement {
  const words = phoneWords(phone);
  const label = isShort ? { "aria-label": t("callPhone", { phone: words }) } : {};
  return h(
    "a",
    { class: isShort ? "call-phone" : "button is-plain", href: `tel:${phone}`, ...label },
    icon("phone"),
    h("span", {}, isShort ? words : t("callPhone", { phone: words })),
  );
}
