/* What the province sends down: rules, revocations, the hot list and today's officers, under the PIN. */

import { base64url, fromBase64url, sha256, utf8 } from "../../src/shared/canonical";
import type { RuleSet } from "./mirror";
import type { Device, Store } from "./store";
import { type Vault, wipe } from "./vault";

export interface Officer {
  readonly id: string;
  readonly name: string;
  readonly force: string;
}

export interface Hot {
  readonly kind: "citizen" | "plate" | "pass";
  readonly hash: string;
  readonly why: string;
}

export type Place = readonly [path: string, name: string, within: string];

/** Stays after the lease, for verdicts: nothing of it is about a person. */
export interface Rules {
  readonly rules: RuleSet;
  /** Path, name, within: communes of the province, districts of the country. */
  readonly places?: readonly Place[];
  readonly passKeys: Readonly<Record<string, string>>;
  readonly revokedPasses: readonly string[];
  /** The province's path: "96/". */
  readonly province: string;
}

/** Goes with the lease. */
export interface People {
  readonly hot: readonly Hot[];
  readonly hotSalt: string;
  readonly officers: readonly Officer[];
}

/** "unreached": no answer came; "failed": one came, and was none that we can use. */
export type Fetched = "new" | "same" | "revoked" | "wiped" | "failed" | "unreached";

const PATIENCE_MS = 30_000;
export const LEASE_MS = 72 * 3_600_000;

interface Answer {
  readonly server_time: string;
  readonly lease_until: string;
  readonly rules: RuleSet;
  readonly places?: readonly Place[];
  readonly hot: readonly Hot[];
  readonly hot_salt: string;
  readonly revoked_passes: readonly string[];
  readonly pass_keys: Readonly<Record<string, string>>;
  readonly officers: readonly Officer[];
  readonly post: { readonly area: string };
  readonly wipe?: boolean;
}

/** Asks for the work list. The lease is counted on the phone's own clock from the answer, whatever it shows. */
export async function fetchWork(
  store: Store,
  vault: Vault,
  device: Device,
  now: () => Date,
): Promise<Fetched> {
  const etag = await store.setting("etag", "");
  const headers: Record<string, string> = { Authorization: `Device ${device.id}.${device.token}` };
  if (etag) headers["If-None-Match"] = etag;
  try {
    const response = await fetch("/api/v1/devices/self/work", {
      headers,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 401) return await onUnauthorised(store, device, response);
    if (response.status === 304) {
      await store.set("lease", now().getTime() + LEASE_MS);
      return "same";
    }
    if (!response.ok) return "failed";
    const answer = (await response.json()) as Answer;
    if (answer.wipe === true) {
      await wipe(store);
      await store.set("wiped", "remote");
      return "wiped";
    }
    await takeIn(store, vault, answer, now().getTime());
    await store.set("etag", response.headers.get("ETag") ?? "");
    return "new";
  } catch {
    return "unreached";
  }
}

async function onUnauthorised(store: Store, device: Device, response: Response): Promise<Fetched> {
  const body = (await response.json()) as { code?: string };
  if (body.code !== "revoked") return "failed";
  await store.devices.update(device.id, { revoked: true });
  await wipe(store);
  return "revoked";
}

async function takeIn(store: Store, vault: Vault, answer: Answer, now: number): Promise<void> {
  const length = Date.parse(answer.lease_until) - Date.parse(answer.server_time);
  if (!answer.rules || Number.isNaN(length)) throw new TypeError("no work list of ours");
  const rules: Rules = {
    rules: answer.rules,
    places: answer.places ?? [],
    passKeys: answer.pass_keys,
    revokedPasses: answer.revoked_passes,
    province: `${answer.post.area.split("/")[0] ?? ""}/`,
  };
  const { hot, officers } = answer;
  const people: People = { hot, hotSalt: answer.hot_salt, officers };
  await vault.put("rules", rules);
  await vault.put("people", people);
  await store.set("lease", now + Math.min(length, LEASE_MS));
  const { version } = answer.rules as { version?: string };
  await store.set("rules-version", version ?? "");
  await store.set("work-at", now);
}

/** The people's part while the lease runs; after it the part is deleted and comes again with the next contact. */
export async function peopleIn(
  store: Store,
  vault: Vault,
  now: number,
): Promise<People | undefined> {
  if ((await store.setting("lease", 0)) > now) return vault.get<People>("people");
  await vault.drop("people");
  await store.set("etag", "");
  return undefined;
}

/** Why a number, plate or pass is on the hot list, or "". */
export async function hotWhy(
  people: People | undefined,
  kind: Hot["kind"],
  value: string,
): Promise<string> {
  if (!people || !value) return "";
  const full = await sha256(new Uint8Array([...fromBase64url(people.hotSalt), ...utf8(value)]));
  const hash = base64url(full.slice(0, 16));
  return people.hot.find((hot) => hot.kind === kind && hot.hash === hash)?.why ?? "";
}
