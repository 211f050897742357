/* What the app knows while it runs, and the few things that change it. Screens draw from here. */

import { nameOfOwn, type CallDraft, type Calls, callsIn, fetchCalls, type OwnCall } from "./calls";
import { uuid7 } from "../../src/shared/uuid7";
import { dayOf, type Direction, type Outcome, type Payload } from "./events";
import { emptyPassage, emptyPerson, factsOf, type PassageDraft, personOf, shortOf, vehicleOf } from "./form";
import { decide, plateKey } from "./mirror";
import { type Capture, capture, type QueueCounts, queueCounts } from "./outbox";
import { type Device, forgetOld, Store } from "./store";
import { type Progress, Sender } from "./sync";
import type { Vault } from "./vault";
import { type Alarm, type Verdict, verdictOf, verdictPayload, worstOf } from "./verdict";
import { fetchWork, hotWhy, type Fetched, LEASE_MS, type People, peopleIn, type Rules } from "./worklist";

export interface Shift {
  readonly id: string;
  readonly at: number;
  /** Ids from the roster or typed names; the first one answers for what is recorded. */
  readonly officers: readonly string[];
  readonly names: readonly string[];
}

export interface Opened {
  readonly at: number;
  readonly order: string;
  readonly by: string;
}

export interface Override {
  readonly by: string;
  readonly reason: string;
}

export interface Unfinished {
  draft: PassageDraft;
  /** Which person is on the screen. */
  index: number;
}

const DRAFT_PAUSE_MS = 300;
/** How many persons fit one event of 32 KB. */
const MOST_PEOPLE = 20;

class App {
  readonly store = new Store();
  readonly sender = new Sender(this.store, () => this.now(), () => void this.count());
  device: Device | undefined;
  vault: Vault | undefined;
  rules: Rules | undefined;
  people: People | undefined;
  shift: Shift | null = null;
  opened: Opened | null = null;
  unfinished: Unfinished | undefined;
  /** Contacts to call, on a phone that works for a team. */
  calls: Calls | undefined;
  callDraft: CallDraft | undefined;
  queue: QueueCounts = { waiting: 0, sending: 0, kept: 0 };
  progress: Progress = { isBusy: false, why: "", nextAt: 0 };
  /** Whether the last exchange got any answer: a phone believes in its network longer than it should. */
  isReached = true;
  hasSound = true;
  /** Called when counts or the network change. */
  changed: () => void = () => undefined;
  /** Called when the province took the work list away: no screen but the way back in is left. */
  closed: () => void = () => undefined;
  private draftTimer: ReturnType<typeof setTimeout> | undefined;

  now(): Date {
    return new Date();
  }

  /** The officer who answers: an id of the roster, or a typed name. */
  get officer(): string {
    return this.shift?.officers[0] ?? "";
  }

  async start(): Promise<void> {
    this.device = await this.store.device();
    this.shift = await this.store.setting<Shift | null>("shift", null);
    this.opened = await this.store.setting<Opened | null>("opened", null);
    this.hasSound = await this.store.setting("sound", true);
    await forgetOld(this.store, this.now().getTime());
    await this.count();
  }

  async count(): Promise<void> {
    this.queue = await queueCounts(this.store);
    this.progress = this.sender.progress;
    const { why } = this.progress;
    if (why !== "") this.isReached = /^\d+$/.test(why) || why === "unclear";
    this.changed();
  }

  /** After the PIN: what lies under it. */
  async open(vault: Vault): Promise<void> {
    this.vault = vault;
    this.rules = await vault.get<Rules>("rules");
    this.people = await peopleIn(this.store, vault, this.now().getTime());
    this.unfinished = await vault.get<Unfinished>("draft");
    this.callDraft = await vault.get<CallDraft>("call-draft");
    await this.readCalls();
  }

  lock(): void {
    clearTimeout(this.draftTimer);
    void this.storeDraft();
    this.close();
  }

  private close(): void {
    this.vault = undefined;
    this.rules = undefined;
    this.people = undefined;
    this.unfinished = undefined;
    this.calls = undefined;
    this.callDraft = undefined;
  }

  private async readCalls(): Promise<void> {
    const { vault } = this;
    const calls = vault && (await callsIn(this.store, vault, this.now().getTime()));
    // Locked meanwhile: names must not come back into sight.
    if (this.vault === vault) this.calls = calls;
  }

  /** Fetches the work list and the contacts to call ("new" if either is); also ends the lease of the ones at hand. */
  async refreshWork(): Promise<Fetched> {
    if (!this.vault || !this.device) return "failed";
    let fetched = await fetchWork(this.store, this.vault, this.device, () => this.now());
    this.isReached = fetched !== "unreached";
    if (fetched === "revoked" || fetched === "wiped") {
      this.device = await this.store.device();
      this.close();
      this.closed();
    } else {
      if (fetched === "new") this.rules = await this.vault.get<Rules>("rules");
      this.people = await peopleIn(this.store, this.vault, this.now().getTime());
      if (fetched === "new" || fetched === "same") {
        const calls = await fetchCalls(this.store, this.vault, this.device, () => this.now());
        if (calls === "new" || (calls === "none" && this.calls)) fetched = "new";
      }
      await this.readCalls();
    }
    this.changed();
    return fetched;
  }

  /** Hours that the lease still runs; 0 when it is over or never began. */
  async leaseHours(): Promise<number> {
    const left = (await this.store.setting("lease", 0)) - this.now().getTime();
    return Math.max(0, Math.ceil(Math.min(left, LEASE_MS) / 3_600_000));
  }

  begin(direction: Direction): Unfinished {
    const draft = emptyPassage(direction);
    draft.people = [emptyPerson()];
    this.unfinished = { draft, index: 0 };
    return this.unfinished;
  }

  /** Keeps the half-filled form under the PIN, at most a third of a second after the last key. */
  keepDraft(): void {
    clearTimeout(this.draftTimer);
    this.draftTimer = setTimeout(() => void this.storeDraft(), DRAFT_PAUSE_MS);
  }

  async storeDraft(): Promise<void> {
    // Taken together: the vault may be closed while the first is written.
    const { vault, unfinished, callDraft } = this;
    if (vault && unfinished) await vault.put("draft", unfinished);
    if (vault && callDraft) await vault.put("call-draft", callDraft);
  }

  async dropDraft(): Promise<void> {
    clearTimeout(this.draftTimer);
    this.unfinished = undefined;
    await this.vault?.drop("draft");
  }

  async record(wish: Omit<Capture, "officer">): Promise<string> {
    const event = await capture(this.store, { ...wish, officer: this.officer }, this.now());
    await this.count();
    this.sender.nudge();
    return event.id;
  }

  /** Seals a call, and keeps beside it, under the PIN, what the list shows of it. */
  async recordCall(payload: Payload, shown: Omit<OwnCall, "id" | "at">, who: string): Promise<void> {
    if (!this.vault) throw new Error("locked");
    const now = this.now();
    const own: OwnCall = { ...shown, id: uuid7(now.getTime()), at: now.getTime() };
    const name = nameOfOwn(own.id);
    const locked = { name, value: await this.vault.lock(name, own) };
    const wish = { id: own.id, locked, kind: "call", payload, trace: this.trace(who) } as const;
    await capture(this.store, { ...wish, officer: this.officer }, now);
    clearTimeout(this.draftTimer);
    this.callDraft = undefined;
    await this.vault.drop("call-draft");
    await this.readCalls();
    await this.count();
    this.sender.nudge();
  }

  /** What is written to the phone beside a sealed event that is no passage. */
  trace(who: string, people = 0): Capture["trace"] {
    const counts = { people, vehicle: 0, overridden: 0, tests: [] };
    return { ...counts, shift: this.shift?.id ?? "", outcome: "", colour: "", who };
  }

  private instant(draft: PassageDraft): Date {
    return draft.passedAt === null ? this.now() : new Date(draft.passedAt);
  }

  /** One verdict a person, in order. */
  async judge(draft: PassageDraft): Promise<Verdict[]> {
    const at = this.instant(draft);
    const plates = [draft.vehicle?.plate ?? "", draft.vehicle?.trailer_plate ?? ""];
    const ofAll: { kind: Alarm; why: string }[] = [];
    for (const plate of plates) {
      const why = await hotWhy(this.people, "plate", plateKey(plate));
      if (why) ofAll.push({ kind: "hot_plate", why });
    }
    if (draft.pass === "revoked") ofAll.push({ kind: "pass_revoked", why: "" });
    if (draft.pass === "forged") ofAll.push({ kind: "pass_forged", why: "" });
    const verdicts: Verdict[] = [];
    for (const person of draft.people) {
      const alarms = [...ofAll];
      const number = await hotWhy(this.people, "citizen", person.citizen_id);
      if (number) alarms.push({ kind: "hot_citizen", why: number });
      const pass = await hotWhy(this.people, "pass", person.pass_id);
      if (pass) alarms.push({ kind: "hot_pass", why: pass });
      const facts = factsOf(person, draft.direction, at);
      const decision = this.rules ? decide(facts, this.rules.rules, at.getTime()) : null;
      verdicts.push(verdictOf({ decision, alarms }));
    }
    return verdicts;
  }

  /** Seals the passage on the screen. Resolves when it is on the disk, and only then forgets the form. */
  async recordPassage(
    outcome: Outcome,
    verdicts: readonly Verdict[],
    override: Override | null,
    isTesting: boolean,
  ): Promise<void> {
    const draft = this.unfinished?.draft;
    const verdict = worstOf(verdicts);
    if (!draft || !verdict) throw new Error("nothing to record");
    const at = this.instant(draft);
    const vehicle = vehicleOf(draft.vehicle);
    const names = draft.people.map(shortOf);
    const head = { post: this.device?.post ?? "", direction: draft.direction, outcome };
    const shared: Payload = { ...head, verdict: verdictPayload(verdict), override: override && { ...override } };
    let isFirst = true;
    while (draft.people.length > 0) {
      const some = draft.people.slice(0, MOST_PEOPLE);
      const payload: Payload = {
        ...shared,
        people: some.map((person) => personOf(person, draft.direction, at)),
        // A bus of sixty is three events and one vehicle.
        vehicle: isFirst ? vehicle : null,
        slip: isFirst && draft.slip ? draft.slip : null,
        note: draft.note,
      };
      const who = some.map((_, i) => names[names.length - draft.people.length + i] ?? "");
      const tests = isTesting ? who.map((each, person) => ({ person, who: each })) : [];
      const counts = {
        people: who.length,
        vehicle: isFirst && vehicle ? 1 : 0,
        overridden: override ? 1 : 0,
      };
      const plate = isFirst && vehicle ? draft.vehicle?.plate.slice(-3) : "";
      const label = [...who, plate && `···${plate}`].filter(Boolean).join(", ");
      const trace = { ...this.trace(label), ...counts, outcome, colour: verdict.colour, tests };
      const keyed = isFirst && draft.slip ? { keyedSlip: draft.slip } : {};
      await this.record({ kind: "passage", payload, trace, ...keyed });
      // Taken out one by one: a phone that dies in between does not record them twice.
      draft.people.splice(0, some.length);
      isFirst = false;
      await this.storeDraft();
    }
    await this.dropDraft();
  }

  today(): string {
    return dayOf(this.now());
  }
}

export const app = new App();
