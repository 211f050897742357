import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  birthIn,
  companionOf,
  dayIn,
  emptyPerson,
  emptyVehicle,
  factsOf,
  personOf,
  problemsOf,
  shortOf,
  vehicleOf,
} from "../src/form";
import type { RuleSet } from "../src/mirror";
import { spotSearch } from "../src/places";
import { verdictOf, verdictPayload, worstOf } from "../src/verdict";

const AT = new Date("2021-09-15T02:00:00Z");
const TODAY = "2021-09-15";
const rules = JSON.parse(readFileSync("../vectors/rules.json", "utf8")) as RuleSet;

test("days are read as they are written or typed in figures, and only days that exist", () => {
  expect(["15/9/2021", "15-09-21", "150921", "15092021", "2021-09-15"].map(dayIn)).toEqual(Array(5).fill(TODAY));
  expect(["31/2/2021", "15/13/2021", "hôm qua", "1/1", "", "999999"].map(dayIn)).toEqual(Array(6).fill(""));
});

test("a birth is a day or a year, never after today", () => {
  expect(birthIn("12/5/1990", TODAY)).toEqual({ on: "1990-05-12", year: 1990 });
  expect(birthIn("1962", TODAY)).toEqual({ on: "", year: 1962 });
  expect(birthIn("12/5/62", TODAY)).toEqual({ on: "1962-05-12", year: 1962 });
  expect(birthIn("12/5/2030", TODAY)).toEqual({ on: "", year: null });
});

test("what was not asked is left out, what was answered with no is said", () => {
  const person = emptyPerson();
  expect(factsOf(person, "out", AT)).toEqual({});
  Object.assign(person, { doses: "0", recovered: "no", test: "none" });
  expect(factsOf(person, "out", AT)).toEqual({ vaccinations: [], recovered_on: false, tests: [] });
});

test("doses without a day of the last one stay unknown", () => {
  const person = { ...emptyPerson(), doses: "2" as const };
  expect(factsOf(person, "out", AT)).toEqual({});
  expect(factsOf({ ...person, dose_on: "1/8/2021" }, "out", AT)).toEqual({
    vaccinations: [{ given_on: "2021-08-01", number: 2 }],
  });
});

test("the arrival is told of who comes in only", () => {
  expect(Object.keys(factsOf(emptyPerson(), "in", AT))).toEqual(["arrived_at"]);
});

test("a companion comes by the same road and brings nothing of the body or the papers", () => {
  const driver = { ...emptyPerson("driver"), full_name: "Lê Văn Tám", citizen_id: "096090001123", doses: "2" as const };
  driver.stays = [{ words: "Thành phố Hồ Chí Minh", area: "79/", from: "", until: "14/9/2021" }];
  const companion = companionOf(driver);
  expect(companion).toEqual({ ...emptyPerson("helper"), stays: driver.stays });
  companion.stays[0]!.words = "Cần Thơ";
  expect(driver.stays[0]?.words).toBe("Thành phố Hồ Chí Minh");
});

test("of a person the screen keeps initials and three figures", () => {
  expect(shortOf({ ...emptyPerson(), full_name: " nguyễn  thị Ánh ", citizen_id: "096090001123" })).toBe("N.T.Á ···123");
});

test("a person needs a name and where they come from; wrong days are told at their field", () => {
  expect(problemsOf(emptyPerson(), TODAY)).toEqual({ full_name: "name", stays: "origin" });
  const person = { ...emptyPerson(), full_name: "An", citizen_id: "123", dose_on: "16/9/2021" };
  expect(problemsOf(person, TODAY)).toMatchObject({ citizen_id: "number", dose_on: "day" });
});

test("a person's payload keeps what was said beside what was read", () => {
  const person = { ...emptyPerson(), full_name: "Nguyễn  Văn An", birth: "1990", test: "rapid-negative" as const, test_on: "15/9/2021" };
  expect(personOf(person, "out", AT)).toMatchObject({
    full_name: "Nguyễn Văn An",
    birth_year: 1990,
    birth_on: null,
    test: { kind: "rapid", result: "negative", at: `${TODAY}T00:00:00+07:00` },
  });
});

test("a vehicle of which nothing was written is none; stops are a list", () => {
  expect(vehicleOf(emptyVehicle())).toBeNull();
  expect(vehicleOf({ ...emptyVehicle(), plate: "69C-123.45", stops: "Trạm 1\n\nTrạm 2" })).toMatchObject({
    stops: ["Trạm 1", "Trạm 2"],
  });
});

const decision = (measure: string, undetermined: string[] = []): never =>
  ({ measure, until: null, undetermined, reasons: [] }) as never;

test("an alarm is red, an open question yellow, and the worst of a vehicle stands for all", () => {
  const free = verdictOf({ decision: decision("none"), alarms: [] });
  const open = verdictOf({ decision: decision("centralised_quarantine", ["vaccinations"]), alarms: [] });
  const home = verdictOf({ decision: decision("home_quarantine"), alarms: [] });
  const camp = verdictOf({ decision: decision("centralised_quarantine"), alarms: [] });
  const hot = verdictOf({ decision: decision("none"), alarms: [{ kind: "hot_plate", why: "trốn cách ly" }] });
  expect([free, open, home, camp, hot].map((each) => each.colour)).toEqual(["green", "yellow", "yellow", "red", "red"]);
  expect(worstOf([free, camp, home])).toBe(camp);
  expect(verdictPayload(hot)["reasons"]).toEqual(["hot_plate: trốn cách ly"]);
});

test("without rules on the phone nothing is judged and nobody is waved through in green", () => {
  const verdict = verdictOf({ decision: null, alarms: [] });
  expect([verdict.colour, verdict.isJudged]).toEqual(["yellow", false]);
});

test("places are found without diacritics and by an old name, in the world of the day", () => {
  const before = spotSearch(rules, TODAY);
  expect(before("ho chi")[0]).toMatchObject({ name: "Thành phố Hồ Chí Minh", path: "79/" });
  expect(before("sai gon").length).toBeGreaterThan(0);
  expect(before("quan 7")[0]).toMatchObject({ path: "79/778/", within: "Thành phố Hồ Chí Minh" });
  expect(before("")).toEqual([]);
  expect(before("xyz")).toEqual([]);
});
