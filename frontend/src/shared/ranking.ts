// Which of the rules that a person meets hold, and which is the stricter: as
// lachan/policies/rules/ranking.py.

import type { Measure, Rule } from "./rules";

const measures: Measure[] = [
  "none",
  "declare",
  "test",
  "health_monitoring",
  "home_quarantine",
  "centralised_quarantine",
];
// Longer than any measure: until further notice.
const open = 100_000;

export const nameOf = (rule: Rule): string => `${rule.code}@${rule.version}`;
const topicOf = (rule: Rule): string => rule.topic ?? "arrival";
const authorityOf = (rule: Rule): string => rule.authority ?? "ministry";

/** Numbers that grow with strictness: measure, days, days of all phases, tests, household. */
export function strictness(rule: Rule): number[] {
  const first = rule.days ?? open;
  const phases = (rule.then ?? []).reduce((sum, phase) => sum + (phase.days ?? open), 0);
  return [
    measures.indexOf(rule.measure),
    first,
    first + phases,
    (rule.test_days ?? []).length,
    rule.who === "household" ? 1 : 0,
  ];
}

/** Compares lists item by item, as Python compares tuples. */
export function compare<T extends string | number>(a: T[], b: T[]): number {
  for (let i = 0; i < a.length && i < b.length; i++)
    if (a[i]! !== b[i]!) return a[i]! < b[i]! ? -1 : 1;
  return a.length - b.length;
}

export const byName = (a: Rule, b: Rule): number => compare([nameOf(a)], [nameOf(b)]);

/** Of the rules that a person meets those that hold, the deciding one first. */
export function holding(met: Rule[]): Rule[] {
  let rules = [...met].sort(byName);
  const own = new Set(rules.filter((rule) => authorityOf(rule) === "province").map(topicOf));
  rules = rules.filter((rule) => authorityOf(rule) === "province" || !own.has(topicOf(rule)));
  const kept = rules.filter((rule) => !rules.some((by) => isReplaced(rule, by)));
  // Rules that replace each other in a ring displace nobody.
  if (kept.length > 0) rules = kept;
  const left = rules.filter((rule) => !rules.some((by) => displaces(by, rule)));
  return left.sort((a, b) => compare(strictness(b), strictness(a)) || byName(a, b));
}

const isReplaced = (rule: Rule, by: Rule): boolean =>
  (by.replaces ?? []).includes(rule.code) &&
  !(rule.replaces ?? []).includes(by.code) &&
  by.code !== rule.code;

/** A more specific rule displaces the general one; one for failing something only upwards. */
function displaces(rule: Rule, general: Rule): boolean {
  if (!isMoreSpecific(rule, general)) return false;
  return !asksForLack(rule) || compare(strictness(rule), strictness(general)) >= 0;
}

export function isMoreSpecific(rule: Rule, general: Rule): boolean {
  if (topicOf(rule) !== topicOf(general) || authorityOf(rule) !== authorityOf(general))
    return false;
  const mine = kindsOf(rule);
  const theirs = kindsOf(general);
  if (![...theirs].every((kind) => mine.has(kind))) return false;
  let narrower = mine.size > theirs.size;
  const lists: [(string | number)[], (string | number)[]][] = [
    [rule.when?.origins ?? [], general.when?.origins ?? []],
    [rule.when?.contact_levels ?? [], general.when?.contact_levels ?? []],
  ];
  for (const [first, second] of lists) {
    const ours = new Set(first);
    const other = new Set(second);
    if (other.size > 0 && ![...ours].every((item) => other.has(item))) return false;
    narrower ||= other.size > 0 && ours.size < other.size;
  }
  return narrower;
}

function kindsOf(rule: Rule): Set<string> {
  const asked = rule.when ?? {};
  const kinds: [string, boolean][] = [
    ["origins", (asked.origins ?? []).length > 0],
    [
      "stayed",
      asked.stayed_since != null ||
        asked.stayed_until != null ||
        asked.stayed_within_days != null,
    ],
    ["abroad", asked.from_abroad != null],
    ["arrived", asked.arrived_from != null || asked.arrived_until != null],
    ["levels", (asked.contact_levels ?? []).length > 0],
    ["vaccinated", asked.vaccinated != null],
    ["recovered", asked.recovered != null],
    ["tested", asked.tested != null],
    ["cohort", Boolean(asked.cohort)],
  ];
  return new Set(kinds.filter(([, isAsked]) => isAsked).map(([kind]) => kind));
}

function asksForLack(rule: Rule): boolean {
  const asked = rule.when ?? {};
  return [asked.vaccinated, asked.recovered, asked.tested].some((part) => part?.met === false);
}
