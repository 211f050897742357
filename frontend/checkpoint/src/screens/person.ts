/* One person: few fields, most of them a tap. */

import { app, type Unfinished } from "../app";
import { button, h } from "../dom";
import { chips, dayField, placeField, textField } from "../fields";
import { companionOf, type PersonDraft, problemsOf, type Role, shortOf } from "../form";
import { spotSearch } from "../places";
import { go, refresh, screen } from "../shell";
import { type Key, t } from "../words";

const ROLES: readonly Role[] = ["walker", "rider", "driver", "helper", "passenger"];
let showsProblems = false;

screen("person", (argument) => {
  const unfinished = app.unfinished ?? app.begin("in");
  if (/^\d+$/.test(argument)) unfinished.index = Number(argument);
  const { draft } = unfinished;
  const person = draft.people[unfinished.index] ?? draft.people[0];
  if (!person) throw new Error("a passage without people");
  const found = showsProblems ? problemsOf(person, app.today()) : {};
  const errorOf = (key: keyof PersonDraft): string =>
    found[key] ? t(`problem_${found[key]}` as Key) : "";
  const put = (change: Partial<PersonDraft>): void => {
    Object.assign(person, change);
    app.keepDraft();
  };
  const choose = (change: Partial<PersonDraft>): void => {
    put(change);
    void refresh();
  };
  return {
    title: t("personTitle", { n: unfinished.index + 1 }),
    back: "home",
    body: [
      slipNote(unfinished),
      people(unfinished),
      chips(
        "direction",
        t("direction"),
        [["in", t("directionIn")], ["out", t("directionOut")]],
        draft.direction,
        (value) => {
          draft.direction = value || "in";
          app.keepDraft();
          void refresh();
        },
        true,
      ),
      ...who(person, put, errorOf),
      ...road(person, put, choose, errorOf),
      ...health(person, put, choose, errorOf),
      ...part(person, choose),
      otherPapers(person, put),
      button(t("addVehicle"), "plain", () => go("vehicle"), "vehicle"),
      button(t("addPerson"), "plain", () => addCompanion(unfinished), "add"),
      draft.people.length > 1 && button(t("removePerson"), "quiet", () => remove(unfinished), "cross"),
    ],
    thumb: [
      h(
        "div",
        { class: "pair is-uneven" },
        button(t("scan"), "plain", () => go("scan/more"), "scan"),
        button(t("judge"), "main", () => judge(unfinished), "check"),
      ),
    ],
  };
});

type Put = (change: Partial<PersonDraft>) => void;
type ErrorOf = (key: keyof PersonDraft) => string;

function slipNote({ draft }: Unfinished): HTMLElement | false {
  if (!draft.slip) return false;
  const words = t("slipPersonOf", { number: draft.slip, n: draft.people.length, total: draft.slipPeople });
  return h("p", { class: "notice", "data-tone": "yellow" }, words);
}

function people({ draft, index }: Unfinished): HTMLElement | false {
  if (draft.people.length < 2) return false;
  const tabs = draft.people.map((person, i) =>
    h(
      "a",
      { class: "chip", href: `#/person/${i}`, "aria-current": i === index ? "true" : undefined },
      `${i + 1}. ${shortOf(person)}`,
    ),
  );
  return h("nav", { class: "chips people-tabs" }, ...tabs);
}

function who(person: PersonDraft, put: Put, errorOf: ErrorOf): HTMLElement[] {
  return [
    textField("full-name", t("fullName"), person.full_name, (full_name) => put({ full_name }), {
      kind: "name",
      isRequired: true,
      error: errorOf("full_name"),
    }),
    textField("citizen-id", t("citizenId"), person.citizen_id, (text) => put({ citizen_id: text.replace(/\s/g, "") }), {
      kind: "number",
      error: errorOf("citizen_id"),
    }),
    h(
      "div",
      { class: "two" },
      textField("birth", t("birth"), person.birth, (birth) => put({ birth }), {
        kind: "number",
        error: errorOf("birth"),
      }),
      textField("phone", t("phone"), person.phone, (phone) => put({ phone }), { kind: "tel" }),
    ),
  ];
}

function part(person: PersonDraft, choose: Put): HTMLElement[] {
  return [
    chips("sex", t("sex"), [["male", t("male")], ["female", t("female")]], person.sex, (sex) => choose({ sex })),
    chips(
      "role",
      t("role"),
      ROLES.map((role) => [role, t(role)] as const),
      person.role,
      (role) => choose({ role: role || "walker" }),
      true,
    ),
  ];
}

function road(person: PersonDraft, put: Put, choose: Put, errorOf: ErrorOf): HTMLElement[] {
  const kept = app.rules;
  const spots = kept ? spotSearch(kept.rules, app.today(), kept.places) : () => [];
  const goals = kept ? spotSearch(kept.rules, app.today(), kept.places, kept.province) : () => [];
  const stays = person.stays.flatMap((stay, i) => {
    const now = app.now();
    const change = (each: Partial<typeof stay>): void => {
      Object.assign(stay, each);
      put({});
    };
    const since = dayField(`stay-from-${i}`, t("stayedFrom"), stay.from, (from) => change({ from }), now);
    const until = dayField(`stay-until-${i}`, t("leftOn"), stay.until, (text) => change({ until: text }), now, {
      hint: t("leftHint"),
    });
    const place = placeField(
      `from-${i}`,
      t("fromWhere"),
      stay,
      spots,
      (words, area) => change({ words, area }),
      i === 0 ? { isRequired: true, error: errorOf("stays") } : {},
    );
    return [place, h("div", { class: "two" }, since, until)];
  });
  const another = { words: "", area: "", from: "", until: "" };
  return [
    ...stays,
    button(t("addStay"), "quiet", () => choose({ stays: [...person.stays, another] }), "add"),
    placeField(
      "to",
      t("toWhere"),
      { words: person.destination_words, area: person.destination_area },
      goals,
      (destination_words, destination_area) => put({ destination_words, destination_area }),
    ),
  ];
}

function health(person: PersonDraft, put: Put, choose: Put, errorOf: ErrorOf): (HTMLElement | false)[] {
  const day = (
    key: "dose_on" | "recovered_on" | "test_on" | "exposure_on",
    label: Key,
    daysBack: readonly number[] = [],
  ): HTMLElement =>
    dayField(
      key,
      t(label),
      person[key],
      (text, isWhole) => (isWhole ? choose : put)({ [key]: text }),
      app.now(),
      { daysBack, error: errorOf(key) },
    );
  const hasTest = person.test !== "" && person.test !== "none";
  return [
    chips(
      "doses",
      t("vaccinated"),
      [["0", t("dosesNone")], ["1", t("dosesN", { n: 1 })], ["2", t("dosesN", { n: 2 })], ["3", t("dosesMore")]],
      person.doses,
      (doses) => choose({ doses }),
    ),
    ["1", "2", "3"].includes(person.doses) && day("dose_on", "doseOn"),
    chips(
      "test",
      t("tested"),
      [
        ["none", t("testNone")],
        ["pcr-negative", t("testPcrNegative")],
        ["rapid-negative", t("testRapidNegative")],
        ["pcr-positive", t("testPcrPositive")],
        ["rapid-positive", t("testRapidPositive")],
      ],
      person.test,
      (test) => choose({ test }),
    ),
    hasTest && day("test_on", "testOn", [0, 1, 2, 3]),
    chips(
      "recovered",
      t("recovered"),
      [["no", t("no")], ["yes", t("yes")]],
      person.recovered,
      (recovered) => choose({ recovered }),
    ),
    person.recovered === "yes" && day("recovered_on", "recoveredOn"),
    chips(
      "contact",
      t("contact"),
      [["none", t("contactNone")], ["1", t("contactF1")], ["2", t("contactF2")]],
      person.contact,
      (contact) => choose({ contact }),
    ),
    ["1", "2"].includes(person.contact) && day("exposure_on", "exposureOn", [0, 1, 2, 3]),
  ];
}

function otherPapers(person: PersonDraft, put: Put): HTMLElement {
  return h(
    "details",
    { class: "fold", open: Boolean(person.old_card || person.passport) },
    h("summary", {}, t("otherPapers")),
    textField("old-card", t("oldCard"), person.old_card, (old_card) => put({ old_card }), { kind: "number" }),
    textField("passport", t("passport"), person.passport, (passport) => put({ passport }), { kind: "plate" }),
  );
}

function addCompanion(unfinished: Unfinished): void {
  const { draft, index } = unfinished;
  const person = draft.people[index];
  if (!person) return;
  draft.people.push(companionOf(person));
  unfinished.index = draft.people.length - 1;
  app.keepDraft();
  go(`person/${unfinished.index}`);
}

function remove(unfinished: Unfinished): void {
  unfinished.draft.people.splice(unfinished.index, 1);
  unfinished.index = Math.max(0, unfinished.index - 1);
  app.keepDraft();
  go(`person/${unfinished.index}`);
}

function judge(unfinished: Unfinished): void {
  const wrong = unfinished.draft.people.findIndex(
    (person) => Object.keys(problemsOf(person, app.today())).length > 0,
  );
  showsProblems = wrong >= 0;
  if (wrong < 0) return go("verdict");
  unfinished.index = wrong;
  go(`person/${wrong}`);
  void refresh().then(() => {
    const first = document.querySelector<HTMLElement>("[aria-invalid]");
    first?.scrollIntoView({ block: "center" });
    first?.focus();
  });
}
