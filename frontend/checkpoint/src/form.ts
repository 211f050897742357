/* What is filled in at the post, and the facts that follow from it. No clock, no screen, no store. */

import { type Direction, dayOf, instantWithOffset, type Payload } from "./events";

export type Role = "walker" | "rider" | "driver" | "helper" | "passenger";
export type TestKind = "pcr" | "rapid";

export interface StayDraft {
  words: string;
  area: string;
  from: string;
  until: string;
}

export interface PersonDraft {
  role: Role;
  full_name: string;
  citizen_id: string;
  old_card: string;
  passport: string;
  /** "12/5/1990" or "1990", as typed. */
  birth: string;
  sex: "" | "male" | "female";
  phone: string;
  stays: StayDraft[];
  destination_words: string;
  destination_area: string;
  /** Number of doses; "" when not asked. */
  doses: "" | "0" | "1" | "2" | "3";
  dose_on: string;
  recovered: "" | "no" | "yes";
  recovered_on: string;
  test: "" | "none" | "pcr-negative" | "rapid-negative" | "pcr-positive" | "rapid-positive";
  test_on: string;
  contact: "" | "none" | "1" | "2";
  exposure_on: string;
  pass_id: string;
  declaration_code: string;
  card: string;
}

export interface VehicleDraft {
  plate: string;
  trailer_plate: string;
  kind: "motorbike" | "car" | "truck" | "bus" | "boat" | "other";
  goods: string;
  from: string;
  to: string;
  stops: string;
}

export interface PassageDraft {
  direction: Direction;
  people: PersonDraft[];
  vehicle: VehicleDraft | null;
  slip: string;
  /** When a passage that a slip stands for really happened (ms); null: now. */
  passedAt: number | null;
  /** How many persons the slip counted. */
  slipPeople: number;
  note: string;
  /** What a scanned pass is worth: "" when none was scanned. */
  pass: "" | "valid" | "expired" | "revoked" | "forged";
}

export function emptyPerson(role: Role = "walker"): PersonDraft {
  return {
    role,
    ...{ full_name: "", citizen_id: "", old_card: "", passport: "", birth: "", sex: "", phone: "" },
    stays: [{ words: "", area: "", from: "", until: "" }],
    ...{ destination_words: "", destination_area: "", doses: "", dose_on: "", recovered: "" },
    ...{ recovered_on: "", test: "", test_on: "", contact: "", exposure_on: "" },
    ...{ pass_id: "", declaration_code: "", card: "" },
  };
}

export function emptyVehicle(): VehicleDraft {
  const words = { plate: "", trailer_plate: "", goods: "", from: "", to: "", stops: "" };
  return { ...words, kind: "truck" };
}

export function emptyPassage(direction: Direction): PassageDraft {
  const slip = { slip: "", passedAt: null, slipPeople: 0 };
  return { ...slip, direction, people: [], vehicle: null, note: "", pass: "" };
}

/** The next person of the same family or vehicle: same road, nothing about the body or the papers. */
export function companionOf(person: PersonDraft): PersonDraft {
  const role = person.role === "driver" ? "helper" : person.role;
  return {
    ...emptyPerson(role),
    stays: person.stays.map((stay) => ({ ...stay })),
    destination_words: person.destination_words,
    destination_area: person.destination_area,
  };
}

/** "15/9/2021", "15/9/21", "150921" or "15092021" as "2021-09-15"; "" when it is no day. */
export function dayIn(words: string): string {
  const text = words.trim();
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  const parts =
    /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/.exec(text) ??
    /^(\d\d)(\d\d)(\d{4}|\d{2})$/.exec(text);
  if (!parts) return "";
  const [, day = "", month = "", year = ""] = parts;
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : "";
}

/** A day of birth; two figures of a year mean the last century when they would lie ahead of `today`. */
export function birthIn(words: string, today: string): { on: string; year: number | null } {
  const text = words.trim();
  if (/^(19|20)\d\d$/.test(text)) return { on: "", year: Number(text) };
  let on = dayIn(text);
  if (on > today && !/\d{4}$/.test(text)) on = `19${on.slice(2)}`;
  if (!on || on > today) return { on: "", year: null };
  return { on, year: Number(on.slice(0, 4)) };
}

/** A line of `lachan decide`: what was not asked is left out, which is not the same as "none". */
export function factsOf(person: PersonDraft, direction: Direction, at: Date): Payload {
  const facts: Record<string, Payload[string]> = {};
  const stays = person.stays.filter((stay) => stay.area || stay.words.trim());
  if (stays.length > 0)
    facts["stays"] = stays.map((stay) => ({
      area: stay.area || stay.words.trim(),
      from: dayIn(stay.from) || null,
      until: dayIn(stay.until) || null,
    }));
  if (direction === "in") facts["arrived_at"] = instantWithOffset(at);
  const doseOn = dayIn(person.dose_on);
  if (person.doses === "0") facts["vaccinations"] = [];
  else if (person.doses && doseOn)
    facts["vaccinations"] = [{ given_on: doseOn, number: Number(person.doses) }];
  if (person.recovered === "no") facts["recovered_on"] = false;
  else if (person.recovered === "yes") {
    const recoveredOn = dayIn(person.recovered_on);
    if (recoveredOn) facts["recovered_on"] = recoveredOn;
    else facts["has_recovered"] = true;
  }
  const test = testOf(person);
  if (test) facts["tests"] = [test];
  else if (person.test === "none") facts["tests"] = [];
  if (person.contact === "1" || person.contact === "2") {
    facts["contact_level"] = Number(person.contact);
    const exposureOn = dayIn(person.exposure_on);
    if (exposureOn) facts["last_exposure_at"] = exposureOn;
  }
  return facts;
}

function testOf(person: PersonDraft): Payload | null {
  const [kind, result] = person.test.split("-");
  if (!kind || !result) return null;
  return { kind, result, taken_at: dayIn(person.test_on) || null };
}

/** A person of a passage's payload. */
export function personOf(person: PersonDraft, direction: Direction, at: Date): Payload {
  const birth = birthIn(person.birth, dayOf(at));
  const first = person.stays[0];
  const test = testOf(person);
  const { role, full_name, citizen_id, old_card, passport, sex, phone } = person;
  const { destination_words, destination_area, pass_id, declaration_code, card } = person;
  return {
    ...{ role, citizen_id, old_card, passport, sex, phone },
    full_name: full_name.trim().replace(/\s+/g, " ").normalize("NFC"),
    birth_on: birth.on || null,
    birth_year: birth.year,
    from_words: person.stays.map((stay) => stay.words.trim()).filter(Boolean).join("; "),
    from_area: first?.area ?? "",
    ...{ destination_words, destination_area, pass_id, declaration_code, card },
    facts: factsOf(person, direction, at),
    // The day is what was told; an instant of the protocol is its first moment, as in facts.
    test: test && {
      kind: test["kind"] ?? "",
      result: test["result"] ?? "",
      at: test["taken_at"] ? `${String(test["taken_at"])}T00:00:00+07:00` : null,
    },
  };
}

/** The vehicle of a passage's payload; null when nothing was written of it. */
export function vehicleOf(vehicle: VehicleDraft | null): Payload | null {
  if (!vehicle || ![vehicle.plate, vehicle.trailer_plate, vehicle.goods, vehicle.from, vehicle.to].some(Boolean))
    return null;
  const stops = vehicle.stops
    .split(/[;\n]/)
    .map((stop) => stop.trim())
    .filter(Boolean);
  return { ...vehicle, stops };
}

/** "N.V.A" */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  return words.map((word) => [...word][0]?.toUpperCase() ?? "").join(".");
}

/** What the screen may still show of a person after sealing: "N.V.A ···123". */
export function shortOf(person: PersonDraft): string {
  const initials = initialsOf(person.full_name);
  const number = person.citizen_id || person.old_card || person.passport;
  return [initials, number && `···${number.slice(-3)}`].filter(Boolean).join(" ") || "–";
}

export type Problem = "name" | "number" | "birth" | "origin" | "day" | "plate";

/** What keeps this person from being judged; the fields by name. */
export function problemsOf(person: PersonDraft, today: string): Partial<Record<keyof PersonDraft, Problem>> {
  const found: Partial<Record<keyof PersonDraft, Problem>> = {};
  if (person.full_name.trim().length < 2) found.full_name = "name";
  if (person.citizen_id && !/^\d{12}$/.test(person.citizen_id)) found.citizen_id = "number";
  if (person.birth.trim() && birthIn(person.birth, today).year === null) found.birth = "birth";
  if (!person.stays.some((stay) => stay.area || stay.words.trim())) found.stays = "origin";
  for (const key of ["dose_on", "recovered_on", "test_on", "exposure_on"] as const)
    if (person[key].trim() && (dayIn(person[key]) === "" || dayIn(person[key]) > today))
      found[key] = "day";
  return found;
}
