// What a person must do by the rules, from when until when, and why: as
// lachan/policies/rules/decide.py, where the order is explained. vectors/decide.json holds both to it.

import { Atlas } from "./areas";
import { dayOfInstant, dayText, instantOf } from "./days";
import { type Atom, type Check, isMet, Person } from "./meeting";
import { compare, holding, isMoreSpecific, nameOf, strictness } from "./ranking";
import type { Count, Decision, Facts, Rule, RuleSet } from "./rules";

export type { Decision, Facts, Reason, RuleSet } from "./rules";

// Beyond so many open questions (2^n ways) all of them are named instead of tried.
const mostQuestions = 10;

type Answers = Map<string, boolean>;

interface Case {
  rule: Rule;
  checks: Check[];
  since: number | null;
  until: number | null;
  testDays: number[];
  then: Decision["then"];
  missing: string[];
}

/** The measure for one person, as known at `at` (ISO instant or milliseconds). */
export function decide(facts: Facts, ruleset: RuleSet, at: string | number): Decision {
  const { atlas, rules } = prepared(ruleset);
  const instant = typeof at === "number" ? at : instantOf(at);
  const person = new Person(facts, atlas, instant);
  const cases = latest(rules.filter((rule) => isInForce(rule, person)))
    .map((rule) => caseOf(rule, person))
    .filter((found) => found !== null);
  const applying = cases.filter(
    (found) => !found.checks.some((check) => isMet(check) === false) && !found.rule.when?.cohort,
  );
  const atoms = new Map<string, Atom>();
  for (const found of applying)
    for (const check of found.checks)
      if (check.atom.truth === null && !atoms.has(check.atom.key))
        atoms.set(check.atom.key, check.atom);
  if (atoms.size > mostQuestions) return ofAll(applying, atoms, cases);
  const outcomes = answersTo([...atoms.values()]).map((answers) => ({
    answers,
    outcome: outcomeOf(applying, answers),
  }));
  const strictest = outcomes.map((row) => row.outcome).reduce((a, b) => (heavier(b, a) ? b : a));
  const missing = thatMatter(outcomes, atoms);
  for (const name of strictest[0]?.missing ?? []) missing.add(name);
  return decisionOf(strictest, [...missing].sort(), cases);
}

const kept = new WeakMap<RuleSet, { atlas: Atlas; rules: Rule[] }>();

function prepared(ruleset: RuleSet) {
  let found = kept.get(ruleset);
  if (!found) {
    const path = ruleset.path ?? "";
    const rules = (ruleset.rules ?? [])
      .filter((rule) => path.startsWith(rule.territory ?? ""))
      .sort((a, b) => compare([a.code], [b.code]) || a.version - b.version);
    found = { atlas: new Atlas(ruleset), rules };
    kept.set(ruleset, found);
  }
  return found;
}

function isInForce(rule: Rule, person: Person): boolean {
  const event = person.reference(rule.topic ?? "arrival");
  const from = instantOf(rule.valid_from);
  const since = rule.reaches_back_to ? Math.min(instantOf(rule.reaches_back_to), from) : from;
  return (
    from <= person.at &&
    since <= event &&
    (!rule.valid_until || event < instantOf(rule.valid_until))
  );
}

/** Of each rule its highest version; the rules come in the order of their versions. */
const latest = (rules: Rule[]): Rule[] => [
  ...new Map(rules.map((rule) => [rule.code, rule])).values(),
];

const dayOf = (zero: number, count: Count, number: number): number =>
  zero + number - count.first_day;
const atStart: Count = { zero: "measure_start", first_day: 1 };

/** The rule with its days for this person; null where its days are over before they begin. */
function caseOf(rule: Rule, person: Person): Case | null {
  const checks = person.checks(rule);
  const since = startOf(rule, person);
  const days = rule.days ?? null;
  const count = rule.count ?? atStart;
  const testCount = rule.test_count ?? atStart;
  const missing = new Set<string>();
  let until: number | null = null;
  if (days !== null) {
    const [zero, name] = zeroOf(rule, count, person, since);
    if (zero === null) missing.add(name);
    else until = dayOf(zero, count, days);
  }
  if (since !== null && until !== null && until < since) return null;
  const then: Decision["then"] = [];
  let end = until;
  for (const phase of rule.then ?? []) {
    const first = end === null ? null : end + 1;
    end = end === null || phase.days == null ? null : end + phase.days;
    then.push({ measure: phase.measure, from: textOf(first), until: textOf(end) });
  }
  const numbers = rule.test_days ?? [];
  const testDays = new Set<number>();
  if (numbers.length > 0) {
    const [zero, name] = zeroOf(rule, testCount, person, since);
    if (zero === null) missing.add(name);
    else for (const number of numbers) testDays.add(dayOf(zero, testCount, number));
  }
  return {
    ...{ rule, checks, since, until, then },
    testDays: [...testDays].sort((a, b) => a - b),
    missing: [...missing].filter((name) => name).sort(),
  };
}

const textOf = (day: number | null): string | null => (day === null ? null : dayText(day));

/** The first day: as told, else the event's, else the rule's where it reaches back. */
function startOf(rule: Rule, person: Person): number | null {
  if (person.startedOn !== null) return person.startedOn;
  const event = person.event(rule.topic ?? "arrival");
  return event === null ? null : dayOfInstant(Math.max(event, instantOf(rule.valid_from)));
}

/** The day from which days are counted, and the fact that is missing where there is none. */
function zeroOf(
  rule: Rule,
  count: Count,
  person: Person,
  start: number | null,
): [number | null, string] {
  switch (count.zero) {
    case "measure_start":
      return [start, rule.topic === "contact" ? "last_exposure_at" : "arrived_at"];
    case "left_area":
      // Stays that are told but not recognised are asked for by the rule's own check.
      return [person.leftOn(rule), person.hasStays ? "" : "stays"];
    case "last_exposure":
      return [person.exposure === null ? null : dayOfInstant(person.exposure), "last_exposure_at"];
    case "arrival":
      return [person.arrival === null ? null : dayOfInstant(person.arrival), "arrived_at"];
  }
}

/** Every way in which the open questions may be answered without contradiction. */
function answersTo(atoms: Atom[]): Answers[] {
  const found: Answers[] = [];
  for (let bits = 0; bits < 1 << atoms.length; bits++) {
    const yes = atoms.filter((_, i) => (bits >> i) & 1);
    const no = atoms.filter((_, i) => !((bits >> i) & 1));
    if (yes.some((a) => no.some((b) => implies(a, b))) || !isOneLevel(yes, no)) continue;
    found.push(new Map(atoms.map((atom, i) => [atom.key, Boolean((bits >> i) & 1)])));
  }
  return found;
}

/** Whether whoever meets a also meets b: fresher, more doses. */
function implies(a: Atom, b: Atom): boolean {
  if (a.family !== b.family || a.terms[0] !== b.terms[0]) return false;
  const [x, y] = [a.terms as number[], b.terms as number[]];
  switch (a.family) {
    case "vaccinations":
      return x[1]! >= y[1]! && x[2]! >= y[2]! && isAtMost(a.terms[3], b.terms[3]);
    case "recovered_on":
      return isAtMost(a.terms[1], b.terms[1]);
    case "tests":
      return (
        isAtMost(a.terms[1], b.terms[1]) &&
        a.terms[2] === b.terms[2] &&
        (b.terms[3] === "" || b.terms[3] === a.terms[3])
      );
    default:
      return false;
  }
}

const isAtMost = (a: unknown, b: unknown): boolean =>
  b === null || (a !== null && (a as number) <= (b as number));

/** Whether one contact level gives all these answers; no level at all gives only noes. */
function isOneLevel(yes: Atom[], no: Atom[]): boolean {
  const met = yes.filter((atom) => atom.levels && atom.levels.length > 0);
  const unmet = no.filter((atom) => atom.levels);
  if (met.length === 0) return true;
  if (unmet.some((atom) => atom.levels!.length === 0)) return false;
  return met[0]!.levels!.some(
    (level) =>
      met.every((atom) => atom.levels!.includes(level)) &&
      !unmet.some((atom) => atom.levels!.includes(level)),
  );
}

/** The rules that hold under these answers, the deciding one first. */
function outcomeOf(cases: Case[], answers: Answers): Case[] {
  const met = new Map(
    cases
      .filter((found) =>
        found.checks.every(
          ({ atom, wanted }) =>
            (atom.truth === null ? answers.get(atom.key) : atom.truth) === wanted,
        ),
      )
      .map((found) => [nameOf(found.rule), found]),
  );
  return holding([...met.values()].map((found) => found.rule)).map(
    (rule) => met.get(nameOf(rule))!,
  );
}

/** What the person would notice. */
function told(outcome: Case[]): string {
  const found = outcome[0];
  if (!found) return JSON.stringify(["none", null, null, [], [], "person"]);
  const { rule, since, until, testDays, then } = found;
  return JSON.stringify([rule.measure, since, until, testDays, then, rule.who ?? "person"]);
}

function heavier(a: Case[], b: Case[]): boolean {
  if (!a[0] || !b[0]) return a.length > b.length;
  const byStrictness = compare(strictness(a[0].rule), strictness(b[0].rule));
  if (byStrictness !== 0) return byStrictness > 0;
  const byEnd = compare([textOf(a[0].until) ?? ""], [textOf(b[0].until) ?? ""]);
  if (byEnd !== 0) return byEnd > 0;
  const names = (outcome: Case[]) => outcome.map((found) => nameOf(found.rule));
  return compare(names(a), names(b)) > 0;
}

// Answers within one of these families hang together: they are one fact.
const oneFact = new Set(["vaccinations", "recovered_on", "tests", "contact_level"]);

/** The missing facts of which two answers, all else equal, give different outcomes. */
function thatMatter(
  outcomes: { answers: Answers; outcome: Case[] }[],
  atoms: Map<string, Atom>,
): Set<string> {
  const missing = new Set<string>();
  const families = new Map<string, string[]>();
  for (const atom of atoms.values()) {
    const family = oneFact.has(atom.family) ? atom.family : atom.key;
    families.set(family, [...(families.get(family) ?? []), atom.key]);
  }
  for (const keys of families.values()) {
    const seen = new Map<string, string>();
    const differs = outcomes.some(({ answers, outcome }) => {
      const others = [...answers].filter(([key]) => !keys.includes(key)).join();
      const before = seen.get(others);
      seen.set(others, before ?? told(outcome));
      return before !== undefined && before !== told(outcome);
    });
    if (differs)
      for (const key of keys) for (const name of atoms.get(key)!.missing) missing.add(name);
  }
  return missing;
}

/** The safe answer where too much is open: the strictest of all, and all that is missing. */
function ofAll(applying: Case[], atoms: Map<string, Atom>, cases: Case[]): Decision {
  const strictest = applying.reduce((a, b) => {
    const order =
      compare(strictness(b.rule), strictness(a.rule)) ||
      compare([nameOf(b.rule)], [nameOf(a.rule)]);
    return order > 0 ? b : a;
  });
  const missing = new Set([...atoms.values()].flatMap((atom) => atom.missing));
  for (const name of strictest.missing) missing.add(name);
  return decisionOf([strictest], [...missing].sort(), cases);
}

const wordsOf = (rule: Rule): string => rule.source.words || rule.title;
const reasonOf = (rule: Rule) => ({
  rule: nameOf(rule),
  clause: rule.source.clause ?? "",
  words: wordsOf(rule),
});

function decisionOf(outcome: Case[], undetermined: string[], cases: Case[]): Decision {
  const found = outcome[0];
  return {
    measure: found?.rule.measure ?? "none",
    from: textOf(found?.since ?? null),
    until: textOf(found?.until ?? null),
    test_days: (found?.testDays ?? []).map(dayText),
    reasons: outcome.map((held) => reasonOf(held.rule)),
    undetermined,
    then: found?.then ?? [],
    who: found?.rule.who ?? "person",
    not_met: found ? notMet(found, cases) : [],
  };
}

/** Milder rules that would hold instead, were the person vaccinated, recovered, tested … */
function notMet(deciding: Case, cases: Case[]): Decision["not_met"] {
  const found: Decision["not_met"] = [];
  for (const { rule, checks } of cases) {
    if (!isMoreSpecific(rule, deciding.rule)) continue;
    if (compare(strictness(rule), strictness(deciding.rule)) >= 0) continue;
    const unmet = checks.filter((check) => isMet(check) === false);
    if (unmet.some((check) => check.unmet === null || !check.wanted)) continue;
    const why = unmet[0]?.unmet ?? (rule.when?.cohort ? "cohort" : null);
    if (why !== null) found.push({ ...reasonOf(rule), why });
  }
  return found;
}
