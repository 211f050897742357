/* The queue: what waits, what goes, what arrived, what was kept back; and the file for when all else fails. */

import { app } from "../app";
import { button, h } from "../dom";
import { rescueFile } from "../rescue";
import { refresh, screen } from "../shell";
import { clock, type Key, t } from "../words";

const SHOWN = 40;
let exported = "";

screen("queue", async () => {
  const { store, progress } = app;
  const rows = (await store.outbox.toArray()).sort((a, b) => a.seq - b.seq);
  const received = await store.receipts.count();
  const { waiting, sending, kept } = app.queue;
  const last = app.device?.id ? await store.devices.get(app.device.id) : undefined;
  const count = (label: Key, n: number, tone: string): HTMLElement =>
    h("div", { class: "figure", "data-tone": tone }, h("b", {}, String(n)), h("span", {}, t(label)));
  const words: Record<string, Key> = { waiting: "stateWaiting", sending: "stateSending", kept: "stateKept" };
  const timer = setInterval(() => void refresh(), 2000);
  return {
    title: t("queueTitle"),
    back: "home",
    left: () => clearInterval(timer),
    body: [
      h(
        "section",
        { class: "figures is-four" },
        count("stateWaiting", waiting, waiting > 0 ? "yellow" : "none"),
        count("stateSending", sending, "none"),
        count("stateReceived", received, "green"),
        count("stateKept", kept, kept > 0 ? "red" : "none"),
      ),
      h("p", { class: "quiet" }, t("queueLead")),
      progress.why &&
        h(
          "p",
          { class: "notice", "data-tone": "yellow" },
          t("whyNot", { why: reasonOf(progress.why) }),
          " ",
          progress.nextAt > 0 && t("nextTry", { at: clock(progress.nextAt) }),
        ),
      kept > 0 && h("p", { class: "notice", "data-tone": "red" }, t("keptLead")),
      last?.last && h("p", { class: "digest" }, `${t("lastDigest")}: `, h("code", {}, last.last.slice(0, 16))),
      h(
        "ul",
        { class: "rows" },
        ...rows.slice(0, SHOWN).map((row) =>
          h(
            "li",
            { class: "row is-thin" },
            h("b", {}, `#${row.seq}`),
            h("span", {}, t(`kind_${row.event.kind}` as Key)),
            h("span", { class: "state", "data-state": row.state }, t(words[row.state] ?? "stateWaiting"), row.code && ` (${row.code})`),
          ),
        ),
      ),
      h("p", { class: "quiet" }, t("rescueLead")),
      exported && h("p", { class: "notice", "data-tone": "blue", role: "status" }, exported),
      kept > 0 && button(t("retryKept"), "plain", () => void app.sender.retryKept()),
    ],
    thumb: [
      h(
        "div",
        { class: "pair" },
        button(t("rescue"), "plain", () => void rescue(), "save"),
        button(t("retry"), "main", () => app.sender.nudge(), "queue"),
      ),
    ],
  };
});

function reasonOf(why: string): string {
  if (why === "unclear" || why === "SyntaxError") return t("whyUnclear");
  if (why === "401" || why === "403") return t("whyUnknown");
  return /^\d+$/.test(why) ? t("whyServer", { n: why }) : t("whyNetwork");
}

async function rescue(): Promise<void> {
  const at = app.now();
  const n = await app.store.outbox.count();
  const address = URL.createObjectURL(await rescueFile(app.store, at));
  const stamp = at.toISOString().slice(0, 16).replace(/[-:T]/g, "");
  const link = h("a", { href: address, download: `lachan-${app.device?.id ?? ""}-${stamp}.zip` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  exported = t("rescueDone", { n });
  await refresh();
}
