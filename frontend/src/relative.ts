/* Spans of time in words: two units at most, the larger first, rounded down. */

import { say } from "./words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const SOON = 4 * HOUR;

export type Tone = "neutral" | "warn" | "danger";

export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < MINUTE) return say("underMinute");
  const days = Math.floor(size / DAY);
  const hours = Math.floor((size % DAY) / HOUR);
  const minutes = Math.floor((size % HOUR) / MINUTE);
  const parts = days
    ? [say("days", { n: days }), hours ? say("hours", { n: hours }) : ""]
    : [hours ? say("hours", { n: hours }) : "", minutes ? say("minutes", { n: minutes }) : ""];
  return parts.filter(Boolean).join(" ");
}

/** What is left until an instant, or how long it is past, and how much that matters. */
export function deadline(due: number, now: number): { text: string; tone: Tone } {
  if (due < now) return { text: say("overdue", { time: span(now - due) }), tone: "danger" };
  const left = due - now;
  return { text: say("left", { time: span(left) }), tone: left <= SOON ? "warn" : "neutral" };
}

/** How long ago, within a day; null beyond, where the date itself says more. */
export function ago(instant: number, now: number): string | null {
  const past = now - instant;
  if (past < 0 || past >= DAY) return null;
  if (past < MINUTE) return say("justNow");
  return say("ago", {
    time:
      past < HOUR
        ? say("minutes", { n: Math.floor(past / MINUTE) })
        : say("hours", { n: Math.floor(past / HOUR) }),
  });
}

/** 16:05, as Việt Nam's clocks show it, wherever the screen stands. */
export function clockTime(instant: number): string {
  return new Intl.DateTimeFormat("vi-VN", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "Asia/Ho_Chi_Minh",
  }).format(instant);
}
