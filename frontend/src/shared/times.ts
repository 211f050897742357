/* Deadlines and moments that count by themselves. */

import { ago, deadline } from "../relative";
import { all, now, whenShown } from "./page";

const EVERY = 15_000;

function show(root: ParentNode): void {
  for (const time of all<HTMLTimeElement>("time[data-relative]", root)) {
    const instant = Date.parse(time.dateTime);
    if (Number.isNaN(instant)) continue;
    if (time.dataset["relative"] === "deadline") {
      const { text, tone } = deadline(instant, now());
      if (time.textContent !== text) time.textContent = text;
      time.closest<HTMLElement>(".deadline")?.setAttribute("data-tone", tone);
    } else {
      // The date that the server wrote is kept, for when a day has passed.
      time.dataset["written"] ??= time.textContent ?? "";
      const text = ago(instant, now()) ?? time.dataset["written"];
      if (time.textContent !== text) time.textContent = text;
      time.title ||= time.dataset["written"];
    }
  }
}

export function times(): void {
  whenShown(show);
  window.setInterval(() => {
    if (!document.hidden) show(document);
  }, EVERY);
  document.addEventListener("visibilitychange", () => show(document));
}
