/* Sending what waits. A status line alone proves nothing: an event leaves the phone only when an answer
   in JSON names its id and its digest (docs/protocols/posts.md). */

import { base64url, utf8 } from "../../src/shared/canonical";
import type { SealedEvent } from "./events";
import { alone } from "./outbox";
import type { Device, Store, Waiting } from "./store";

export const BATCH = 50;
export const BATCH_BYTES = 256_000;
const TAKEN = new Set(["stored", "duplicate", "held"]);
const NOT_TAKEN = new Set(["different", "refused"]);
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;
const PATIENCE_MS = 20_000;
/** The slowest line that we wait for, in bytes a millisecond: 32 kbit/s. */
const SLOWEST = 4;

interface Answered {
  readonly id: string;
  readonly digest: string;
  readonly outcome: string;
  readonly code: string;
}

export type Attempt =
  | { readonly kind: "nothing" }
  | { readonly kind: "answered"; readonly removed: number; readonly kept: number }
  | { readonly kind: "failed"; readonly why: string; readonly retryAfterMs: number };

/** The oldest events of one device that fit one body. */
export function batchOf(rows: readonly Waiting[], limit: number): Waiting[] {
  const batch: Waiting[] = [];
  // Room for the envelope around the events.
  let bytes = 400;
  for (const row of rows) {
    if (batch.length >= limit || (batch.length > 0 && bytes + row.bytes + 1 > BATCH_BYTES)) break;
    batch.push(row);
    bytes += row.bytes + 1;
  }
  return batch;
}

/** One attempt to send the oldest waiting events of any device of this phone. */
export function attempt(
  store: Store,
  limit: number,
  now: () => Date,
  request: typeof fetch = fetch,
): Promise<Attempt> {
  return alone("lachan-sync", async () => {
    for (const device of await store.devices.orderBy("enrolledAt").toArray()) {
      const rows = await store.outbox
        .where("[device+seq]")
        .between([device.id, 0], [device.id, Number.MAX_SAFE_INTEGER])
        .filter((row) => row.state !== "kept")
        .limit(BATCH)
        .toArray();
      if (rows.length > 0) return send(store, device, batchOf(rows, limit), now, request);
    }
    return { kind: "nothing" };
  });
}

async function send(
  store: Store,
  device: Device,
  batch: readonly Waiting[],
  now: () => Date,
  request: typeof fetch,
): Promise<Attempt> {
  const ids = batch.map((row) => row.id);
  await store.outbox.where("id").anyOf(ids).modify({ state: "sending" });
  const outcome = await ask(store, device, batch, now, request);
  if (outcome.kind === "failed")
    await store.outbox.where("id").anyOf(ids).modify({ state: "waiting" });
  return outcome;
}

async function ask(
  store: Store,
  device: Device,
  batch: readonly Waiting[],
  now: () => Date,
  request: typeof fetch,
): Promise<Attempt> {
  const body = utf8(
    JSON.stringify({
      device: device.id,
      sent_at: now().toISOString(),
      app: __APP_VERSION__,
      unsent: await store.outbox.count(),
      events: batch.map((row) => row.event),
    }),
  );
  const patience = AbortSignal.timeout(PATIENCE_MS + Math.ceil(body.length / SLOWEST));
  let retryAfterMs = 0;
  try {
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const signature = await crypto.subtle.sign(algorithm, device.signingKey, body);
    const response = await request("/api/v1/events", {
      method: "POST",
      body,
      signal: patience,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Device ${device.id}.${device.token}`,
        "Lachan-Signature": base64url(new Uint8Array(signature)),
      },
    });
    retryAfterMs = waitAsked(response.headers.get("Retry-After"), now());
    if (!response.ok) return { kind: "failed", why: String(response.status), retryAfterMs };
    return await settle(store, batch, answersIn(await response.text()), now);
  } catch (failed) {
    return { kind: "failed", why: failed instanceof Error ? failed.name : "", retryAfterMs };
  }
}

/** The entries of a well-formed answer; throws on anything else, such as the page of a captive portal. */
export function answersIn(text: string): Answered[] {
  const parsed = JSON.parse(text) as { events?: unknown } | null;
  if (!Array.isArray(parsed?.events)) throw new SyntaxError("no answer of ours");
  return parsed.events.filter(
    (entry): entry is Answered =>
      typeof entry === "object" &&
      entry !== null &&
      typeof (entry as Answered).id === "string" &&
      typeof (entry as Answered).outcome === "string",
  );
}

async function settle(
  store: Store,
  batch: readonly Waiting[],
  answers: readonly Answered[],
  now: () => Date,
): Promise<Attempt> {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const isTaken = (event: SealedEvent): boolean => {
    const answer = byId.get(event.id);
    return answer !== undefined && TAKEN.has(answer.outcome) && answer.digest === event.digest;
  };
  const taken = batch.filter((row) => isTaken(row.event));
  const at = now().getTime();
  let kept = 0;
  await store.transaction("rw", store.outbox, store.receipts, async () => {
    for (const row of batch) {
      const answer = byId.get(row.id);
      if (isTaken(row.event)) {
        const outcome = answer?.outcome ?? "";
        const { id, digest, seq } = row.event;
        await store.receipts.put({ id, seq, digest, outcome, at });
        await store.outbox.delete(row.id);
      } else if (answer && NOT_TAKEN.has(answer.outcome)) {
        kept += 1;
        await store.outbox.update(row.id, { state: "kept", code: answer.code || answer.outcome });
      } else {
        await store.outbox.update(row.id, { state: "waiting" });
      }
    }
  });
  if (taken.length + kept === 0) return { kind: "failed", why: "unclear", retryAfterMs: 0 };
  return { kind: "answered", removed: taken.length, kept };
}

/** Retry-After in milliseconds, as seconds or as a date; 0 when there is none. */
export function waitAsked(header: string | null, now: Date): number {
  if (!header) return 0;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const until = Date.parse(header);
  return Number.isNaN(until) ? 0 : Math.max(0, until - now.getTime());
}

/** How long to wait after the n-th failure in a row (from 1): doubling, half of it by chance. */
export function pauseAfter(failures: number, chance: number, asked: number): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  return Math.max(asked, whole / 2 + (whole / 2) * chance);
}

export interface Progress {
  readonly isBusy: boolean;
  readonly why: string;
  readonly nextAt: number;
}

/** Sends for as long as the page lives. Call `nudge` after a capture and when the network comes back. */
export class Sender {
  progress: Progress = { isBusy: false, why: "", nextAt: 0 };
  private failures = 0;
  private limit = BATCH;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isRunning = false;

  constructor(
    private readonly store: Store,
    private readonly now: () => Date,
    private readonly changed: (progress: Progress) => void,
  ) {}

  /** Lets events that the server kept back try again. */
  async retryKept(): Promise<void> {
    await this.store.outbox.where("state").equals("kept").modify({ state: "waiting", code: "" });
    this.nudge();
  }

  nudge(): void {
    this.failures = 0;
    void this.run();
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    clearTimeout(this.timer);
    let pause = 0;
    while (pause === 0) {
      this.tell({ isBusy: true, why: "", nextAt: 0 });
      const done = await attempt(this.store, this.limit, this.now);
      if (done.kind === "nothing") break;
      if (done.kind === "answered") {
        this.failures = 0;
        this.limit = Math.min(BATCH, this.limit * 2);
      } else {
        this.failures += 1;
        // A line that breaks often carries a short body sooner than a long one.
        this.limit = Math.max(1, Math.floor(this.limit / 2));
        pause = pauseAfter(this.failures, Math.random(), done.retryAfterMs);
        this.tell({ isBusy: false, why: done.why, nextAt: this.now().getTime() + pause });
      }
    }
    this.isRunning = false;
    if (pause === 0) this.tell({ isBusy: false, why: "", nextAt: 0 });
    else this.timer = setTimeout(() => void this.run(), pause);
  }

  private tell(progress: Progress): void {
    this.progress = progress;
    this.changed(progress);
  }
}
