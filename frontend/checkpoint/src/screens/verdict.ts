/* The verdict: a colour, a word, a sound and the reason; and what the officer does with it. */

import { app } from "../app";
import { button, h, icon, type Shape } from "../dom";
import type { Colour, Outcome } from "../events";
import { chips, textField } from "../fields";
import { shortOf } from "../form";
import { go, refresh, screen } from "../shell";
import { play } from "../sounds";
import { type Verdict, worstOf } from "../verdict";
import { day, factWords, type Key, t } from "../words";

const SIGNS: Record<Colour, Shape> = { green: "check", yellow: "stop", red: "cross" };
let problem = "";
let isSaving = false;

screen("verdict", async () => {
  const draft = app.unfinished?.draft;
  const verdicts = draft ? await app.judge(draft) : [];
  const verdict = worstOf(verdicts);
  if (!draft || !verdict) return { title: t("app"), body: [], thumb: [button(t("home"), "main", () => go("home"))] };
  if (app.hasSound && !isSaving && !problem) play(verdict.colour);
  return {
    title: draft.people.map(shortOf).join(", "),
    back: "person",
    tone: verdict.colour,
    body: [
      h("p", { class: "verdict-sign" }, icon(SIGNS[verdict.colour])),
      h("p", { class: "verdict-word", role: "alert" }, t(wordOf(verdict))),
      problem && h("p", { class: "verdict-alarm" }, problem),
      ...reasons(verdict),
      draft.pass === "valid" && h("p", { class: "verdict-line" }, t("passValid")),
      draft.pass === "expired" && h("p", { class: "verdict-line" }, t("passExpired")),
      verdicts.length > 1 && each(draft.people.map(shortOf), verdicts),
    ],
    thumb: decisions(verdict, verdicts),
  };
});

function wordOf(verdict: Verdict): Key {
  const isUnclear = verdict.colour === "yellow" && verdict.undetermined.length > 0;
  return isUnclear ? "yellowUndetermined" : verdict.colour;
}

function reasons(verdict: Verdict): (HTMLElement | false)[] {
  const measure = t(`measure_${verdict.measure}` as Key);
  const until = verdict.until ? ` ${t("untilDay", { day: day(verdict.until) })}` : "";
  return [
    ...verdict.alarms.map(({ kind, why }) =>
      h("p", { class: "verdict-alarm" }, t(kind), why && h("small", {}, why)),
    ),
    h("p", { class: "verdict-measure" }, verdict.isJudged ? measure + until : t("notJudged")),
    verdict.undetermined.length > 0 &&
      h("p", { class: "verdict-line" }, t("missing", { what: verdict.undetermined.map(factWords).join(", ") })),
    verdict.reasons.length > 0 &&
      h(
        "div",
        { class: "verdict-why" },
        h("b", {}, t("why")),
        ...verdict.reasons
          .slice(0, 3)
          .map(({ clause, words }) => h("p", {}, clause && h("strong", {}, `${clause}: `), words)),
      ),
  ];
}

function each(names: readonly string[], verdicts: readonly Verdict[]): HTMLElement {
  const rows = verdicts.map((one, i) =>
    h(
      "li",
      { "data-tone": one.colour },
      icon(SIGNS[one.colour]),
      h("b", {}, names[i] ?? ""),
      h("span", {}, t(`measure_${one.measure}` as Key)),
    ),
  );
  return h("ul", { class: "verdict-each" }, ...rows);
}

function decisions(verdict: Verdict, verdicts: readonly Verdict[]): HTMLElement[] {
  const act = (outcome: Outcome, isTesting = false) => (): void =>
    void save(outcome, verdicts, null, isTesting);
  const through =
    verdict.colour === "red" ? (): void => go("override") : act("let_through");
  const kindOf = (outcome: Outcome): "main" | "plain" => {
    const first: Outcome = verdict.colour === "red" ? "referred" : "let_through";
    return outcome === first ? "main" : "plain";
  };
  return [
    h(
      "div",
      { class: "pair" },
      button(t("testHere"), "plain", act("referred", true), "test"),
      verdict.undetermined.length > 0
        ? button(t("missingGo"), "plain", () => go("person"), "keys")
        : button(t("edit"), "plain", () => go("person"), "keys"),
    ),
    h(
      "div",
      { class: "pair" },
      button(t("refuse"), "plain", act("refused"), "cross"),
      button(t("refer"), kindOf("referred"), act("referred")),
    ),
    button(t("letThrough"), kindOf("let_through"), through, "check"),
  ];
}

async function save(
  outcome: Outcome,
  verdicts: readonly Verdict[],
  override: { by: string; reason: string } | null,
  isTesting = false,
): Promise<void> {
  if (isSaving) return;
  isSaving = true;
  problem = "";
  const slip = app.unfinished?.draft.slip;
  try {
    await app.recordPassage(outcome, verdicts, override, isTesting);
    Object.assign(wish, { by: "", other: "", reason: "" });
    go(slip ? "slips" : isTesting ? "tests" : "home");
  } catch {
    problem = t("failedToSave");
    await refresh();
  } finally {
    isSaving = false;
  }
}

const wish = { by: "", other: "", reason: "" };
let overrideError: Partial<Record<"by" | "reason", string>> = {};

screen("override", async () => {
  const draft = app.unfinished?.draft;
  const verdicts = draft ? await app.judge(draft) : [];
  const officers = (app.people?.officers ?? []).filter(({ id }) => id !== app.officer);
  return {
    title: t("overrideTitle"),
    back: "verdict",
    body: [
      h("p", { class: "notice", "data-tone": "red" }, t("overrideLead")),
      officers.length > 0 &&
        chips(
          "override-by",
          t("overrideBy"),
          officers.map(({ id, name }) => [id, name] as const),
          wish.by,
          (by) => {
            Object.assign(wish, { by, other: "" });
            void refresh();
          },
        ),
      textField("override-name", t("overrideName"), wish.other, (other) => Object.assign(wish, { other, by: "" }), {
        error: overrideError.by ?? "",
        kind: "name",
      }),
      textField("override-reason", t("overrideReason"), wish.reason, (reason) => (wish.reason = reason), {
        error: overrideError.reason ?? "",
        kind: "long",
        isRequired: true,
      }),
    ],
    thumb: [
      h(
        "div",
        { class: "pair" },
        button(t("cancel"), "quiet", () => go("verdict")),
        button(t("overrideGo"), "danger", () => agree(verdicts), "check"),
      ),
    ],
  };
});

function agree(verdicts: readonly Verdict[]): void {
  const by = wish.by || wish.other.trim();
  const mine = [...(app.shift?.officers.slice(0, 1) ?? []), ...(app.shift?.names.slice(0, 1) ?? [])];
  overrideError = {};
  if (by.length < 2) overrideError.by = t("required");
  else if (mine.some((each) => each.toLowerCase() === by.toLowerCase()))
    overrideError.by = t("overrideSame");
  if (wish.reason.replace(/[^\p{L}]/gu, "").length < 5) overrideError.reason = t("overrideShort");
  if (overrideError.by || overrideError.reason) return void refresh();
  void save("let_through", verdicts, { by, reason: wish.reason.trim() });
}
