/* The events of docs/protocols/posts.md and what they carry. */

import type { Json } from "../../src/shared/canonical";
import type { Sealed } from "../../src/shared/seal";

export type Kind = "passage" | "slip" | "opening" | "shift" | "test" | "strike" | "call";
export type Outcome = "let_through" | "refused" | "referred";
export type Colour = "green" | "yellow" | "red";
export type Direction = "in" | "out";

export interface SealedEvent {
  readonly id: string;
  readonly device: string;
  readonly seq: number;
  readonly prev: string;
  readonly schema: 1;
  readonly kind: Kind;
  readonly captured_at: string;
  readonly tz: string;
  readonly uptime_ms: number;
  readonly officer: string;
  readonly payload: null;
  readonly sealed: Sealed;
  readonly digest: string;
}

export type Payload = { readonly [key: string]: Json };

/** The device's clock with its own offset: "2021-09-15T09:00:00.000+07:00". */
export function instantWithOffset(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(minutes);
  const pad = (n: number): string => String(n).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** The day of the phone's clock: "2021-09-15". */
export function dayOf(at: Date): string {
  return instantWithOffset(at).slice(0, 10);
}
