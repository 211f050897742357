/* What the phone keeps. Nothing here can be read as a person's data by who holds the phone: events are
   sealed to the province, the work list and drafts are under the PIN, traces hold initials only. */

import Dexie, { type Table } from "dexie";
import type { Colour, Kind, Outcome, SealedEvent } from "./events";

export interface Device {
  readonly id: string;
  readonly token: string;
  readonly post: string;
  readonly postName: string;
  readonly sealingKey: string;
  readonly name: string;
  /** Cannot be exported: it signs, and never leaves this browser. */
  readonly signingKey: CryptoKey;
  readonly enrolledAt: number;
  revoked: boolean;
  /** The last event made: the next one has seq + 1 and names this digest. */
  seq: number;
  last: string;
}

export type State = "waiting" | "sending" | "kept";

export interface Waiting {
  readonly id: string;
  readonly device: string;
  readonly seq: number;
  readonly event: SealedEvent;
  readonly bytes: number;
  state: State;
  /** Why the server did not take it, in its own word. */
  code: string;
}

export interface Receipt {
  readonly id: string;
  readonly seq: number;
  readonly digest: string;
  readonly outcome: string;
  readonly at: number;
}

/** What is left on the phone of an event after it was sealed: initials, last figures, counts. */
export interface Trace {
  readonly id: string;
  readonly kind: Kind;
  readonly at: number;
  readonly day: string;
  readonly shift: string;
  readonly outcome: Outcome | "";
  readonly colour: Colour | "";
  readonly who: string;
  readonly people: number;
  readonly vehicle: number;
  readonly overridden: number;
  struck: number;
  /** Persons whose rapid test has no result yet: index and initials. */
  tests: { readonly person: number; readonly who: string }[];
}

export interface UnkeyedSlip {
  readonly number: string;
  readonly at: number;
  readonly people: number;
  readonly plateEnd: string;
}

export interface Locked {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly text: ArrayBuffer;
}

export class Store extends Dexie {
  devices!: Table<Device, string>;
  outbox!: Table<Waiting, string>;
  receipts!: Table<Receipt, string>;
  traces!: Table<Trace, string>;
  slips!: Table<UnkeyedSlip, string>;
  locked!: Table<Locked, string>;
  settings!: Table<unknown, string>;

  constructor(name = "lachan-checkpoint") {
    super(name);
    this.version(1).stores({
      devices: "id, enrolledAt",
      outbox: "id, [device+seq], state",
      receipts: "id, at",
      traces: "id, at, day, shift",
      slips: "number, at",
      locked: "",
      settings: "",
    });
  }

  async setting<T>(key: string, otherwise: T): Promise<T> {
    return ((await this.settings.get(key)) as T | undefined) ?? otherwise;
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.settings.put(value, key);
  }

  /** The device that captures now: the one enrolled last. Older ones only send what they have left. */
  async device(): Promise<Device | undefined> {
    return this.devices.orderBy("enrolledAt").last();
  }
}

export const RECEIPT_DAYS = 7;
export const DAY_MS = 86_400_000;

/** Forgets receipts and traces after seven days; the outbox is never touched. */
export async function forgetOld(store: Store, now: number): Promise<void> {
  const before = now - RECEIPT_DAYS * DAY_MS;
  await store.receipts.where("at").below(before).delete();
  await store.traces.where("at").below(before).delete();
}
