/* Sealing to the province's key: who seals cannot read it back (docs/protocols/posts.md).

   ECDH P-256 with an ephemeral key, HKDF-SHA-256 (info "lachan-event-1", no salt), AES-256-GCM with
   the event's id as associated data. */

import { base64url, type Bytes, fromBase64url, utf8 } from "./canonical";

export interface Sealed {
  readonly key: string;
  readonly iv: string;
  readonly text: string;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const INFO = "lachan-event-1";

async function sharedKey(own: CryptoKey, theirs: CryptoKey, use: KeyUsage): Promise<CryptoKey> {
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(INFO) },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    [use],
  );
}

/** Seals a text for the holder of `receiver` (raw P-256 point, base64url). */
export async function seal(receiver: string, id: string, text: string): Promise<Sealed> {
  const theirs = await crypto.subtle.importKey("raw", fromBase64url(receiver), CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const key = await sharedKey(own.privateKey, theirs, "encrypt");
  const iv: Bytes = crypto.getRandomValues(new Uint8Array(12));
  const parameters = { name: "AES-GCM", iv, additionalData: utf8(id) };
  const sealed = await crypto.subtle.encrypt(parameters, key, utf8(text));
  const point = await crypto.subtle.exportKey("raw", own.publicKey);
  return {
    key: base64url(new Uint8Array(point)),
    iv: base64url(iv),
    text: base64url(new Uint8Array(sealed)),
  };
}

/** What the server does; here for tests only. Throws when the id or a byte is another. */
export async function unseal(own: CryptoKey, id: string, sealed: Sealed): Promise<string> {
  const theirs = await crypto.subtle.importKey("raw", fromBase64url(sealed.key), CURVE, false, []);
  const key = await sharedKey(own, theirs, "decrypt");
  const parameters = { name: "AES-GCM", iv: fromBase64url(sealed.iv), additionalData: utf8(id) };
  const text = await crypto.subtle.decrypt(parameters, key, fromBase64url(sealed.text));
  return new TextDecoder().decode(text);
}
