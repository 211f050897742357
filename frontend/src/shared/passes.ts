// The province's signed personal code, verified without a network: as
// lachan/arrivals/rules/passes.py, where its one form is explained.

import { ed25519 } from "@noble/curves/ed25519.js";

import { instantOf } from "./days";

export type PassFault =
  | "invalid"
  | "unknown_key"
  | "wrong_type"
  | "wrong_province"
  | "not_yet_valid"
  | "expired"
  | "revoked";

export interface PassClaims {
  /** 16 random bytes, in hex. */
  token: string;
  area: string;
  issued_at: number;
  expires_at: number;
  kind: string;
}
export interface PassVerdict {
  fault: PassFault | null;
  /** There once the signature is proved, fault or not. */
  claims: PassClaims | null;
  keyId: string;
}
export interface PassOptions {
  /** ISO instant or milliseconds. */
  now: string | number;
  /** Tokens in hex. */
  revoked?: Iterable<string>;
  kind?: string;
  /** The path in which the code's area must lie; empty: anywhere. */
  province?: string;
}
/** Ed25519 public keys by key id in hex; a key is 32 bytes, raw, in hex or in base64url. */
export type PassKeys = Record<string, Uint8Array | string>;

export const passPrefix = "LC1:";
const longest = 600;
const tokenBytes = 16;
const leeway = 10 * 60_000;
const eddsa = -8;
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

class NotAPass extends Error {}

/** Whether a scanned text is a code of ours that holds. Never throws for what was scanned. */
export function verifyPass(text: string, keys: PassKeys, options: PassOptions): PassVerdict {
  let message: Message;
  try {
    message = messageOf(text);
  } catch {
    return { fault: "invalid", claims: null, keyId: "" };
  }
  const keyId = hex(message.keyId);
  if (!Object.hasOwn(keys, keyId)) return { fault: "unknown_key", claims: null, keyId };
  if (!isSigned(message, keys[keyId]!)) return { fault: "invalid", claims: null, keyId };
  return { fault: faultOf(message.claims, options), claims: message.claims, keyId };
}

function faultOf(claims: PassClaims, options: PassOptions): PassFault | null {
  const now = typeof options.now === "number" ? options.now : instantOf(options.now);
  if (claims.kind !== (options.kind ?? "person")) return "wrong_type";
  if (!claims.area.startsWith(options.province ?? "")) return "wrong_province";
  if (claims.issued_at > now + leeway) return "not_yet_valid";
  if (claims.expires_at <= now) return "expired";
  return new Set(options.revoked ?? []).has(claims.token) ? "revoked" : null;
}

function isSigned(message: Message, key: Uint8Array | string): boolean {
  try {
    const signed = signedBytes(message.protected, message.payload);
    return ed25519.verify(message.signature, signed, keyBytes(key), { zip215: false });
  } catch {
    return false;
  }
}

interface Message {
  protected: Uint8Array;
  payload: Uint8Array;
  signature: Uint8Array;
  keyId: Uint8Array;
  claims: PassClaims;
}

function messageOf(text: string): Message {
  if (text.length > longest || !text.startsWith(passPrefix)) throw new NotAPass();
  const outer = new Reader(base45(text.slice(passPrefix.length)));
  outer.expect(6, 18);
  outer.expect(4, 4);
  const head = outer.bytes();
  outer.expect(5, 0);
  const payload = outer.bytes();
  const signature = outer.bytes();
  outer.end();
  if (signature.length !== 64) throw new NotAPass();
  const reader = new Reader(head);
  reader.expect(5, 2);
  reader.key(1);
  reader.key(eddsa);
  reader.key(4);
  const keyId = reader.bytes();
  reader.end();
  return { protected: head, payload, signature, keyId, claims: claimsOf(payload) };
}

function claimsOf(payload: Uint8Array): PassClaims {
  const body = new Reader(payload);
  body.expect(5, 5);
  body.key(2);
  const kind = body.text();
  body.key(3);
  const area = body.text();
  body.key(4);
  const expires = body.time();
  body.key(6);
  const issued = body.time();
  body.key(7);
  const token = body.bytes();
  body.end();
  if (token.length !== tokenBytes) throw new NotAPass();
  return { token: hex(token), area, issued_at: issued, expires_at: expires, kind };
}

/** Reads just the CBOR that codes are made of, each number in its shortest form only. */
class Reader {
  #at = 0;

  constructor(private readonly content: Uint8Array) {}

  expect(major: number, number: number): void {
    const [foundMajor, foundNumber] = this.#head();
    if (foundMajor !== major || foundNumber !== number) throw new NotAPass();
  }

  key(number: number): void {
    if (number >= 0) this.expect(0, number);
    else this.expect(1, -1 - number);
  }

  bytes(): Uint8Array {
    return this.#string(2);
  }

  text(): string {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.#string(3));
  }

  /** Milliseconds of an instant before the year 2106. */
  time(): number {
    const [major, seconds] = this.#head();
    if (major !== 0) throw new NotAPass();
    return seconds * 1000;
  }

  end(): void {
    if (this.#at !== this.content.length) throw new NotAPass();
  }

  #string(wanted: number): Uint8Array {
    const [major, length] = this.#head();
    if (major !== wanted) throw new NotAPass();
    return this.#take(length);
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.content.length) throw new NotAPass();
    const taken = this.content.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  #head(): [number, number] {
    const first = this.#take(1)[0]!;
    const short = first & 31;
    if (short < 24) return [first >> 5, short];
    if (short > 26) throw new NotAPass();
    const number = this.#take(1 << (short - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    if (number < [24, 1 << 8, 1 << 16][short - 24]!) throw new NotAPass();
    return [first >> 5, number];
  }
}

/** ["Signature1", protected, "", payload] as CBOR: what is signed (RFC 9052, 4.4). */
function signedBytes(head: Uint8Array, payload: Uint8Array): Uint8Array {
  const context = new TextEncoder().encode("Signature1");
  const parts = [
    [0x84, 0x60 | context.length, ...context],
    [...headOf(head.length), ...head],
    [0x40],
    [...headOf(payload.length), ...payload],
  ];
  return Uint8Array.from(parts.flat());
}

function headOf(length: number): number[] {
  if (length < 24) return [0x40 | length];
  return length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
}

function base45(text: string): Uint8Array {
  const found: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((letter) => alphabet.indexOf(letter));
    if (digits.length === 1 || digits.includes(-1)) throw new NotAPass();
    const value = digits[0]! + digits[1]! * 45 + (digits[2] ?? 0) * 2025;
    if (value > (digits.length === 3 ? 0xffff : 0xff)) throw new NotAPass();
    if (digits.length === 3) found.push(value >> 8);
    found.push(value & 255);
  }
  return Uint8Array.from(found);
}

const hex = (content: Uint8Array): string =>
  [...content].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function keyBytes(key: Uint8Array | string): Uint8Array {
  if (typeof key !== "string") return key;
  if (/^[0-9a-f]{64}$/i.test(key))
    return Uint8Array.from(key.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  const plain = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
