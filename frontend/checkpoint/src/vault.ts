/* What lies under the PIN: the work list and the half-filled form. Ten wrong PINs wipe it; the outbox is
   sealed to the province and not under the PIN, so nothing that was captured is lost with it. */

import type { Locked, Store } from "./store";

export const TRIES = 10;
export const PIN_FORM = /^\d{6,12}$/;
const ITERATIONS = 300_000;
const CHECK = "check";

interface PinSetting {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iterations: number;
  readonly tries: number;
}

export type Unlocking =
  | { readonly kind: "open"; readonly vault: Vault }
  | { readonly kind: "wrong"; readonly left: number }
  | { readonly kind: "wiped" };

async function keyOf(pin: string, setting: PinSetting): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(pin);
  const material = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: setting.salt, iterations: setting.iterations },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** An open vault: values by name, as JSON, AES-GCM under the key of the PIN. */
export class Vault {
  constructor(
    private readonly store: Store,
    private readonly key: CryptoKey,
  ) {}

  async put(name: string, value: unknown): Promise<void> {
    await this.store.locked.put(await this.lock(name, value), name);
  }

  /** The value under the key of the PIN, to be stored under this name and no other. */
  async lock(name: string, value: unknown): Promise<Locked> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    const additionalData = new TextEncoder().encode(name);
    const parameters = { name: "AES-GCM", iv, additionalData };
    return { iv, text: await crypto.subtle.encrypt(parameters, this.key, bytes) };
  }

  /** The value, or undefined when there is none. Throws when the key is another. */
  async get<T>(name: string): Promise<T | undefined> {
    const locked = await this.store.locked.get(name);
    if (!locked) return undefined;
    const additionalData = new TextEncoder().encode(name);
    const parameters = { name: "AES-GCM", iv: locked.iv, additionalData };
    const bytes = await crypto.subtle.decrypt(parameters, this.key, locked.text);
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  }

  /** The names of the values that begin so. */
  async names(beginning: string): Promise<string[]> {
    return (await this.store.locked.where(":id").startsWith(beginning).primaryKeys()) as string[];
  }

  async drop(name: string): Promise<void> {
    await this.store.locked.delete(name);
  }
}

/** Begins a vault under a new PIN; what lay in an earlier one is gone. */
export async function newVault(
  store: Store,
  pin: string,
  iterations = ITERATIONS,
): Promise<Vault> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const setting: PinSetting = { salt, iterations, tries: 0 };
  const vault = new Vault(store, await keyOf(pin, setting));
  await wipe(store);
  await store.set("pin", setting);
  await vault.put(CHECK, "open");
  return vault;
}

/** Tries a PIN. The try is counted before it is made, so that killing the app gives no further ones. */
export async function unlock(store: Store, pin: string): Promise<Unlocking> {
  const setting = await store.setting<PinSetting | undefined>("pin", undefined);
  if (!setting) return { kind: "wiped" };
  const tries = setting.tries + 1;
  await store.set("pin", { ...setting, tries });
  const vault = new Vault(store, await keyOf(pin, setting));
  const isRight = await vault.get(CHECK).then(
    (value) => value === "open",
    () => false,
  );
  if (isRight) {
    await store.set("pin", { ...setting, tries: 0 });
    return { kind: "open", vault };
  }
  if (tries < TRIES) return { kind: "wrong", left: TRIES - tries };
  await wipe(store);
  return { kind: "wiped" };
}

/** Deletes the work list, the draft and the PIN; never the outbox. */
export async function wipe(store: Store): Promise<void> {
  await store.transaction("rw", store.locked, store.settings, async () => {
    await store.locked.clear();
    await store.settings.bulkDelete(["pin", "etag", "lease", "calls-etag", "calls-at"]);
  });
}
