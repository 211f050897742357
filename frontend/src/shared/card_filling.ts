/* What a scanned card writes into the fields of a person, as `with_cards` of
   lachan/arrivals/forms/declaring.py does for a scanner that types. */

import { type Card, bornWords, readCard } from "./cards";

export type PersonField = "full_name" | "birth" | "sex" | "number";

/** Why a code fills nothing, as a word of src/card_words.ts. */
export type NoCard = "unknown" | "pass" | "code";

export interface Filling {
  kind: Exclude<Card["kind"], NoCard>;
  person: Partial<Record<PersonField, string>>;
  phone: string;
  /** Where the person is registered, which need not be where they go. */
  residence: string;
}

export function fillingOf(scanned: string): Filling | NoCard {
  const { kind, fields } = readCard(scanned.trim());
  if (kind === "unknown" || kind === "pass" || kind === "code") return kind;
  const { citizen_id, old_card, passport, insurance_id } = fields;
  const words: Record<PersonField, string | undefined> = {
    full_name: fields.full_name,
    birth: bornWords(fields),
    sex: fields.sex,
    number: citizen_id ?? old_card ?? passport ?? insurance_id,
  };
  const person = Object.fromEntries(Object.entries(words).filter(([, word]) => word));
  return { kind, person, phone: fields.phone ?? "", residence: fields.residence ?? "" };
}
