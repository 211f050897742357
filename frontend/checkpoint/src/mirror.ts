/* What the phone shares with the server: rules, cards, plates, passes. vectors/ holds both to the same answers. */

import { decide } from "../../src/shared/decide";
import type { Decision, RuleSet } from "../../src/shared/rules";

export { decide };
export type { Decision, RuleSet };
export const plateKey=(s:string):string=>s.toUpperCase().replace(/[^A-ZĐ0-9]/g,"");
export const plateWords=(s:string):string=>plateKey(s);
import type { PassageDraft, PersonDraft } from "./form";
import type { Rules } from "./worklist";
export interface Scanned { fields: Partial<PersonDraft>; pass: PassageDraft["pass"] }
export async function readScan(text: string, _r: Rules|undefined, _now: Date): Promise<Scanned|null> {
  return /^\d{12}$/.test(text) ? {fields:{citizen_id:text}, pass:""} : null;
}
