// Where a contact stands after calls and visits: as lachan/contacts/rules/follow_up.py.

export type Way = "telephone" | "visit";
export type CallOutcome = "well" | "symptoms" | "no_answer" | "wrong_number" | "refused" | "moved";
export type Rung = "first" | "daily" | "again" | "other_number" | "health_worker" | "police";

/** The dated numbers of the ladder: minutes, and how often each rung tries. */
export interface Patience {
  readonly first: number;
  readonly retry: number;
  readonly own_tries: number;
  readonly other_tries: number;
  readonly visit_tries: number;
  readonly visit: number;
  readonly police: number;
}

export interface Try {
  readonly at: number;
  readonly way: Way;
  readonly outcome: CallOutcome;
  readonly nextTryAt: number | null;
}

export interface Standing {
  readonly rung: Rung;
  readonly dueAt: number;
  /** Calls and visits in vain since the contact was last seen. */
  readonly tries: number;
  readonly seenAt: number | null;
  readonly hasSymptoms: boolean;
}

const minute = 60_000;
const day = 86_400_000;
/** Vietnamese time has no summer time. */
const offset = 7 * 60 * minute;
const seen = new Set<CallOutcome>(["well", "symptoms"]);
const ladder: readonly Rung[] = ["again", "other_number", "health_worker", "police"];
const atLeast: Partial<Record<CallOutcome, Rung>> = {
  wrong_number: "other_number",
  refused: "health_worker",
  moved: "police",
};

/** The Vietnamese day of an instant: "2021-09-15". */
export const dayInVietnam = (at: number): string =>
  new Date(at + offset).toISOString().slice(0, 10);

export function standing(namedAt: number, tries: readonly Try[], patience: Patience): Standing {
  let rung: Rung = "first";
  let atRung = 0;
  let inVain = 0;
  let dueAt = namedAt + patience.first * minute;
  let seenAt: number | null = null;
  let hasSymptoms = false;
  for (const one of [...tries].sort((a, b) => a.at - b.at)) {
    if (one.at < namedAt) continue;
    if (seen.has(one.outcome)) {
      [rung, atRung, inVain] = ["daily", 0, 0];
      [seenAt, hasSymptoms] = [one.at, one.outcome === "symptoms"];
      const tomorrow = Date.parse(`${dayInVietnam(one.at + day)}T23:59:59+07:00`);
      dueAt = Math.min(one.nextTryAt ?? tomorrow, tomorrow);
      continue;
    }
    inVain += 1;
    const before: Rung = ladder.includes(rung) ? rung : "again";
    // At the rung of a visit only visits count: a call there puts off nothing.
    const counts = !(before === "health_worker" || before === "police") || one.way === "visit";
    if (counts) atRung += 1;
    rung = climbed(before, atRung, one.outcome, patience);
    if (rung !== before) atRung = 0;
    if (counts || rung !== before) dueAt = one.nextTryAt ?? one.at + wait(rung, patience);
  }
  return { rung, dueAt, tries: inVain, seenAt, hasSymptoms };
}

function climbed(rung: Rung, atRung: number, outcome: CallOutcome, patience: Patience): Rung {
  const allowed: Partial<Record<Rung, number>> = {
    again: patience.own_tries,
    other_number: patience.other_tries,
    health_worker: patience.visit_tries,
  };
  const place = ladder.indexOf(rung) + (atRung >= (allowed[rung] ?? Infinity) ? 1 : 0);
  return ladder[Math.max(place, ladder.indexOf(atLeast[outcome] ?? "again"))] ?? "police";
}

function wait(rung: Rung, patience: Patience): number {
  if (rung === "health_worker") return patience.visit * minute;
  return (rung === "police" ? patience.police : patience.retry) * minute;
}

/** [which day of follow-up it is, of how many]: the day after the last exposure is the first one. */
export function dayOfFollowUp(since: string, until: string | null, today: string): [number, number | null] {
  const between = (to: string): number => Math.round((Date.parse(to) - Date.parse(since)) / day);
  return [between(today), until === null ? null : between(until)];
}
