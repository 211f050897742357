import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCard } from "./cards";
import { phoneKey, readBirth } from "./identifiers";
import { mayBeSame, nameKeys } from "./names";
import { readPlate } from "./plates";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../vectors/${name}.json`, import.meta.url), "utf8"));

interface CardRow {
  why: string;
  text: string;
  kind: string;
  fields: object;
  warnings: string[];
}
interface Names {
  names: { why: string; one: string; other: string; same: boolean; keys: object }[];
  births: { words: string; on: string | null; year: number | null }[];
  phones: { words: string; key: string }[];
}

describe("cards", () => {
  it.each(read("cards") as CardRow[])("$why", ({ text, kind, fields, warnings }) => {
    expect(readCard(text)).toEqual({ kind, text, fields, warnings });
  });

  it("keep 4,096 signs of a text", () => {
    expect(Array.from(readCard("😀".repeat(5000)).text)).toHaveLength(4096);
  });
});

describe("names", () => {
  const { names, births, phones } = read("names") as Names;

  it.each(names)("$why", ({ one, other, same, keys }) => {
    expect(mayBeSame(one, other)).toBe(same);
    expect(mayBeSame(other, one)).toBe(same);
    expect(nameKeys(one)).toEqual(keys);
  });

  it.each(births)("a birth told as “$words”", ({ words, on, year }) => {
    expect(readBirth(words)).toEqual({ on, year });
  });

  it.each(phones)("a telephone told as “$words”", ({ words, key }) => {
    expect(phoneKey(words)).toBe(key);
  });
});

describe("plates", () => {
  it.each(read("plates") as { text: string; key: string; words: string; kind: string }[])(
    "“$text”",
    ({ text, key, words, kind }) => {
      expect(readPlate(text)).toEqual({ key, words, kind });
    },
  );
});
