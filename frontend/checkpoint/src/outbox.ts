/* Making events: sealed, chained and kept in one step. What is kept here is only ever removed by a receipt. */

import { canonical, digestOf, utf8 } from "../../src/shared/canonical";
import { seal } from "../../src/shared/seal";
import { uuid7 } from "../../src/shared/uuid7";
import { instantWithOffset, type Kind, type Payload, type SealedEvent } from "./events";
import type { Device, Locked, Store, Trace, UnkeyedSlip } from "./store";

export class NotEnrolled extends Error {}

export interface Capture {
  /** The event's id where it was made before, else a new one. */
  readonly id?: string;
  /** What lies under the PIN beside the event, from the same moment on. */
  readonly locked?: { readonly name: string; readonly value: Locked };
  readonly kind: Kind;
  readonly officer: string;
  readonly payload: Payload;
  readonly trace: Omit<Trace, "id" | "kind" | "at" | "day" | "struck">;
  /** A slip that begins (`slip`) or one that this passage keys in (`keyedSlip`), in the same transaction. */
  readonly slip?: UnkeyedSlip;
  readonly keyedSlip?: string;
  /** An earlier event that this one strikes, or the person whose result it brings. */
  readonly strikes?: string;
  readonly tested?: { readonly passage: string; readonly person: number };
}

const inPage = new Map<string, Promise<unknown>>();

/** Runs `work` alone: across tabs by a Web Lock, else within this page. */
export function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== "undefined" && navigator.locks)
    return navigator.locks.request(name, work) as Promise<T>;
  const next = (inPage.get(name) ?? Promise.resolve()).then(work);
  inPage.set(
    name,
    next.catch(() => undefined),
  );
  return next;
}

/** Seals the content and keeps the event; resolves when it is on the disk. */
export function capture(store: Store, wish: Capture, at: Date): Promise<SealedEvent> {
  return alone("lachan-outbox", async () => {
    const device = await store.device();
    if (!device) throw new NotEnrolled();
    const event = await eventOf(device, wish, at);
    await keep(store, device, event, wish, at);
    return event;
  });
}

async function eventOf(device: Device, wish: Capture, at: Date): Promise<SealedEvent> {
  const id = wish.id ?? uuid7(at.getTime());
  const body = {
    id,
    device: device.id,
    seq: device.seq + 1,
    prev: device.last,
    schema: 1 as const,
    kind: wish.kind,
    captured_at: instantWithOffset(at),
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    uptime_ms: Math.round(performance.now()),
    officer: wish.officer,
    payload: null,
    sealed: { ...(await seal(device.sealingKey, id, canonical(wish.payload))) },
  };
  return { ...body, digest: await digestOf(body) };
}

async function keep(
  store: Store,
  device: Device,
  event: SealedEvent,
  wish: Capture,
  at: Date,
): Promise<void> {
  const tables = [store.devices, store.outbox, store.traces, store.slips, store.locked];
  await store.transaction("rw", tables, async () => {
    const current = await store.devices.get(device.id);
    if (current?.seq !== device.seq) throw new Error("another tab made an event meanwhile");
    await store.outbox.add({
      id: event.id,
      device: device.id,
      seq: event.seq,
      event,
      bytes: utf8(JSON.stringify(event)).length,
      state: "waiting",
      code: "",
    });
    await store.devices.update(device.id, { seq: event.seq, last: event.digest });
    const days = { at: at.getTime(), day: event.captured_at.slice(0, 10) };
    await store.traces.add({ ...wish.trace, ...days, id: event.id, kind: wish.kind, struck: 0 });
    if (wish.locked) await store.locked.put(wish.locked.value, wish.locked.name);
    if (wish.slip) await store.slips.put(wish.slip);
    if (wish.keyedSlip) await store.slips.delete(wish.keyedSlip);
    if (wish.strikes) await store.traces.update(wish.strikes, { struck: 1 });
    if (wish.tested) await settleTest(store, wish.tested.passage, wish.tested.person);
  });
}

async function settleTest(store: Store, passage: string, person: number): Promise<void> {
  const trace = await store.traces.get(passage);
  if (!trace) return;
  const tests = trace.tests.filter((test) => test.person !== person);
  await store.traces.update(passage, { tests });
}

export interface QueueCounts {
  readonly waiting: number;
  readonly sending: number;
  readonly kept: number;
}

export async function queueCounts(store: Store): Promise<QueueCounts> {
  const of = (state: string): Promise<number> =>
    store.outbox.where("state").equals(state).count();
  const [waiting, sending, kept] = await Promise.all([of("waiting"), of("sending"), of("kept")]);
  return { waiting, sending, kept };
}

/** How many events no receipt has come for. */
export async function unsent(store: Store): Promise<number> {
  return store.outbox.count();
}
