import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type CallOutcome, dayOfFollowUp, type Patience, standing, type Way } from "./follow_up";

interface Called {
  at: string;
  way: Way;
  outcome: CallOutcome;
  next_try_at: string | null;
}
interface Stood {
  rung: string;
  due_at: string;
  tries: number;
  seen_at: string | null;
  has_symptoms: boolean;
}
const vectors = JSON.parse(
  readFileSync(new URL("../../../vectors/follow_up.json", import.meta.url), "utf8"),
) as {
  standing: { why: string; named_at: string; patience: Patience; tries: Called[]; expected: Stood }[];
  days: { why: string; since: string; until: string | null; today: string; expected: [number, number | null] }[];
};
const instant = (words: string | null): number | null => (words === null ? null : Date.parse(words));

it.each(vectors.standing)("$why", ({ named_at, patience, tries, expected }) => {
  const tried = tries.map(({ at, way, outcome, next_try_at }) => ({
    at: Date.parse(at),
    way,
    outcome,
    nextTryAt: instant(next_try_at),
  }));
  expect(standing(Date.parse(named_at), tried, patience)).toEqual({
    rung: expected.rung,
    dueAt: instant(expected.due_at),
    tries: expected.tries,
    seenAt: instant(expected.seen_at),
    hasSymptoms: expected.has_symptoms,
  });
});

it.each(vectors.days)("$why", ({ since, until, today, expected }) => {
  expect(dayOfFollowUp(since, until, today)).toEqual(expected);
});
