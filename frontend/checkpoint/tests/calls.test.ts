import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import {
  agreedAt,
  type CallList,
  callsIn,
  chosen,
  type Contact,
  fetchCalls,
  followedOf,
  followedToday,
  nameOfOwn,
  type OwnCall,
  ownCalls,
  type Told,
} from "../src/calls";
import { capture } from "../src/outbox";
import { type Device, Store } from "../src/store";
import { newVault, type Vault, wipe } from "../src/vault";

const NOW = Date.parse("2021-09-15T09:00:00+07:00");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NAME = "Phạm Thị Tiếp";

let store: Store;
let vault: Vault;
let count = 0;

beforeEach(async () => {
  vi.stubGlobal("__APP_VERSION__", "test");
  count += 1;
  store = new Store(`calls-${count}`);
  vault = await newVault(store, "246810", 10);
  await store.set("lease", NOW + 72 * HOUR);
});

const patience = { first: 60, retry: 30, own_tries: 2, other_tries: 2, visit_tries: 1, visit: 240, police: 720 };

function contact(change: Partial<Contact> = {}): Contact {
  return {
    ...{ key: "c1", name: NAME, birth: "1990", phones: ["0912345678"], hamlet: "Ấp 3", address: "12" },
    ...{ level: 1, named_at: "2021-09-15T08:00:00+07:00", exposed_on: "2021-09-12" },
    ...{ follow_until: "2021-09-26", has_team: true, tries: [] },
    ...change,
  };
}

function list(change: Partial<CallList> = {}): CallList {
  return {
    ...{ team: { name: "Tổ 1", unit: "Xã An Xuyên" }, patience, contacts: [contact()] },
    ...{ script: { source: "", is_unconfirmed: false, parts: [] }, left_out: 0, refused: [] },
    ...change,
  };
}

const tried = (key: string, outcome: Told["outcome"], at = "2021-09-15T08:30:00+07:00"): Told => ({
  ...{ key, outcome, at, way: "telephone", next_try_at: null },
});

const mine = (id: string, change: Partial<OwnCall> = {}): OwnCall => ({
  ...{ id, contact: "c1", name: NAME, at: NOW, way: "telephone", outcome: "no_answer" },
  ...{ nextTryAt: null, note: "" },
  ...change,
});

const device = { id: "d", token: "t" } as Device;
const at = (): Date => new Date(NOW);

function answering(body: unknown, init: ResponseInit = {}): typeof fetch {
  return async () => new Response(init.status === 304 ? null : JSON.stringify(body), init);
}

test("the list lies under the PIN, with its age, and nothing of it can be read without", async () => {
  const headers = { ETag: '"abc"' };
  expect(await fetchCalls(store, vault, device, at, answering(list(), { headers }))).toBe("new");
  const calls = await callsIn(store, vault, NOW);
  expect(calls?.list.contacts[0]?.name).toBe(NAME);
  expect(calls?.at).toBe(NOW);
  const kept = await Promise.all(store.tables.map((table) => table.toArray()));
  expect(JSON.stringify(kept)).not.toContain("Phạm");
});

test("an unchanged list is asked for by its tag and only grows younger", async () => {
  await fetchCalls(store, vault, device, at, answering(list(), { headers: { ETag: '"abc"' } }));
  const asked: string[] = [];
  const later = (): Date => new Date(NOW + HOUR);
  const request: typeof fetch = async (_, init) => {
    asked.push((init?.headers as Record<string, string>)["If-None-Match"] ?? "");
    return new Response(null, { status: 304 });
  };
  expect(await fetchCalls(store, vault, device, later, request)).toBe("same");
  expect(asked).toEqual(['"abc"']);
  expect((await callsIn(store, vault, NOW + HOUR))?.at).toBe(NOW + HOUR);
});

test("a phone that works for no team any more loses its list, and no answer of a stranger takes it", async () => {
  await fetchCalls(store, vault, device, at, answering(list()));
  for (const [body, status] of [[{}, 404], [{ code: "x" }, 404], [{}, 500], [{ contacts: "no" }, 200]] as const)
    expect(await fetchCalls(store, vault, device, at, answering(body, { status }))).toBe("failed");
  const portal: typeof fetch = async () => new Response("<h1>Wi-Fi</h1>");
  expect(await fetchCalls(store, vault, device, at, portal)).toBe("unreached");
  expect(await callsIn(store, vault, NOW)).toBeDefined();
  const gone = answering({ code: "no_list" }, { status: 404 });
  expect(await fetchCalls(store, vault, device, at, gone)).toBe("none");
  expect(await callsIn(store, vault, NOW)).toBeUndefined();
  expect(await store.setting("calls-etag", "")).toBe("");
});

test("the list goes with the lease, and with a wipe", async () => {
  await fetchCalls(store, vault, device, at, answering(list()));
  expect(await callsIn(store, vault, NOW + 73 * HOUR)).toBeUndefined();
  expect(await vault.get("calls")).toBeUndefined();
  await fetchCalls(store, vault, device, at, answering(list(), { headers: { ETag: '"abc"' } }));
  await wipe(store);
  expect(await store.locked.count()).toBe(0);
  expect(await store.setting("calls-etag", "")).toBe("");
});

async function withKeys(): Promise<void> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await crypto.subtle.generateKey(curve, false, ["sign", "verify"]);
  const receiver = await crypto.subtle.generateKey({ ...curve, name: "ECDH" }, true, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", receiver.publicKey));
  const words = { token: "t", post: "p", postName: "Trạm", name: "Máy 1", revoked: false, seq: 0, last: "" };
  const sealingKey = Buffer.from(raw).toString("base64url");
  await store.devices.put({ id: "d", sealingKey, signingKey: keys.privateKey, enrolledAt: 1, ...words });
}

test("a call is in the outbox and readable under the PIN from the same moment on", async () => {
  await withKeys();
  const own = mine("0190a8b4-0000-7000-8000-000000000001", { note: "sốt" });
  const name = nameOfOwn(own.id);
  const trace = { shift: "", outcome: "", colour: "", who: "P.T.T", people: 0, vehicle: 0, overridden: 0, tests: [] } as const;
  const event = await capture(
    store,
    {
      ...{ id: own.id, locked: { name, value: await vault.lock(name, own) }, kind: "call", officer: "Ba" },
      ...{ payload: { contact: "c1", outcome: "no_answer" }, trace: { ...trace, tests: [] } },
    },
    new Date(NOW),
  );
  expect(event.id).toBe(own.id);
  expect(await store.outbox.count()).toBe(1);
  expect(await ownCalls(vault)).toEqual([own]);
  const kept = JSON.stringify(await Promise.all(store.tables.map((table) => table.toArray())));
  expect(kept).not.toContain("Phạm");
  // After a week what was sent is forgotten; what waits never is.
  const later = (): Date => new Date(NOW + 8 * DAY);
  await fetchCalls(store, vault, device, later, answering(list()));
  expect(await ownCalls(vault)).toHaveLength(1);
  await store.outbox.clear();
  await fetchCalls(store, vault, device, later, answering(list()));
  expect(await ownCalls(vault)).toHaveLength(0);
});

test("what was recorded here counts at once, and once when the province knows it too", () => {
  const calls = { list: list(), at: NOW, own: [mine("e1")] };
  expect(followedOf(calls, contact(), NOW).stands).toMatchObject({ rung: "again", tries: 1 });
  const known = contact({ tries: [tried("e1", "no_answer")] });
  expect(followedOf(calls, known, NOW).stands.tries).toBe(1);
  const other = contact({ tries: [tried("e2", "no_answer")] });
  expect(followedOf(calls, other, NOW).stands).toMatchObject({ rung: "other_number", tries: 2 });
});

test("a call that the province refused does not count, and stays readable", () => {
  const calls = { list: list({ refused: [{ event: "e1", why: "vì" }] }), at: NOW, own: [mine("e1")] };
  expect(followedOf(calls, contact(), NOW).stands.rung).toBe("first");
  expect(calls.own[0]?.name).toBe(NAME);
});

test("whoever was reached today is done until tomorrow", () => {
  const calls = { list: list(), at: NOW, own: [mine("e1", { outcome: "well" })] };
  const today = followedOf(calls, contact(), NOW);
  expect([today.isDone, today.day, today.ofDays]).toEqual([true, 3, 14]);
  expect(followedOf(calls, contact(), NOW + DAY)).toMatchObject({ isDone: false, day: 4 });
});

test("who is due first stands first, and whose days are over stands no more", () => {
  const contacts = [
    contact({ key: "later", named_at: "2021-09-15T08:30:00+07:00" }),
    contact({ key: "first" }),
    contact({ key: "over", follow_until: "2021-09-14" }),
    contact({ key: "open", follow_until: null, named_at: "2021-09-15T08:45:00+07:00" }),
  ];
  const rows = followedToday({ list: list({ contacts }), at: NOW, own: [] }, NOW);
  expect(rows.map((row) => row.contact.key)).toEqual(["first", "later", "open"]);
});

test("the list is filtered, and found in without diacritics or by figures", () => {
  const contacts = [
    contact({ key: "due", name: "Đặng Văn Đủ", phones: ["0987654321"] }),
    contact({ key: "missed", tries: [tried("e1", "no_answer")] }),
    contact({ key: "done", tries: [tried("e2", "well")] }),
  ];
  const rows = followedToday({ list: list({ contacts }), at: NOW, own: [] }, NOW);
  const keys = (which: "due" | "missed" | "all", asked = ""): string[] =>
    chosen(rows, which, asked)
      .map((row) => row.contact.key)
      .sort();
  expect(keys("due")).toEqual(["due", "missed"]);
  expect(keys("missed")).toEqual(["missed"]);
  expect(keys("all")).toEqual(["done", "due", "missed"]);
  expect(keys("all", "dang du")).toEqual(["due"]);
  expect(keys("all", "ap 3")).toHaveLength(3);
  expect(keys("all", "0987 654")).toEqual(["due"]);
  expect(keys("all", "khong co")).toEqual([]);
});

test.each([
  ["17:00", "2021-09-15T17:00:00+07:00"],
  ["17h30", "2021-09-15T17:30:00+07:00"],
  ["17g15", "2021-09-15T17:15:00+07:00"],
  ["08:00", "2021-09-16T08:00:00+07:00"],
  ["25:00", null],
  ["chiều", null],
])("the agreed hour %s is the next one", (words, expected) => {
  expect(agreedAt(words, NOW)).toBe(expected === null ? null : Date.parse(expected));
});
