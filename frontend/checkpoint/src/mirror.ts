/* What the phone shares with the server: rules, plates, passes, cards. vectors/ holds both to the same answers. */

import { bornWords, readCard } from "../../src/shared/cards";
import { decide } from "../../src/shared/decide";
import { type PassFault, passPrefix, verifyPass } from "../../src/shared/passes";
import { readPlate } from "../../src/shared/plates";
import type { Decision, Facts, RuleSet } from "../../src/shared/rules";
import type { PassageDraft, PersonDraft } from "./form";
import type { Rules } from "./worklist";

export { decide };
export type { Decision, Facts, RuleSet };

/** A plate as the hot list knows it: letters and figures, Đ as D. */
export function plateKey(words: string): string {
  return readPlate(words).key.replaceAll("Đ", "D");
}

/** A plate as it stands on the vehicle; "" when it cannot be one. */
export function plateWords(words: string): string {
  const { kind, words: read } = readPlate(words);
  return kind === "unknown" ? "" : read;
}

export interface Scanned {
  readonly fields: Partial<PersonDraft>;
  readonly pass: PassageDraft["pass"];
}

const PASS_WORTH: Partial<Record<PassFault, PassageDraft["pass"]>> = {
  expired: "expired",
  not_yet_valid: "expired",
  revoked: "revoked",
};

/** What a scanned or typed text fills in; null when it is nothing of use at a post. */
export function readScan(text: string, rules: Rules | undefined, now: Date): Scanned | null {
  const scanned = text.trim();
  if (scanned.startsWith(passPrefix)) return ofPass(scanned, rules, now);
  const { kind, fields } = readCard(scanned);
  if (kind === "unknown" || kind === "pass") return null;
  const { full_name, citizen_id, old_card, passport, phone, sex } = fields;
  const words = { full_name, citizen_id, old_card, passport, phone, birth: bornWords(fields) };
  const found: Partial<PersonDraft> = { card: kind };
  for (const [key, value] of Object.entries(words)) if (value) Object.assign(found, { [key]: value });
  if (sex === "male" || sex === "female") found.sex = sex;
  if (fields["code"]) found.declaration_code = fields["code"];
  // What stands on the card is where somebody is registered, not where they come from.
  return { fields: found, pass: "" };
}

/** Without rules on the phone there are no keys: the pass is kept, and nothing is said about it. */
function ofPass(text: string, rules: Rules | undefined, now: Date): Scanned | null {
  if (!rules) return { fields: { card: "pass" }, pass: "" };
  const { fault, claims } = verifyPass(text, rules.passKeys, {
    now: now.getTime(),
    revoked: rules.revokedPasses,
    province: rules.province,
  });
  const pass = fault === null ? "valid" : (PASS_WORTH[fault] ?? "forged");
  return { fields: { card: "pass", pass_id: claims?.token ?? "" }, pass };
}
