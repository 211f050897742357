/* Contacts to call: the list that the province hands to a team's phone, and what was recorded since. All of it
   lies under the PIN, and goes with the lease as the hot list does. */

import {
  type CallOutcome,
  dayInVietnam,
  dayOfFollowUp,
  type Patience,
  standing,
  type Standing,
  type Try,
  type Way,
} from "../../src/shared/follow_up";
import { folded } from "../../src/shared/names";
import { DAY_MS, type Device, type Store } from "./store";
import type { Vault } from "./vault";

export interface Told {
  readonly key: string;
  readonly at: string;
  readonly way: Way;
  readonly outcome: CallOutcome;
  readonly next_try_at: string | null;
}

export interface Contact {
  readonly key: string;
  readonly name: string;
  readonly birth: string;
  readonly phones: readonly string[];
  readonly hamlet: string;
  readonly address: string;
  readonly level: number | null;
  readonly named_at: string;
  readonly exposed_on: string | null;
  readonly follow_until: string | null;
  readonly has_team: boolean;
  readonly tries: readonly Told[];
}

export interface Part {
  readonly heading: string;
  readonly lines: readonly { readonly words: string; readonly is_asked: boolean }[];
}

/** What the province hands out: docs/protocols/posts.md. */
export interface CallList {
  readonly team: { readonly name: string; readonly unit: string };
  readonly patience: Patience;
  readonly script: {
    readonly source: string;
    readonly is_unconfirmed: boolean;
    readonly parts: readonly Part[];
  };
  readonly contacts: readonly Contact[];
  readonly left_out: number;
  readonly refused: readonly { readonly event: string; readonly why: string }[];
}

/** A call that this phone recorded; its content stays readable here, also when the province refused it. */
export interface OwnCall {
  readonly id: string;
  readonly contact: string;
  readonly name: string;
  readonly at: number;
  readonly way: Way;
  readonly outcome: CallOutcome;
  readonly nextTryAt: number | null;
  readonly note: string;
}

export interface Calls {
  readonly list: CallList;
  /** When the phone last heard that this is the list. */
  readonly at: number;
  readonly own: readonly OwnCall[];
}

export type FetchedCalls = "new" | "same" | "none" | "failed" | "unreached";
export type Which = "due" | "missed" | "all";

const LIST = "calls";
const OWN = "call/";
const PATIENCE_MS = 30_000;
const OWN_DAYS = 7;

/** Asks for the list. A phone that works for no team any more loses the one that it has. */
export async function fetchCalls(
  store: Store,
  vault: Vault,
  device: Device,
  now: () => Date,
  request: typeof fetch = fetch,
): Promise<FetchedCalls> {
  const etag = await store.setting("calls-etag", "");
  const headers: Record<string, string> = { Authorization: `Device ${device.id}.${device.token}` };
  if (etag) headers["If-None-Match"] = etag;
  try {
    const response = await request("/api/v1/devices/self/lists/follow-up", {
      headers,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 304) {
      await store.set("calls-at", now().getTime());
      return "same";
    }
    if (response.status === 404) {
      const { code } = (await response.json()) as { code?: string };
      if (code !== "no_list") return "failed";
      await dropList(store, vault);
      return "none";
    }
    if (!response.ok) return "failed";
    const answer = (await response.json()) as CallList;
    if (!Array.isArray(answer.contacts) || !answer.patience) return "failed";
    const { team, patience, script, contacts, left_out, refused } = answer;
    await vault.put(LIST, { team, patience, script, contacts, left_out, refused });
    await store.set("calls-etag", response.headers.get("ETag") ?? "");
    await store.set("calls-at", now().getTime());
    await forgetOwn(store, vault, now().getTime());
    return "new";
  } catch {
    return "unreached";
  }
}

async function dropList(store: Store, vault: Vault): Promise<void> {
  await vault.drop(LIST);
  await store.settings.bulkDelete(["calls-etag", "calls-at"]);
}

/** The list and the calls recorded here, while the lease runs; after it the list is deleted. */
export async function callsIn(store: Store, vault: Vault, now: number): Promise<Calls | undefined> {
  if ((await store.setting("lease", 0)) <= now) {
    await dropList(store, vault);
    return undefined;
  }
  const list = await vault.get<CallList>(LIST);
  if (!list) return undefined;
  return { list, at: await store.setting("calls-at", 0), own: await ownCalls(vault) };
}

export async function ownCalls(vault: Vault): Promise<OwnCall[]> {
  const names = await vault.names(OWN);
  const found = await Promise.all(names.map((name) => vault.get<OwnCall>(name)));
  return found.filter((call): call is OwnCall => call !== undefined).sort((a, b) => a.at - b.at);
}

export const nameOfOwn = (id: string): string => `${OWN}${id}`;

/** Forgets calls of more than seven days ago, but none that still waits in the outbox. */
async function forgetOwn(store: Store, vault: Vault, now: number): Promise<void> {
  for (const call of await ownCalls(vault)) {
    const isOld = call.at < now - OWN_DAYS * DAY_MS;
    if (isOld && !(await store.outbox.get(call.id))) await vault.drop(nameOfOwn(call.id));
  }
}

export interface Followed {
  readonly contact: Contact;
  readonly stands: Standing;
  /** The last call or visit since the naming, whoever made it. */
  readonly last: Try | undefined;
  /** The last call that this phone recorded of the contact. */
  readonly mine: OwnCall | undefined;
  readonly day: number | null;
  readonly ofDays: number | null;
  readonly isDone: boolean;
}

/** One contact as it stands by the list and by what was recorded here since; a call in both counts once. */
export function followedOf(calls: Calls, contact: Contact, now: number): Followed {
  const namedAt = Date.parse(contact.named_at);
  const refused = new Set(calls.list.refused.map(({ event }) => event));
  const mine = calls.own.filter((call) => call.contact === contact.key && !refused.has(call.id));
  const tries = new Map<string, Try>();
  for (const { id, at, way, outcome, nextTryAt } of mine)
    tries.set(id, { at, way, outcome, nextTryAt });
  // The province's word of a call stands before the phone's: its clock was put right there.
  for (const { key, at, way, outcome, next_try_at } of contact.tries)
    tries.set(key, {
      ...{ at: Date.parse(at), way, outcome },
      nextTryAt: next_try_at === null ? null : Date.parse(next_try_at),
    });
  const known = [...tries.values()].filter(({ at }) => at >= namedAt).sort((a, b) => a.at - b.at);
  const stands = standing(namedAt, known, calls.list.patience);
  const today = dayInVietnam(now);
  const [day, ofDays] = contact.exposed_on
    ? dayOfFollowUp(contact.exposed_on, contact.follow_until, today)
    : [null, null];
  const isDone = stands.seenAt !== null && dayInVietnam(stands.seenAt) === today;
  return { contact, stands, last: known.at(-1), mine: mine.at(-1), day, ofDays, isDone };
}

/** Who is on today's list, who is due first: days that are over by now are left out. */
export function followedToday(calls: Calls, now: number): Followed[] {
  const today = dayInVietnam(now);
  return calls.list.contacts
    .filter(({ follow_until }) => follow_until === null || follow_until >= today)
    .map((contact) => followedOf(calls, contact, now))
    .sort((a, b) => a.stands.dueAt - b.stands.dueAt);
}

/** Not reached: the ladder has begun, and nobody has seen the contact since. */
export const isMissed = ({ stands }: Followed): boolean => stands.tries > 0;

/** Of these the ones that a filter and a search leave: words without diacritics, or figures of a telephone. */
export function chosen(rows: readonly Followed[], which: Which, asked: string): Followed[] {
  const words = folded(asked).split(" ").filter(Boolean);
  const figures = asked.replace(/\D/g, "");
  return rows.filter((row) => {
    if (which === "due" && row.isDone) return false;
    if (which === "missed" && !isMissed(row)) return false;
    if (words.length === 0) return true;
    const { name, hamlet, address, phones } = row.contact;
    const key = ` ${folded(`${name} ${hamlet} ${address}`)}`;
    return (
      words.every((word) => key.includes(` ${word}`)) ||
      (figures.length > 2 && phones.some((phone) => phone.replace(/\D/g, "").includes(figures)))
    );
  });
}

export interface CallDraft {
  contact: string;
  way: Way;
  outcome: CallOutcome | "";
  symptoms: string[];
  since: string;
  again: string;
  phone: string;
  note: string;
}

export const emptyDraft = (contact: string): CallDraft => ({
  ...{ contact, way: "telephone", outcome: "", symptoms: [], since: "" },
  ...{ again: "", phone: "", note: "" },
});

export const WAYS: readonly Way[] = ["telephone", "visit"];
export const OUTCOMES: readonly CallOutcome[] = [
  ...(["well", "symptoms", "no_answer"] as const),
  ...(["wrong_number", "refused", "moved"] as const),
];
export const SYMPTOMS = ["fever", "cough", "breath", "throat", "tired", "taste"] as const;
export const TONES: Record<CallOutcome, "green" | "yellow" | "red"> = {
  ...{ well: "green", symptoms: "red", no_answer: "yellow" },
  ...{ wrong_number: "yellow", refused: "red", moved: "red" },
};

/** The instant of an agreed hour ("17:00", "17g30"): the next one after now; null for no such hour. */
export function agreedAt(words: string, now: number): number | null {
  const found = /^(\d{1,2})(?:[:hg.](\d{2})?)?$/.exec(words.trim().toLowerCase());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  const pad = (n: number): string => String(n).padStart(2, "0");
  const today = Date.parse(`${dayInVietnam(now)}T${pad(hour)}:${pad(minute)}:00+07:00`);
  return today > now ? today : today + DAY_MS;
}
