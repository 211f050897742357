// The shape of exported rules and of a line of facts: docs/formats.md, lachan/policies/rules/ruleset.py.

export type Measure =
  | "none"
  | "declare"
  | "test"
  | "health_monitoring"
  | "home_quarantine"
  | "centralised_quarantine";
export type Topic = "contact" | "entry" | "arrival";
export type ZeroEvent = "arrival" | "last_exposure" | "left_area" | "measure_start";

export interface Count {
  zero: ZeroEvent;
  first_day: number;
}
export interface Conditions {
  origins?: string[];
  stayed_since?: string | null;
  stayed_until?: string | null;
  stayed_within_days?: number | null;
  arrived_from?: string | null;
  arrived_until?: string | null;
  from_abroad?: boolean | null;
  contact_levels?: number[];
  vaccinated?: { doses?: number; min_days?: number; max_days?: number | null; met?: boolean } | null;
  recovered?: { within_days?: number | null; met?: boolean } | null;
  tested?: {
    max_hours?: number | null;
    counted_from?: string;
    kind?: string;
    met?: boolean;
  } | null;
  cohort?: string;
}
export interface Rule {
  code: string;
  version: number;
  title: string;
  valid_from: string;
  measure: Measure;
  source: { document: string; clause?: string; words?: string };
  valid_until?: string | null;
  reaches_back_to?: string | null;
  territory?: string;
  authority?: "ministry" | "province";
  topic?: Topic;
  when?: Conditions;
  days?: number | null;
  count?: Count;
  then?: { measure: Measure; days?: number | null }[];
  test_days?: number[];
  test_count?: Count;
  who?: "person" | "household";
  replaces?: string[];
}
export interface Area {
  key: string;
  name: string;
  names?: string[];
  before?: string[];
  after?: string[];
}
export interface Province {
  path: string;
  name: string;
  world: string;
  names?: string[];
}
export interface RuleSet {
  format: number;
  rules?: Rule[];
  areas?: Area[];
  provinces?: Province[];
  path?: string;
  as_of?: string | null;
  version?: string;
}

/** One person's facts; left out or null is unknown, an empty list is "none". */
export interface Facts {
  stays?: { area: string; from?: string | null; until?: string | null }[] | null;
  arrived_at?: string | null;
  vaccinations?: (string | { given_on: string; number?: number | null; product?: string })[] | null;
  recovered_on?: string | false | null;
  has_recovered?: boolean | null;
  tests?:
    | {
        kind: string;
        result: string;
        taken_at?: string | null;
        result_at?: string | null;
        ct?: number | null;
      }[]
    | null;
  contact_level?: number | null;
  last_exposure_at?: string | null;
  measure_started_on?: string | null;
}

export interface Reason {
  rule: string;
  clause: string;
  words: string;
}
export interface Decision {
  measure: Measure;
  from: string | null;
  until: string | null;
  test_days: string[];
  reasons: Reason[];
  undetermined: string[];
  then: { measure: Measure; from: string | null; until: string | null }[];
  who: "person" | "household";
  not_met: (Reason & { why: string })[];
}
