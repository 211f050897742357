/* The first screen: three large buttons, today's figures, and what still has to be done. */

import { app } from "../app";
import { type Calls, followedToday } from "../calls";
import { button, h, icon, type Shape } from "../dom";
import type { Outcome } from "../events";
import type { Trace } from "../store";
import { go, refresh, screen } from "../shell";
import { clock, type Key, t } from "../words";
import { takeUpdate, updateIsReady } from "../updates";

screen("home", async () => {
  const traces = await app.store.traces.where("day").equals(app.today()).toArray();
  const slips = await app.store.slips.count();
  const tests = (await app.store.traces.toArray()).reduce((sum, each) => sum + each.tests.length, 0);
  const hours = await app.leaseHours();
  return {
    title: app.device?.postName ?? t("app"),
    tone: "home",
    body: [
      updateIsReady() && update(),
      app.opened && banner("red", t("openedSince", { at: clock(app.opened.at) }), "opening"),
      !app.shift && banner("yellow", t("noShift"), "shift", t("startShift")),
      !app.rules && h("p", { class: "notice", "data-tone": "yellow" }, t("noRules")),
      app.rules && hours === 0 && h("p", { class: "notice", "data-tone": "red", role: "status" }, t("leaseOver")),
      app.unfinished && unfinished(),
      app.calls && callsBanner(app.calls),
      figures(traces),
      slips > 0 && banner("yellow", t("slipsUnkeyed", { n: slips }), "slips"),
      tests > 0 && banner("yellow", t("testsWaiting", { n: tests }), "tests"),
      ways(),
      app.shift && h("p", { class: "quiet" }, t("onShift", { who: app.shift.names.join(", "), at: clock(app.shift.at) })),
      app.rules && hours > 0 && h("p", { class: "quiet" }, t("leaseLeft", { n: hours })),
    ],
    thumb: [
      h(
        "div",
        { class: "pair" },
        button(t("slipButton"), "plain", () => begin("slip"), "slip"),
        button(t("type"), "plain", () => begin("person"), "keys"),
      ),
      button(t("scan"), "main", () => begin("scan"), "scan"),
    ],
  };
});

/** Recording begins when somebody is on duty: somebody must answer for it. */
function begin(route: string): void {
  if (!app.shift) return go("shift");
  if (route === "person") app.begin("in");
  go(route);
}

function banner(tone: string, words: string, route: string, action = ""): HTMLElement {
  return h(
    "a",
    { class: "notice is-link", "data-tone": tone, href: `#/${route}` },
    h("strong", {}, words),
    h("span", { class: "go" }, action || "›"),
  );
}

function callsBanner(calls: Calls): HTMLElement {
  const rows = followedToday(calls, app.now().getTime());
  const left = rows.filter((row) => !row.isDone).length;
  const words = left > 0 ? t("callsLeft", { n: left }) : t("callsNoneLeft", { n: rows.length });
  return banner(left > 0 ? "blue" : "green", words, "calls");
}

function unfinished(): HTMLElement {
  const drop = (): void => void app.dropDraft().then(refresh);
  return h(
    "section",
    { class: "notice", "data-tone": "blue" },
    h("strong", {}, t("continueDraft")),
    h(
      "div",
      { class: "pair" },
      button(t("dropDraft"), "quiet", drop),
      button(t("continueGo"), "plain", () => go("person")),
    ),
  );
}

function update(): HTMLElement {
  return h(
    "section",
    { class: "notice", "data-tone": "blue" },
    h("strong", {}, t("updateReady")),
    button(t("updateGo"), "plain", takeUpdate),
  );
}

const OUTCOMES: readonly (readonly [Outcome, Key, string])[] = [
  ["let_through", "todayThrough", "green"],
  ["refused", "todayRefused", "red"],
  ["referred", "todayReferred", "yellow"],
];

/** People, not passages: a bus of forty counts forty. */
function figures(traces: readonly Trace[]): HTMLElement {
  const passages = traces.filter((each) => each.kind === "passage" && !each.struck);
  const of = (outcome: Outcome): number =>
    passages.filter((each) => each.outcome === outcome).reduce((sum, each) => sum + each.people, 0);
  return h(
    "section",
    { class: "figures", "aria-label": t("today") },
    ...OUTCOMES.map(([outcome, label, tone]) =>
      h(
        "a",
        { class: "figure", "data-tone": tone, href: "#/history" },
        h("b", {}, String(of(outcome))),
        h("span", {}, t(label)),
      ),
    ),
  );
}

const WAYS: readonly (readonly [string, Key, Shape])[] = [
  ["history", "history", "check"],
  ["shift", "shift", "shift"],
  ["opening", "opening", "open"],
  ["settings", "settings", "gear"],
];

function ways(): HTMLElement {
  return h(
    "nav",
    { class: "ways", "aria-label": t("more") },
    ...WAYS.map(([route, label, shape]) => h("a", { href: `#/${route}` }, icon(shape), h("span", {}, t(label)))),
  );
}
