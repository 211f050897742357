// Vietnamese words as keys: as lachan/policies/rules/areas.py and lachan/people/rules/names.py do.

const kinds =
  /^(?:thanh pho|tp|tinh|quan|huyen|thi xa|tx|phuong|xa|thi tran|tt|dac khu|nuoc)(?= [a-z])/;
const aliases: Record<string, string> = {
  hcm: "ho chi minh",
  tphcm: "ho chi minh",
  "tp hcm": "ho chi minh",
  "sai gon": "ho chi minh",
  "tp ho chi minh": "ho chi minh",
};

/** Lower case, no diacritics, only a–z and 0–9 with single spaces. */
export function folded(words: string): string {
  return words
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

const alias = (key: string): string => (Object.hasOwn(aliases, key) ? aliases[key]! : key);

/** A place's name without its kind: "TP. Hồ Chí Minh" is "ho chi minh"; "Quận 1" stays. */
export function placeKey(words: string): string {
  return alias(alias(folded(words)).replace(kinds, "").trim());
}

// Control signs and those that turn the direction of writing: never part of a name.
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const spaces = /[ \t\r\n\u00a0\u3000]+/g;

/** The words as they may be shown: NFC, single spaces, no control or direction signs. */
export const shown = (words: string): string =>
  words
    .replace(spaces, " ")
    .replace(hidden, "")
    .normalize("NFC")
    .replace(spaces, " ")
    .replace(/^ +| +$/g, "");

/** Whether the words hold control or direction signs, spaces and line ends apart. */
export const hasHidden = (words: string): boolean =>
  words.replace(spaces, " ").search(hidden) !== -1;

/** Keys of one name, from the strictest to the loosest: lachan/people/rules/names.py. */
export interface NameKeys {
  whole: string;
  words: string;
  ends: string;
}

export function nameKeys(fullName: string): NameKeys {
  const whole = folded(shown(fullName));
  const words = whole === "" ? [] : whole.split(" ");
  const ends = [...new Set([words[0], words.at(-1)])].filter((word) => word !== undefined);
  return { whole, words: [...words].sort().join(" "), ends: ends.join(" ") };
}

/** Whether two names may be one person's: the same words, or middle names left out. */
export function mayBeSame(one: string, other: string): boolean {
  const [a, b] = [nameKeys(one), nameKeys(other)];
  if (!a.whole || !b.whole) return false;
  if (a.words === b.words) return true;
  const [first, second] = [a.whole.split(" "), b.whole.split(" ")];
  const [shorter, longer] = second.length < first.length ? [second, first] : [first, second];
  if (a.ends !== b.ends || shorter.length < 2) return false;
  let at = 0;
  for (const word of longer) if (word === shorter[at]) at++;
  return at === shorter.length;
}
