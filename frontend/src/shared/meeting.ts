// Whether one person meets one rule's conditions: as lachan/policies/rules/meeting.py.

import { Atlas, isWithin } from "./areas";
import { dayOf, dayOfInstant, instantOf } from "./days";
import type { Conditions, Facts, Rule, Topic } from "./rules";

export type Truth = boolean | null;

/** One question about a person; `truth` null: `missing` says which facts would tell. */
export interface Atom {
  key: string;
  family: string;
  /** What decides whether one answer follows from another: see `follows` in decide.ts. */
  terms: (string | number | null)[];
  levels?: number[];
  truth: Truth;
  missing: string[];
}
export interface Check {
  atom: Atom;
  wanted: boolean;
  unmet: string | null;
}
interface Stay {
  area: string;
  since: number | null;
  until: number | null;
}
interface Dose {
  day: number;
  number: number;
}
interface Test {
  kind: string;
  result: string;
  taken: number | null;
  known: number | null;
}

const hour = 3_600_000;
const list = <T>(values: T[] | undefined): T[] => values ?? [];
const optional = (words: string | null | undefined): number | null =>
  words ? instantOf(words) : null;
const optionalDay = (words: string | null | undefined): number | null =>
  words ? dayOf(words) : null;

export const isMet = (check: Check): Truth =>
  check.atom.truth === null ? null : check.atom.truth === check.wanted;

/** Whether the rule has any condition on where the person was. */
export function asksOfStays(asked: Conditions): boolean {
  return (
    list(asked.origins).length > 0 ||
    asked.stayed_since != null ||
    asked.stayed_until != null ||
    asked.stayed_within_days != null ||
    asked.from_abroad != null
  );
}

/** One person's facts, and what is worked out of them once for all rules. */
export class Person {
  readonly arrival: number | null;
  readonly exposure: number | null;
  readonly startedOn: number | null;
  readonly #stays: Stay[] | null;
  readonly #doses: Dose[] | null;
  readonly #tests: Test[] | null;
  readonly #recovered: number | null;
  readonly #hasRecovered: boolean | null;
  readonly #level: number | null;
  readonly #atoms = new Map<string, Atom>();

  constructor(
    facts: Facts,
    private readonly atlas: Atlas,
    readonly at: number,
  ) {
    this.arrival = optional(facts.arrived_at);
    this.exposure = optional(facts.last_exposure_at);
    this.startedOn = optionalDay(facts.measure_started_on);
    this.#stays =
      facts.stays?.map((stay) => ({
        area: stay.area,
        since: optionalDay(stay.from),
        until: optionalDay(stay.until),
      })) ?? null;
    this.#doses =
      facts.vaccinations?.map((dose) =>
        typeof dose === "string"
          ? { day: dayOf(dose), number: 0 }
          : { day: dayOf(dose.given_on), number: dose.number ?? 0 },
      ) ?? null;
    this.#tests =
      facts.tests?.map((test) => ({
        kind: test.kind,
        result: test.result,
        taken: optional(test.taken_at),
        known: optional(test.result_at),
      })) ?? null;
    this.#recovered = facts.recovered_on ? dayOf(facts.recovered_on) : null;
    this.#hasRecovered = facts.recovered_on === false ? false : (facts.has_recovered ?? null);
    this.#level = facts.contact_level ?? null;
  }

  /** Whether anything is told about stays. */
  get hasStays(): boolean {
    return this.#stays !== null;
  }

  event(topic: Topic): number | null {
    return topic === "contact" ? this.exposure : this.arrival;
  }

  /** The event, or the instant of deciding where it is not known. */
  reference(topic: Topic): number {
    return this.event(topic) ?? this.at;
  }

  checks(rule: Rule): Check[] {
    const asked = rule.when ?? {};
    const topic = rule.topic ?? "arrival";
    const reference = this.reference(topic);
    const found: Check[] = [];
    const add = (atom: Atom, wanted = true, unmet: string | null = null) =>
      found.push({ atom, wanted, unmet });
    if (topic === "contact" || list(asked.contact_levels).length > 0)
      add(this.#contact(list(asked.contact_levels)));
    if (asksOfStays(asked)) add(this.#stayed(asked));
    else if (topic !== "contact") add(this.#came());
    if (asked.arrived_from || asked.arrived_until)
      add(this.#arrived(asked.arrived_from ?? null, asked.arrived_until ?? null));
    if (asked.vaccinated)
      add(
        this.#vaccinated(asked.vaccinated, dayOfInstant(reference)),
        asked.vaccinated.met ?? true,
        "not_vaccinated",
      );
    if (asked.recovered)
      add(
        this.#recoveredWithin(asked.recovered.within_days ?? null, dayOfInstant(reference)),
        asked.recovered.met ?? true,
        "not_recovered",
      );
    if (asked.tested)
      add(this.#tested(asked.tested, reference), asked.tested.met ?? true, "no_negative_test");
    return found;
  }

  /** The last day in an area that the rule names. */
  leftOn(rule: Rule): number | null {
    const days = (this.#stays ?? [])
      .filter((stay, i) => this.#stayFits(rule.when ?? {}, i, stay)[0])
      .map((stay) => this.#lastDay(stay));
    return days.length > 0 ? Math.max(...days) : null;
  }

  #lastDay(stay: Stay): number {
    return stay.until ?? dayOfInstant(this.reference("arrival"));
  }

  #kept(family: string, terms: Atom["terms"], truth: Truth, ...missing: string[]): Atom {
    const key = JSON.stringify([family, ...terms]);
    const known = this.#atoms.get(key);
    if (known) return known;
    const atom = { key, family, terms, truth, missing: truth === null ? missing : [] };
    this.#atoms.set(key, atom);
    return atom;
  }

  #contact(levels: number[]): Atom {
    const sorted = [...levels].sort((a, b) => a - b);
    let truth: Truth;
    // Nobody asks a traveller for a contact level: it is unknown only after an exposure.
    if (this.#level === null) truth = this.exposure === null ? false : null;
    else truth = levels.length === 0 || levels.includes(this.#level);
    const atom = this.#kept("contact_level", [sorted.join()], truth, "contact_level");
    atom.levels = sorted;
    return atom;
  }

  #came(): Atom {
    if (this.arrival !== null || (this.#stays ?? []).length > 0)
      return this.#kept("came", [], true);
    return this.#kept("came", [], this.#stays === null ? null : false, "arrived_at");
  }

  #arrived(from: string | null, until: string | null): Atom {
    const since = optional(from);
    const end = optional(until);
    if (this.arrival === null) return this.#kept("arrived_at", [since, end], null, "arrived_at");
    const isIn = (since === null || this.arrival >= since) && (end === null || this.arrival < end);
    return this.#kept("arrived_at", [since, end], isIn);
  }

  #stayed(asked: Conditions): Atom {
    const terms = [
      [...list(asked.origins)].sort().join(),
      asked.stayed_since ?? null,
      asked.stayed_until ?? null,
      asked.stayed_within_days ?? null,
      asked.from_abroad == null ? null : String(asked.from_abroad),
    ];
    if (this.#stays === null) return this.#kept("stays", terms, null, "stays");
    const missing: string[] = [];
    for (const [i, stay] of this.#stays.entries()) {
      const [fits, what] = this.#stayFits(asked, i, stay);
      if (fits) return this.#kept("stays", terms, true);
      if (fits === null) missing.push(what);
    }
    return this.#kept("stays", terms, missing.length > 0 ? null : false, ...missing);
  }

  #stayFits(asked: Conditions, i: number, stay: Stay): [Truth, string] {
    const last = this.#lastDay(stay);
    const arrived = dayOfInstant(this.reference("arrival"));
    if (asked.stayed_since && last < dayOf(asked.stayed_since)) return [false, ""];
    if (asked.stayed_within_days != null && last < arrived - asked.stayed_within_days)
      return [false, ""];
    let begun: Truth = true;
    if (asked.stayed_until) {
      const end = dayOf(asked.stayed_until);
      if (last > end) begun = stay.since === null ? null : stay.since <= end;
    }
    if (begun === false) return [false, ""];
    const there = this.#isThere(asked, stay, last);
    if (there === null) return [null, `stays[${i}].area`];
    if (there && begun === null) return [null, `stays[${i}].from`];
    return [there, ""];
  }

  #isThere(asked: Conditions, stay: Stay, last: number): Truth {
    const origins = list(asked.origins);
    const fromAbroad = asked.from_abroad ?? null;
    if (fromAbroad === null && origins.length === 0) return true;
    const place = this.atlas.place(stay.area, last);
    if (place === null) return null;
    if (fromAbroad !== null && (place.world === "abroad") !== fromAbroad) return false;
    if (origins.length === 0) return true;
    const answers = origins
      .map((key) => this.atlas.areas.get(key))
      .filter((area) => area !== undefined)
      .map((area) => isWithin(place, area));
    if (answers.includes(true)) return true;
    return answers.includes(null) ? null : false;
  }

  #vaccinated(asked: NonNullable<Conditions["vaccinated"]>, day: number): Atom {
    const doses = asked.doses ?? 2;
    const min = asked.min_days ?? 14;
    const max = asked.max_days ?? null;
    const terms = [day, doses, min, max];
    if (this.#doses === null) return this.#kept("vaccinations", terms, null, "vaccinations");
    const given = this.#doses.filter((dose) => dose.day <= day);
    const old = given.filter((dose) => dose.day <= day - min);
    const number = Math.max(old.length, ...old.map((dose) => dose.number));
    const isFresh = max === null || given.some((dose) => dose.day >= day - max);
    return this.#kept("vaccinations", terms, number >= doses && isFresh);
  }

  #recoveredWithin(within: number | null, day: number): Atom {
    const terms = [day, within];
    if (this.#hasRecovered === false) return this.#kept("recovered_on", terms, false);
    if (this.#recovered === null) {
      if (this.#hasRecovered && within === null) return this.#kept("recovered_on", terms, true);
      return this.#kept("recovered_on", terms, null, "recovered_on");
    }
    const isFresh = within === null || this.#recovered >= day - within;
    return this.#kept("recovered_on", terms, this.#recovered <= day && isFresh);
  }

  #tested(asked: NonNullable<Conditions["tested"]>, reference: number): Atom {
    const max = asked.max_hours === undefined ? 72 : asked.max_hours;
    const from = asked.counted_from ?? "result";
    const kind = asked.kind ?? "";
    const terms = [reference, max, from, kind];
    if (this.#tests === null) return this.#kept("tests", terms, null, "tests");
    const missing: string[] = [];
    for (const [i, test] of this.#tests.entries()) {
      if (test.result !== "negative" || (kind && test.kind !== kind)) continue;
      let fits = isFresh(test, max, from, reference);
      if (fits !== false && this.#isOvertaken(test)) fits = false;
      if (fits) return this.#kept("tests", terms, true);
      if (fits === null) missing.push(`tests[${i}].${from}_at`);
    }
    return this.#kept("tests", terms, missing.length > 0 ? null : false, ...missing);
  }

  /** Whether a positive result came with or after it, or at an hour that nobody knows. */
  #isOvertaken(negative: Test): boolean {
    const mine = negative.taken ?? negative.known;
    return (this.#tests ?? []).some((test) => {
      if (test.result !== "positive") return false;
      const theirs = test.taken ?? test.known;
      return mine === null || theirs === null || theirs >= mine;
    });
  }
}

function isFresh(test: Test, max: number | null, from: string, reference: number): Truth {
  if (max === null) return true;
  const oldest = reference - max * hour;
  if (from === "taken") {
    // Sampling comes before the result: an old result is an older sample.
    if (test.taken === null) return test.known !== null && test.known < oldest ? false : null;
    return test.taken >= oldest;
  }
  if (test.known === null) return test.taken !== null && test.taken >= oldest ? true : null;
  return test.known >= oldest;
}
