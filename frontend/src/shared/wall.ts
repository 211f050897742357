/* The wall screen: the content anew every minute; a lost connection is said, never hidden. */

import htmx from "htmx.org";
import { clockTime } from "../relative";
import { say } from "../words";
import { now } from "./page";

const EVERY = 60_000;

export function wall(): void {
  if (!("wall" in document.documentElement.dataset)) return;
  const stamp = document.querySelector<HTMLElement>("[data-wall-stamp]");
  let fresh = now();
  const renew = async (): Promise<void> => {
    try {
      const answer = await fetch(location.href);
      // A sign-in page in place of ours is no news either.
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const content = next.querySelector("#content");
      if (!content) throw new Error("no content");
      document.querySelector("#content")?.replaceWith(content);
      htmx.process(content);
      fresh = Date.parse(next.documentElement.dataset["now"] ?? "") || now();
      if (stamp) {
        stamp.textContent = say("at", { time: clockTime(fresh) });
        delete stamp.dataset["stale"];
      }
    } catch {
      if (stamp) {
        stamp.textContent = say("stale", { time: say("at", { time: clockTime(fresh) }) });
        stamp.dataset["stale"] = "";
      }
    }
  };
  window.setInterval(() => void renew(), EVERY);
}
