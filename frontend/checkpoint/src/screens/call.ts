/* One contact: whom to call, what to say, and what the call came to. */

import type { CallOutcome, Way } from "../../../src/shared/follow_up";
import { app } from "../app";
import {
  agreedAt,
  type CallDraft,
  type CallList,
  type Contact,
  emptyDraft,
  followedOf,
  OUTCOMES,
  SYMPTOMS,
  WAYS,
} from "../calls";
import { button, h, icon } from "../dom";
import { instantWithOffset } from "../events";
import { chips, dayField, textField } from "../fields";
import { dayIn, initialsOf } from "../form";
import { go, refresh, screen, type View } from "../shell";
import { clock, t } from "../words";
import { factsOf, lastOf, level, mineWords, nextOf, phoneLink, say } from "./calls";

type Problems = Partial<Record<"outcome" | "symptoms" | "since" | "again" | "phone", string>>;

let showsProblems = false;
/** Stays as it is while the form is filled beside it. */
let isScriptOpen = false;

screen("call", async (key): Promise<View> => {
  const contact = app.calls?.list.contacts.find((each) => each.key === key);
  if (!app.calls || !contact)
    return { title: t("callsTitle"), back: "calls", body: [h("p", { class: "empty" }, t("callsNoList"))] };
  const followed = followedOf(app.calls, contact, app.now().getTime());
  const { mine } = followed;
  const state = mine && (await app.store.outbox.get(mine.id))?.state;
  const draft = draftOf(key);
  const problems = showsProblems ? problemsOf(draft) : {};
  return {
    title: contact.name,
    back: "calls",
    left: () => (showsProblems = false),
    body: [
      h(
        "section",
        { class: "call-head" },
        h("p", { class: "call-facts" }, h("b", { class: "badge" }, level(contact.level)), " ", factsOf(followed)),
        h("p", {}, [contact.birth, contact.address, contact.hamlet].filter(Boolean).join(" · ")),
        h("p", {}, lastOf(followed)),
        h("p", {}, h("strong", {}, nextOf(followed))),
        mine && h("p", { class: "call-mine" }, icon("check"), `${t(mineWords(state ?? ""))}, ${clock(mine.at)}`),
      ),
      contact.phones.length > 0
        ? h("div", { class: "call-phones" }, ...contact.phones.map((phone) => phoneLink(phone)))
        : h("p", { class: "notice", "data-tone": "yellow" }, t("noPhone")),
      script(app.calls.list),
      ...form(draft, problems),
      !app.shift &&
        h(
          "a",
          { class: "notice is-link", "data-tone": "yellow", href: "#/shift" },
          h("strong", {}, t("needsShift")),
          h("span", { class: "go" }, t("startShift")),
        ),
    ],
    thumb: [button(t("callSave"), "main", () => void save(contact, draft), "check")],
  };
});

/** The half-filled form of this contact: a phone that is killed during the call loses nothing typed. */
function draftOf(key: string): CallDraft {
  if (app.callDraft?.contact !== key) app.callDraft = emptyDraft(key);
  return app.callDraft;
}

function script({ script: { parts, source, is_unconfirmed } }: CallList): HTMLElement {
  return h(
    "details",
    {
      ...{ class: "fold call-script", open: isScriptOpen },
      ontoggle: (event) => (isScriptOpen = (event.target as HTMLDetailsElement).open),
    },
    h("summary", {}, t("callScript")),
    ...parts.flatMap(({ heading, lines }) => [
      heading && h("h2", {}, heading),
      ...lines.map(({ words, is_asked }) => h("p", { class: is_asked ? "is-asked" : "is-said" }, words)),
    ]),
    h("p", { class: "quiet" }, is_unconfirmed ? `${source} (${t("toConfirm")})` : source),
  );
}

function form(draft: CallDraft, problems: Problems): HTMLElement[] {
  const put = (change: Partial<CallDraft>): void => {
    Object.assign(draft, change);
    app.keepDraft();
  };
  const choose = (change: Partial<CallDraft>): void => {
    put(change);
    void refresh();
  };
  const error = (words: string | undefined): { error?: string } => (words ? { error: words } : {});
  const outcomes = chips<CallOutcome>(
    "outcome",
    t("callOutcome"),
    OUTCOMES.map((key) => [key, t(`outcome_${key}`)] as const),
    draft.outcome,
    (outcome) => choose({ outcome }),
  );
  if (problems.outcome) outcomes.append(h("p", { class: "error" }, problems.outcome));
  const ways = chips<Way>(
    "way",
    t("callWay"),
    WAYS.map((key) => [key, t(`way_${key}`)] as const),
    draft.way,
    (way) => choose({ way: way || "telephone" }),
    true,
  );
  return [
    ways,
    outcomes,
    ...(draft.outcome === "symptoms" ? symptoms(draft, problems, put, choose) : []),
    ...(draft.outcome
      ? [
          textField("call-again", t("callAgain"), draft.again, (again) => put({ again }), {
            ...{ kind: "text", hint: t("callAgainHint") },
            ...error(problems.again),
          }),
        ]
      : []),
    textField("call-phone", t("callPhone2"), draft.phone, (phone) => put({ phone }), {
      kind: "tel",
      ...error(problems.phone),
    }),
    textField("call-note", t("callNote"), draft.note, (note) => put({ note }), { kind: "long" }),
  ];
}

type Put = (change: Partial<CallDraft>) => void;

function symptoms(draft: CallDraft, problems: Problems, put: Put, choose: Put): HTMLElement[] {
  const toggle = (key: string): void => {
    const has = draft.symptoms.includes(key);
    choose({ symptoms: has ? draft.symptoms.filter((each) => each !== key) : [...draft.symptoms, key] });
  };
  const group = h(
    "div",
    { class: "field", role: "group", "aria-labelledby": "symptoms-label" },
    h("span", { class: "label", id: "symptoms-label" }, t("callSymptoms")),
    h(
      "div",
      { class: "chips" },
      ...SYMPTOMS.map((key) =>
        h(
          "button",
          {
            ...{ type: "button", id: `symptom-${key}`, class: "chip" },
            "aria-pressed": String(draft.symptoms.includes(key)),
            onclick: () => toggle(key),
          },
          t(`symptom_${key}`),
        ),
      ),
    ),
    problems.symptoms && h("p", { class: "error" }, problems.symptoms),
  );
  const since = dayField(
    "symptoms-since",
    t("symptomsSince"),
    draft.since,
    (text, isWhole) => (isWhole ? choose({ since: text }) : put({ since: text })),
    app.now(),
    { daysBack: [0, 1, 2], ...(problems.since ? { error: problems.since } : {}) },
  );
  return [group, since];
}

/** What the province would refuse, said before it is sealed. */
function problemsOf(draft: CallDraft): Problems {
  const found: Problems = {};
  const { outcome } = draft;
  if (!outcome) found.outcome = t("problem_outcome");
  if (outcome === "symptoms") {
    if (draft.symptoms.length === 0) found.symptoms = t("problem_symptoms");
    const since = dayIn(draft.since);
    if (draft.since.trim() && (!since || since > app.today())) found.since = t("problem_since");
  }
  if (draft.again.trim() && agreedAt(draft.again, app.now().getTime()) === null) {
    found.again = t("problem_again");
  }
  const figures = draft.phone.replace(/\D/g, "");
  if (draft.phone.trim() && (figures.length < 10 || figures.length > 11)) found.phone = t("problem_phone");
  return found;
}

async function save(contact: Contact, draft: CallDraft): Promise<void> {
  const { outcome, way } = draft;
  showsProblems = true;
  if (!outcome || Object.keys(problemsOf(draft)).length > 0) {
    await refresh();
    document.querySelector(".error")?.scrollIntoView({ block: "center" });
    return;
  }
  if (!app.shift) return go("shift");
  const isIll = outcome === "symptoms";
  const nextTryAt = agreedAt(draft.again, app.now().getTime());
  const note = draft.note.trim();
  await app.recordCall(
    {
      contact: contact.key,
      way,
      outcome,
      symptoms: isIll ? [...draft.symptoms] : [],
      symptoms_since: isIll ? dayIn(draft.since) || null : null,
      next_try_at: nextTryAt === null ? null : instantWithOffset(new Date(nextTryAt)),
      second_phone: draft.phone.replace(/\D/g, ""),
      note,
    },
    { contact: contact.key, name: contact.name, way, outcome, nextTryAt, note },
    initialsOf(contact.name),
  );
  say(t("callSaved", { name: contact.name, outcome: t(`outcome_${outcome}`) }));
  go("calls");
}
