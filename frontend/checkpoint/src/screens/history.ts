/* What was recorded, as far as the phone may still tell it: initials, last figures, the outcome. */

import { app } from "../app";
import { button, h } from "../dom";
import { textField } from "../fields";
import { go, refresh, screen } from "../shell";
import type { Trace } from "../store";
import { clock, type Key, t } from "../words";

const SHOWN = 100;
const OUTCOME_WORDS: Record<string, Key> = {
  let_through: "todayThrough",
  refused: "todayRefused",
  referred: "todayReferred",
};

screen("history", async () => {
  const traces = await app.store.traces.orderBy("at").reverse().limit(SHOWN).toArray();
  return {
    title: t("history"),
    back: "home",
    body: [
      traces.length > 0
        ? h("ul", { class: "rows" }, ...traces.map(row))
        : h("p", { class: "empty" }, t("historyNone")),
    ],
  };
});

function row(trace: Trace): HTMLElement {
  const outcome = OUTCOME_WORDS[trace.outcome];
  const words = [
    clock(trace.at),
    outcome ? t(outcome) : t(`kind_${trace.kind}` as Key),
    trace.overridden > 0 && t("overridden"),
    trace.struck > 0 && t("struck"),
  ].filter((word): word is string => Boolean(word));
  const mayStrike = !trace.struck && ["passage", "slip", "opening"].includes(trace.kind);
  return h(
    "li",
    { class: "row is-trace", "data-tone": trace.colour || "none", "data-struck": trace.struck > 0 ? "yes" : "no" },
    h("div", {}, h("b", {}, trace.who || "–"), h("span", {}, words.join(" · "))),
    mayStrike && button(t("strike"), "quiet", () => go(`strike/${trace.id}`)),
  );
}

let reason = "";
let error = "";

screen("strike", async (id) => {
  const trace = await app.store.traces.get(id);
  return {
    title: t("strike"),
    back: "history",
    body: [
      trace && h("ul", { class: "rows" }, row({ ...trace, struck: 1 })),
      textField("strike-reason", t("strikeReason"), reason, (text) => (reason = text), {
        kind: "long",
        isRequired: true,
        error,
      }),
    ],
    thumb: [button(t("strike"), "danger", () => void strike(id, trace), "cross")],
  };
});

async function strike(id: string, trace: Trace | undefined): Promise<void> {
  error = reason.trim().length < 3 ? t("required") : "";
  if (error || !trace) return refresh();
  await app.record({
    kind: "strike",
    payload: { event: id, reason: reason.trim() },
    trace: app.trace(trace.who),
    strikes: id,
  });
  reason = "";
  go("history");
}
