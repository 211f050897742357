import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decide, type Facts, type RuleSet } from "./decide";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../vectors/${name}`, import.meta.url), "utf8"));
const rules = read("rules.json") as RuleSet;
const rows = read("decide.json") as {
  at: string;
  why: string;
  facts: Facts;
  expected: unknown;
}[];

describe("the examples shared with the server", () => {
  it.each(rows)("$why", ({ at, facts, expected }) => {
    expect(JSON.stringify(decide(facts, rules, at))).toBe(JSON.stringify(expected));
  });

  it("give the same whatever the order of the rules", () => {
    const turned = { ...rules, rules: [...rules.rules!].reverse() };
    for (const { at, facts, expected } of rows)
      expect(decide(facts, turned, at)).toEqual(expected);
  });
});
