import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { digestOf } from "../../src/shared/canonical";
import { unseal } from "../../src/shared/seal";
import { instantWithOffset, type SealedEvent } from "../src/events";
import { type Capture, capture, queueCounts } from "../src/outbox";
import { crc32, rescueFile, zipOf } from "../src/rescue";
import { type Device, forgetOld, Store } from "../src/store";
import { answersIn, attempt, BATCH_BYTES, batchOf, pauseAfter, waitAsked } from "../src/sync";
import { newVault, TRIES, unlock, wipe } from "../src/vault";

const NOW = new Date("2021-09-15T02:00:00Z");
const NAME = "Nguyễn Thị Bích Ngọc";

let store: Store;
let receiver: CryptoKeyPair;
let count = 0;

beforeEach(async () => {
  vi.stubGlobal("__APP_VERSION__", "test");
  count += 1;
  store = new Store(`test-${count}`);
  receiver = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  await store.devices.put(await aDevice("device-1", 1));
});

async function aDevice(id: string, enrolledAt: number): Promise<Device> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await crypto.subtle.generateKey(curve, false, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", receiver.publicKey));
  const sealingKey = Buffer.from(raw).toString("base64url");
  const words = { token: "secret", post: "p", postName: "Chốt", name: "Máy 1" };
  return { id, sealingKey, signingKey: keys.privateKey, enrolledAt, revoked: false, seq: 0, last: "", ...words };
}

const payload = { people: [{ full_name: NAME, citizen_id: "096090001123" }] };

function passage(wish: Partial<Capture> = {}): Promise<SealedEvent> {
  const counts = { people: 1, vehicle: 0, overridden: 0, tests: [] };
  const words = { shift: "", outcome: "let_through", colour: "green", who: "N.T.B.N ···123" } as const;
  const whole: Capture = { kind: "passage", officer: "Ba", payload, trace: { ...words, ...counts } };
  return capture(store, { ...whole, ...wish }, NOW);
}

/** A server: `answer` makes the body of the response out of the events sent. */
function server(answer: (events: SealedEvent[]) => unknown, init: ResponseInit = {}): typeof fetch {
  return async (_, request) => {
    const bytes = request?.body as Uint8Array;
    const { events } = JSON.parse(new TextDecoder().decode(bytes)) as { events: SealedEvent[] };
    const body = answer(events);
    return new Response(typeof body === "string" ? body : JSON.stringify(body), init);
  };
}

const said =
  (outcome: string, change: object = {}) =>
  (events: SealedEvent[]): unknown => ({
    events: events.map(({ id, digest }) => ({ id, digest, outcome, code: null, ...change })),
  });

const sync = (request: typeof fetch): ReturnType<typeof attempt> => attempt(store, 50, () => NOW, request);

test("an event is chained to the one before it and its digest is of the rest", async () => {
  const first = await passage();
  const second = await passage();
  expect([first.seq, first.prev]).toEqual([1, ""]);
  expect([second.seq, second.prev]).toEqual([2, first.digest]);
  const { digest, ...rest } = second;
  expect(await digestOf({ ...rest, sealed: { ...rest.sealed } })).toBe(digest);
});

test("captures made at the same time get numbers without gap or repetition", async () => {
  const events = await Promise.all(Array.from({ length: 12 }, () => passage()));
  expect(events.map((event) => event.seq).sort((a, b) => a - b)).toEqual([...Array(12).keys()].map((n) => n + 1));
  for (const event of events)
    if (event.seq > 1) expect(event.prev).toBe(events.find(({ seq }) => seq === event.seq - 1)?.digest);
});

test("nothing that the phone keeps of a passage tells the name or the number", async () => {
  await passage();
  const everything = await Promise.all(store.tables.map((table) => table.toArray()));
  const text = JSON.stringify(everything);
  expect(text).not.toContain("Nguyễn");
  expect(text).not.toContain("096090001123");
});

test("only the holder of the province's key reads the content, and only under the event's id", async () => {
  const event = await passage();
  const opened = JSON.parse(await unseal(receiver.privateKey, event.id, event.sealed)) as { people: unknown[] };
  expect(opened.people).toEqual([{ full_name: NAME, citizen_id: "096090001123" }]);
  await expect(unseal(receiver.privateKey, "another", event.sealed)).rejects.toThrow();
});

test("a slip that a passage keys in leaves the list in the same step", async () => {
  const slip = { number: "K7-1", at: NOW.getTime(), people: 2, plateEnd: "" };
  await passage({ kind: "slip", slip });
  expect(await store.slips.count()).toBe(1);
  await passage({ keyedSlip: "K7-1" });
  expect(await store.slips.count()).toBe(0);
});

test.each(["stored", "duplicate", "held"])("an event leaves the phone when it is %s", async (outcome) => {
  const event = await passage();
  expect(await sync(server(said(outcome)))).toEqual({ kind: "answered", removed: 1, kept: 0 });
  expect(await store.outbox.count()).toBe(0);
  expect((await store.receipts.get(event.id))?.digest).toBe(event.digest);
});

test.each([
  ["an answer with another digest", server(said("stored", { digest: "0".repeat(64) }))],
  ["an answer about another event", server(said("stored", { id: "another" }))],
  ["an empty answer", server(() => ({ events: [] }))],
  ["a captive portal's page with status 200", server(() => "<html>Đăng nhập Wi-Fi</html>")],
  ["an answer cut in the middle", server(() => '{"events": [{"id": "')],
  ["a list instead of an object", server(() => "[]")],
  ["null", server(() => "null")],
  ["a server error", server(said("stored"), { status: 503 })],
  ["a line that breaks", (): Promise<Response> => Promise.reject(new TypeError("network"))],
])("after %s the event still waits", async (_, request) => {
  await passage();
  expect((await sync(request)).kind).toBe("failed");
  expect(await queueCounts(store)).toEqual({ waiting: 1, sending: 0, kept: 0 });
});

test.each(["different", "refused"])("an event that is %s stays, is shown, and does not stop the others", async (outcome) => {
  const bad = await passage();
  await passage();
  const mixed = (events: SealedEvent[]): unknown => ({
    events: events.map(({ id, digest }) => ({ id, digest, outcome: id === bad.id ? outcome : "stored", code: "too_large" })),
  });
  expect(await sync(server(mixed))).toEqual({ kind: "answered", removed: 1, kept: 1 });
  expect(await store.outbox.get(bad.id)).toMatchObject({ state: "kept", code: "too_large" });
  expect(await sync(server(mixed))).toEqual({ kind: "nothing" });
});

test("an answer for half of a batch frees that half only", async () => {
  await passage();
  await passage();
  const half = (events: SealedEvent[]): unknown => said("stored")(events.slice(0, 1));
  await sync(server(half));
  expect((await store.outbox.toArray()).map((row) => row.seq)).toEqual([2]);
});

test("two tabs that send at once send each event once", async () => {
  for (let i = 0; i < 5; i += 1) await passage();
  const seen: string[] = [];
  const slow: typeof fetch = async (input, init) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return server((events) => {
      seen.push(...events.map((event) => event.id));
      return said("stored")(events);
    })(input, init);
  };
  await Promise.all([sync(slow), sync(slow)]);
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
});

test("what a phone that was killed left as being sent is sent again", async () => {
  await passage();
  await store.outbox.toCollection().modify({ state: "sending" });
  expect(await sync(server(said("duplicate")))).toEqual({ kind: "answered", removed: 1, kept: 0 });
});

test("events of an earlier enrolment go out under the earlier device", async () => {
  const old = await passage();
  await store.devices.put(await aDevice("device-2", 2));
  const fresh = await passage();
  expect([fresh.device, fresh.seq]).toEqual(["device-2", 1]);
  const asked: string[] = [];
  const noting: typeof fetch = (input, init) => {
    asked.push(new Headers(init?.headers).get("Authorization") ?? "");
    return server(said("stored"))(input, init);
  };
  await sync(noting);
  await sync(noting);
  expect(asked).toEqual([`Device ${old.device}.secret`, "Device device-2.secret"]);
});

test("a batch holds fifty events and a quarter of a megabyte, and always one", () => {
  const row = (bytes: number): never => ({ bytes }) as never;
  expect(batchOf(Array.from({ length: 80 }, () => row(100)), 50)).toHaveLength(50);
  expect(batchOf(Array.from({ length: 20 }, () => row(30_000)), 50)).toHaveLength(8);
  expect(batchOf([row(BATCH_BYTES * 2), row(10)], 50)).toHaveLength(1);
});

test("pauses double up to five minutes, and never undercut what the server asks for", () => {
  expect(pauseAfter(1, 1, 0)).toBe(2000);
  expect(pauseAfter(3, 0, 0)).toBe(4000);
  expect(pauseAfter(30, 1, 0)).toBe(300_000);
  expect(pauseAfter(1, 0, 60_000)).toBe(60_000);
  expect(waitAsked("120", NOW)).toBe(120_000);
  expect(waitAsked("Wed, 15 Sep 2021 02:01:00 GMT", NOW)).toBe(60_000);
  expect(waitAsked("soon", NOW)).toBe(0);
});

test("entries of an answer that are no entries are passed over", () => {
  expect(answersIn('{"events": [null, 3, {"id": "a"}, {"id": "a", "outcome": "stored"}]}')).toHaveLength(1);
});

test("receipts and traces go after seven days, the outbox never", async () => {
  await passage();
  await store.receipts.put({ id: "r", seq: 1, digest: "", outcome: "stored", at: NOW.getTime() });
  await forgetOld(store, NOW.getTime() + 8 * 86_400_000);
  expect([await store.receipts.count(), await store.traces.count(), await store.outbox.count()]).toEqual([0, 0, 1]);
});

test("what lies under the PIN is read with it alone", async () => {
  const vault = await newVault(store, "246810", 1000);
  await vault.put("people", { name: NAME });
  expect(JSON.stringify(await store.locked.toArray())).not.toContain("Nguyễn");
  expect(await unlock(store, "111111")).toEqual({ kind: "wrong", left: TRIES - 1 });
  const opened = await unlock(store, "246810");
  expect(opened.kind === "open" && (await opened.vault.get("people"))).toEqual({ name: NAME });
});

test("ten wrong PINs wipe the work list and the draft, never the outbox", async () => {
  await passage();
  const vault = await newVault(store, "246810", 1000);
  await vault.put("draft", {});
  for (let i = 1; i < TRIES; i += 1) await unlock(store, "111111");
  expect(await unlock(store, "111111")).toEqual({ kind: "wiped" });
  expect(await unlock(store, "246810")).toEqual({ kind: "wiped" });
  expect([await store.locked.count(), await store.outbox.count()]).toEqual([0, 1]);
});

test("a right PIN gives all tries back", async () => {
  await newVault(store, "246810", 1000);
  await unlock(store, "111111");
  await unlock(store, "246810");
  expect(await unlock(store, "111111")).toEqual({ kind: "wrong", left: TRIES - 1 });
});

test("wiping keeps the device, its chain and what waits", async () => {
  await passage();
  await wipe(store);
  expect((await store.device())?.seq).toBe(1);
  expect(await store.outbox.count()).toBe(1);
});

test("the rescue file is a ZIP with every waiting event as it is sealed", async () => {
  const event = await passage();
  const bytes = new Uint8Array(await (await rescueFile(store, NOW)).arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  expect([...bytes.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
  expect(text).toContain(event.digest);
  expect(text).not.toContain("Nguyễn");
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect((await zipOf([]).arrayBuffer()).byteLength).toBe(22);
});

test("an instant says what the phone's clock says, with its offset", () => {
  expect(Date.parse(instantWithOffset(NOW))).toBe(NOW.getTime());
  expect(instantWithOffset(NOW)).toMatch(/^2021-09-15T\d\d:\d\d:00\.000[+-]\d\d:\d\d$/);
});
