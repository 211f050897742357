import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { base64url, canonical, digestOf, fromBase64url, type Json } from "./canonical";
import { seal, type Sealed, unseal } from "./seal";
import { uuid7 } from "./uuid7";

interface Vectors {
  canonical: { value: Json; text: string; digest: string }[];
  sealed: { private_key: string; id: string; sealed: Sealed; text: string };
}
const vectors = JSON.parse(readFileSync("../vectors/events.json", "utf8")) as Vectors;

test.each(vectors.canonical)("$text is the one text of its value", async ({ value, text, digest }) => {
  expect(canonical(value)).toBe(text);
  expect(await digestOf(value)).toBe(digest);
});

test.each([1.5, Number.NaN, 2 ** 53])("%s is refused", (value) => {
  expect(() => canonical({ value })).toThrow(TypeError);
});

test("what Python sealed is opened here", async () => {
  const { private_key, id, sealed, text } = vectors.sealed;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("pkcs8", fromBase64url(private_key), curve, false, ["deriveBits"]);
  expect(await unseal(key, id, sealed)).toBe(text);
});

test("a changed byte breaks the seal, and two seals of one text differ", async () => {
  const keys = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const raw = base64url(new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey)));
  const first = await seal(raw, "id", "Chữ Việt");
  const second = await seal(raw, "id", "Chữ Việt");
  expect(await unseal(keys.privateKey, "id", first)).toBe("Chữ Việt");
  expect(first.text).not.toBe(second.text);
  const bytes = fromBase64url(first.text);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await expect(unseal(keys.privateKey, "id", { ...first, text: base64url(bytes) })).rejects.toThrow();
});

test("ids tell the time, sort by it and do not repeat", () => {
  const at = Date.UTC(2021, 8, 15);
  const ids = Array.from({ length: 200 }, () => uuid7(at));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(200);
  expect(Number.parseInt((ids[0] ?? "").replace("-", "").slice(0, 12), 16)).toBe(at);
  expect(uuid7(at + 1) > uuid7(at)).toBe(true);
});
