/* Rapid tests taken at the post whose result is still to come. */

import { app } from "../app";
import { button, h } from "../dom";
import { instantWithOffset } from "../events";
import { refresh, screen } from "../shell";
import type { Trace } from "../store";
import { clock, t } from "../words";

screen("tests", async () => {
  const traces = (await app.store.traces.orderBy("at").toArray()).filter((each) => each.tests.length > 0);
  const rows = traces.flatMap((trace) =>
    trace.tests.map(({ person, who }) =>
      h(
        "li",
        { class: "row" },
        h("div", {}, h("b", {}, who), h("span", {}, t("testsLead", { at: clock(trace.at) }))),
        h(
          "div",
          { class: "pair" },
          button(t("negative"), "plain", () => void settle(trace, person, who, "negative"), "check"),
          button(t("positive"), "danger", () => void settle(trace, person, who, "positive"), "stop"),
        ),
      ),
    ),
  );
  return {
    title: t("testsTitle"),
    back: "home",
    body: [rows.length > 0 ? h("ul", { class: "rows" }, ...rows) : h("p", { class: "empty" }, t("testsNone"))],
  };
});

async function settle(
  trace: Trace,
  person: number,
  who: string,
  result: "negative" | "positive",
): Promise<void> {
  const at = instantWithOffset(app.now());
  await app.record({
    kind: "test",
    payload: { passage: trace.id, person, kind: "rapid", result, at },
    trace: app.trace(`${who} · ${t(result)}`, 1),
    tested: { passage: trace.id, person },
  });
  await refresh();
}
