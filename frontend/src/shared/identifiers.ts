// Numbers of persons and what they tell: as lachan/people/rules/identifiers.py.

const firstYear = 1900;
const oldPhones: Record<string, string> = {
  "0120": "070",
  "0121": "079",
  "0122": "077",
  "0123": "083",
  "0124": "084",
  "0125": "085",
  "0126": "076",
  "0127": "081",
  "0128": "078",
  "0129": "082",
  "0162": "032",
  "0163": "033",
  "0164": "034",
  "0165": "035",
  "0166": "036",
  "0167": "037",
  "0168": "038",
  "0169": "039",
  "0186": "056",
  "0188": "058",
  "0199": "059",
};

/** `on` is an ISO day; both null: the words tell no birth. */
export interface Birth {
  on: string | null;
  year: number | null;
}
const noBirth: Birth = { on: null, year: null };

const inYear = (year: number): Birth =>
  firstYear <= year && year < 2100 ? { on: null, year } : noBirth;

/** "15/9/1987", "15091987", "1987-09-15", "00/00/1990", "9/1987", "1987", "**\/**\/1987". */
export function readBirth(words: string): Birth {
  const text = words.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const iso = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/.exec(text);
  if (iso) return onDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const day =
    /^([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})$/.exec(text) ??
    /^([0-9]{2})([0-9]{2})([0-9]{4})$/.exec(text);
  if (day) return onDay(Number(day[3]), Number(day[2]), Number(day[1]));
  const year =
    /^(?:[0-9*xX?_]{1,2}[/.\- ]){0,2}([0-9]{4})$/.exec(text) ??
    /^([0-9]{4})(?:-[0-9*xX?_]{1,2}){1,2}$/.exec(text);
  return year ? inYear(Number(year[1])) : noBirth;
}

function onDay(year: number, month: number, day: number): Birth {
  const found = inYear(year);
  if (found.year === null || month < 1 || month > 12 || day < 1) return found;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return found;
  const two = (number: number) => String(number).padStart(2, "0");
  return { on: `${year}-${two(month)}-${two(day)}`, year };
}

/** What in a citizen number does not fit; none for a good one. Doubts never hold anybody up. */
export function citizenDoubts(number: string, sex = "", birthYear: number | null = null): string[] {
  if (!/^[0-9]{12}$/.test(number)) return ["number_form"];
  const doubts: string[] = [];
  const province = Number(number.slice(0, 3));
  if (province < 1 || province > 96) doubts.push("number_province");
  const fourth = Number(number[3]);
  if (sex && sex !== (fourth % 2 === 1 ? "female" : "male")) doubts.push("number_sex");
  const year = 1900 + 100 * Math.floor(fourth / 2) + Number(number.slice(4, 6));
  if (birthYear && birthYear !== year) doubts.push("number_birth_year");
  return doubts;
}

/** A telephone's ten digits, prefixes of before 2018 brought to today's form. */
export function phoneKey(words: string): string {
  let digits = words.replace(/[^0-9]/g, "");
  if (digits.startsWith("84") && (digits.length === 11 || digits.length === 12))
    digits = "0" + digits.slice(2);
  if (digits.length === 9 && /^0[35789][0-9]{8}$/.test("0" + digits)) digits = "0" + digits;
  const old = oldPhones[digits.slice(0, 4)];
  return digits.length === 11 && old ? old + digits.slice(4) : digits;
}
