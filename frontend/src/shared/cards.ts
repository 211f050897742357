// One reader for whatever is scanned: as lachan/people/rules/cards.py. Never throws; what a code
// says is a claim, and proves nothing about who holds it.

import { citizenDoubts, phoneKey, readBirth } from "./identifiers";
import { folded, hasHidden, shown } from "./names";

export type CardKind =
  | "citizen"
  | "health"
  | "insurance"
  | "passport"
  | "number"
  | "code"
  | "pass"
  | "unknown";
export type CardField =
  | "citizen_id"
  | "old_card"
  | "passport"
  | "insurance_id"
  | "number_masked"
  | "full_name"
  | "birth_on"
  | "birth_year"
  | "sex"
  | "residence"
  | "nationality"
  | "issued_on"
  | "phone"
  | "declared_by"
  | "qid"
  | "extension"
  | "code"
  | "more";
type Fields = Partial<Record<CardField, string>>;
export interface Card {
  kind: CardKind;
  text: string;
  fields: Fields;
  /** Codes of doubts; never a ground to refuse. */
  warnings: string[];
}
interface Found {
  kind: CardKind;
  fields: Fields;
  warnings: string[];
}

const longest = 4096;
const citizenNumber = /^[0-9]{12}$/;
const oldCard = /^[0-9]{9}$/;
const passportNumber = /^[A-Z]{1,2}[0-9]{6,8}$/;
const eightDigits = /^[0-9]{8}$/;
const insuranceNumber = /^(?:[A-Z]{2}[0-9]{13}|[0-9]{10})$/;
const hex = /^(?:[0-9a-fA-F]{2})+$/;
const place = /^(?:https?:\/\/[^ \t\r\n]{1,200}\/)?([34679ACDEFGHJKMNPQRTWXY]{6})\/?$/i;
const passportZone = /^P[A-Z<][A-Z]{3}[A-Z<]{39}[A-Z0-9<]{44}$/;
const cardZone = /^I[A-Z<]VNM[A-Z0-9<]{85}$/;

const sexOf = (words: string): string =>
  ({ nam: "male", nu: "female" })[folded(words) as "nam" | "nu"] ?? "";
const joined = (parts: string[]): string => parts.join("|").replace(/^[| ]+|[| ]+$/g, "");

export function readCard(scanned: string): Card {
  const text =
    scanned.length > longest ? Array.from(scanned).slice(0, longest).join("") : scanned;
  const hidden = hasHidden(text) ? ["hidden_signs"] : [];
  for (const read of readers) {
    const found = read(text);
    if (found) {
      const told = Object.entries(found.fields).filter(([, value]) => value);
      return {
        kind: found.kind,
        text,
        fields: Object.fromEntries(told),
        warnings: [...found.warnings, ...hidden],
      };
    }
  }
  return { kind: "unknown", text, fields: {}, warnings: hidden };
}

function pass(text: string): Found | null {
  return text.startsWith("LC1:") ? { kind: "pass", fields: {}, warnings: [] } : null;
}

function citizen(text: string): Found | null {
  const parts = text.split("|").map(shown);
  if (parts.length < 5 || !citizenNumber.test(parts[0]!)) return null;
  const at = parts.findIndex(
    (part, i) => i >= 2 && eightDigits.test(part) && sexOf(parts[i + 1] ?? "") !== "",
  );
  if (at === -1) return null;
  const second = parts[1]!;
  const hasOld = second === "" || oldCard.test(second) || citizenNumber.test(second);
  const first = hasOld && at > 2 ? 2 : 1;
  const found = parts.findIndex((part, i) => i >= at + 3 && eightDigits.test(part));
  const issued = found === -1 ? parts.length : found;
  const fields: Fields = {
    citizen_id: parts[0]!,
    old_card: first === 2 && oldCard.test(second) ? second : "",
    full_name: joined(parts.slice(first, at)),
    sex: sexOf(parts[at + 1]!),
    residence: joined(parts.slice(at + 2, issued)),
    issued_on: readBirth(parts[issued] ?? "").on ?? "",
    more: joined(parts.slice(issued + 1)),
  };
  return { kind: "citizen", fields, warnings: complete(fields, parts[at]!) };
}

function health(text: string): Found | null {
  const parts = text.split("|").map(shown);
  const at = parts.findIndex(
    (part, i) => i >= 2 && readBirth(part).year !== null && /^[01]$/.test(parts[i + 1] ?? ""),
  );
  if (at === -1) return null;
  const extension = joined(parts.slice(at + 3));
  const fields: Fields = {
    ...numberOf(parts[0]!),
    full_name: joined(parts.slice(1, at)),
    declared_by: parts[at + 1] === "0" ? "self" : "other",
    qid: parts[at + 2] ?? "",
    extension,
  };
  for (const part of extension.split("<").map((words) => words.replace(/^ +| +$/g, ""))) {
    if (part === "1" || part === "2") fields.sex ??= part === "1" ? "male" : "female";
    else if (/^(?:\+84|0)[0-9]{9}$/.test(part)) fields.phone ??= phoneKey(part);
    else if (/^[A-Z]{2}[0-9]{13}$/.test(part)) fields.insurance_id ??= part;
  }
  return { kind: "health", fields, warnings: complete(fields, parts[at]!) };
}

function insurance(text: string): Found | null {
  const parts = text.split("|").map(shown);
  if (parts.length < 4 || !insuranceNumber.test(parts[0]!)) return null;
  // Ten digits alone may be another number: the name in hexadecimal tells the card.
  if (parts[0]!.length === 10 && !hex.test(parts[1]!)) return null;
  const at = parts.findIndex((part, i) => i >= 2 && readBirth(part).year !== null);
  if (at === -1) return null;
  const [name, isRead] = ofHex(parts.slice(1, at).join("|"));
  const [address] = ofHex(parts[at + 2] ?? "");
  const sex = parts[at + 1] ?? "";
  const fields: Fields = {
    insurance_id: parts[0]!,
    full_name: name,
    sex: sex === "1" ? "male" : sex === "2" ? "female" : sexOf(sex),
    residence: address === "-" ? "" : address,
  };
  const warnings = complete(fields, parts[at]!);
  return { kind: "insurance", fields, warnings: isRead ? warnings : [...warnings, "name_unreadable"] };
}

function zone(text: string): Found | null {
  const read = text.replace(/[ \t\r\n]/g, "").toUpperCase();
  const sexes: Record<string, string> = { M: "male", F: "female" };
  if (passportZone.test(read)) {
    const fields: Fields = {
      passport: read.slice(44, 53).replace(/<+$/, ""),
      full_name: zoneName(read.slice(5, 44)),
      sex: sexes[read[64]!] ?? "",
      nationality: read.slice(54, 57).replace(/<+$/, ""),
    };
    return { kind: "passport", fields, warnings: complete(fields, zoneDay(read.slice(57, 63))) };
  }
  if (cardZone.test(read)) {
    const number = read.slice(15, 27);
    const fields: Fields = {
      citizen_id: citizenNumber.test(number) ? number : "",
      full_name: zoneName(read.slice(60, 90)),
      sex: sexes[read[37]!] ?? "",
    };
    return { kind: "citizen", fields, warnings: complete(fields, zoneDay(read.slice(30, 36))) };
  }
  return null;
}

function onlyNumber(text: string): Found | null {
  const number = shown(text).replace(/[ .\-]/g, "");
  if (citizenNumber.test(number))
    return { kind: "number", fields: { citizen_id: number }, warnings: citizenDoubts(number) };
  return oldCard.test(number)
    ? { kind: "number", fields: { old_card: number }, warnings: [] }
    : null;
}

function code(text: string): Found | null {
  const found = place.exec(text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""));
  return found
    ? { kind: "code", fields: { code: found[1]!.toUpperCase() }, warnings: [] }
    : null;
}

const readers = [pass, citizen, insurance, health, zone, onlyNumber, code];

/** The birth of a card as people write it: the day, else the year, else "". */
export function bornWords({ birth_on, birth_year }: Fields): string {
  const [year, month, day] = (birth_on ?? "").split("-");
  return birth_on ? `${Number(day)}/${Number(month)}/${year}` : (birth_year ?? "");
}

/** Writes the birth into the fields; returns what is doubtful. */
function complete(fields: Fields, birth: string): string[] {
  const told = readBirth(birth);
  fields.birth_on = told.on ?? "";
  fields.birth_year = told.year === null ? "" : String(told.year);
  const warnings = told.year === null ? ["birth_unreadable"] : [];
  if (!fields.full_name) warnings.push("name_missing");
  if (fields.citizen_id) warnings.push(...citizenDoubts(fields.citizen_id, fields.sex, told.year));
  return warnings;
}

function numberOf(words: string): Fields {
  if (citizenNumber.test(words)) return { citizen_id: words };
  if (oldCard.test(words)) return { old_card: words };
  return passportNumber.test(words) ? { passport: words } : { number_masked: words };
}

/** The words of hexadecimal UTF-8; as they are where they are none. */
function ofHex(words: string): [string, boolean] {
  if (!hex.test(words)) return [words, /[a-z]/.test(folded(words))];
  const content = Uint8Array.from(words.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  try {
    const plain = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    return [shown(plain), true];
  } catch {
    return [words, false];
  }
}

const zoneName = (words: string): string => words.replace(/<+/g, " ").replace(/^ +| +$/g, "");

/** YYMMDD as an ISO day; two digits above 30 are of the last century. */
function zoneDay(digits: string): string {
  if (!/^[0-9]{6}$/.test(digits)) return "";
  const century = Number(digits.slice(0, 2)) > 30 ? "19" : "20";
  return `${century}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`;
}
