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
