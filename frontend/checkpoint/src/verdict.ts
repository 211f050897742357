/* The verdict on a passage: the strictest of its people's decisions, and the alarms. */

import type { Colour, Payload } from "./events";
import type { Decision } from "./mirror";

export type Alarm = "hot_citizen" | "hot_plate" | "hot_pass" | "pass_revoked" | "pass_forged";

export interface Judged {
  readonly decision: Decision | null;
  readonly alarms: readonly { readonly kind: Alarm; readonly why: string }[];
}

export interface Verdict {
  readonly colour: Colour;
  readonly measure: string;
  readonly until: string | null;
  readonly undetermined: readonly string[];
  readonly reasons: readonly { readonly clause: string; readonly words: string }[];
  readonly rules: readonly string[];
  readonly alarms: readonly { readonly kind: Alarm; readonly why: string }[];
  /** False: there are no rules on this phone, nothing was judged. */
  readonly isJudged: boolean;
}

const ORDER = [
  ...["none", "declare", "test", "health_monitoring", "home_quarantine"],
  "centralised_quarantine",
];
const COLOURS: readonly Colour[] = ["green", "yellow", "red"];

function colourOf(one: Judged): Colour {
  if (one.alarms.length > 0) return "red";
  if (!one.decision || one.decision.undetermined.length > 0) return "yellow";
  const measure = one.decision.measure ?? "none";
  if (measure === "centralised_quarantine") return "red";
  return measure === "none" || measure === "declare" ? "green" : "yellow";
}

/** The verdict on one person: what is undetermined is yellow, an alarm is red. */
export function verdictOf(one: Judged): Verdict {
  const { decision } = one;
  return {
    colour: colourOf(one),
    measure: decision?.measure ?? "none",
    until: decision?.until ?? null,
    undetermined: decision?.undetermined ?? [],
    reasons: decision?.reasons ?? [],
    rules: decision?.reasons.map((reason) => reason.rule) ?? [],
    alarms: one.alarms,
    isJudged: decision !== null,
  };
}

/** Which of several verdicts stands for all: the worst colour, then the strictest measure. */
export function worstOf(verdicts: readonly Verdict[]): Verdict | undefined {
  const rank = (verdict: Verdict): number =>
    COLOURS.indexOf(verdict.colour) * 10 + ORDER.indexOf(verdict.measure);
  return [...verdicts].sort((a, b) => rank(b) - rank(a))[0];
}

/** As the payload of a passage wants it. */
export function verdictPayload(verdict: Verdict): Payload {
  const { colour, measure, until, rules, undetermined } = verdict;
  const alarms = verdict.alarms.map(({ kind, why }) => (why ? `${kind}: ${why}` : kind));
  const reasons = verdict.reasons.map(({ clause, words }) => (clause ? `${clause}: ${words}` : words));
  return { colour, measure, until, rules, undetermined, reasons: [...alarms, ...reasons] };
}
