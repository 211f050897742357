import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type PassKeys, verifyPass } from "./passes";

const rows = JSON.parse(
  readFileSync(new URL("../../../vectors/passes.json", import.meta.url), "utf8"),
) as {
  why: string;
  text: string;
  keys: PassKeys;
  now: string;
  revoked: string[];
  kind: string;
  province: string;
  expected: { fault: string | null; token: string | null; area: string | null; expires_at: string | null };
}[];

describe("the examples shared with the server", () => {
  it.each(rows)("$why", ({ text, keys, expected, ...options }) => {
    const { fault, claims } = verifyPass(text, keys, options);
    expect({
      fault,
      token: claims?.token ?? null,
      area: claims?.area ?? null,
      expires_at: claims ? new Date(claims.expires_at).toISOString().replace(".000Z", "+00:00") : null,
    }).toEqual(expected);
  });
});

describe("what is scanned", () => {
  const { text, keys, now } = rows[0]!;

  it("cannot be changed by one letter", () => {
    for (let i = 4; i < text.length; i++) {
      const changed = text.slice(0, i) + (text[i] === "0" ? "1" : "0") + text.slice(i + 1);
      expect(verifyPass(changed, keys, { now }).fault).toMatch(/invalid|unknown_key/);
    }
  });

  it("takes keys in base64url", () => {
    const [id, key] = Object.entries(keys)[0]!;
    const content = Buffer.from(key as string, "hex").toString("base64url");
    expect(verifyPass(text, { [id]: content }, { now }).fault).toBeNull();
  });
});
