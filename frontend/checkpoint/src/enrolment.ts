/* Making this phone a device of a post. */

import { base64url } from "../../src/shared/canonical";
import type { Device, Store } from "./store";

export class Refused extends Error {}

interface Answer {
  readonly device: string;
  readonly token: string;
  readonly post: string;
  readonly name_of_post: string;
  readonly sealing_key: string;
}

/** The one-time code in `#enrol=…` of an address, or in a scanned text; "" when there is none. */
export function codeIn(text: string): string {
  return /(?:^|#)enrol=([\w-]+)/.exec(text)?.[1] ?? "";
}

/** Asks to be enrolled. Throws Refused with the server's words, or what fetch throws without a network. */
export async function enrol(store: Store, code: string, name: string, now: number): Promise<Device> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await crypto.subtle.generateKey(curve, false, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", keys.publicKey);
  const response = await fetch("/api/v1/devices/enrol", {
    method: "POST",
    credentials: "omit",
    cache: "no-store",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code, name, public_key: base64url(new Uint8Array(spki)) }),
  });
  if (response.status >= 500) throw new TypeError(String(response.status));
  const answer = (await response.json()) as Answer & { reasons?: string[] };
  if (!response.ok) throw new Refused(answer.reasons?.join(" ") ?? "");
  const device: Device = {
    id: answer.device,
    token: answer.token,
    post: answer.post,
    postName: answer.name_of_post,
    sealingKey: answer.sealing_key,
    name,
    signingKey: keys.privateKey,
    enrolledAt: now,
    revoked: false,
    seq: 0,
    last: "",
  };
  await store.devices.put(device);
  return device;
}
