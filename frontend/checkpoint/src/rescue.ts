/* The rescue file: what no receipt has come for, sealed as it lies here, in a ZIP without compression. */

import { canonical, digestOf, utf8 } from "../../src/shared/canonical";
import type { Store } from "./store";

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const POLYNOMIAL = 0xedb88320;

/** CRC-32 as ZIP wants it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function header(
  signature: number,
  fields: readonly (readonly [2 | 4, number])[],
): Uint8Array<ArrayBuffer> {
  const size = 4 + fields.reduce((sum, [width]) => sum + width, 0);
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return new Uint8Array(view.buffer);
}

/** A ZIP of stored entries; names are UTF-8; times are 1/1/1980, so the same content gives the same bytes. */
export function zipOf(entries: readonly Entry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const title = utf8(name);
    const shared = [
      ...([[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21]] as const),
      ...([[4, crc32(bytes)], [4, bytes.length], [4, bytes.length]] as const),
      ...([[2, title.length], [2, 0]] as const),
    ];
    const local = header(0x04034b50, shared);
    central.push(
      header(0x02014b50, [[2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]),
      title,
    );
    parts.push(local, title, bytes);
    offset += local.length + title.length + bytes.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const n = entries.length;
  const end = header(0x06054b50, [[2, 0], [2, 0], [2, n], [2, n], [4, size], [4, offset], [2, 0]]);
  return new Blob([...parts, ...central, end], { type: "application/zip" });
}

/** All events still in the outbox, oldest first, one a line, with a list of what they are. */
export async function rescueFile(store: Store, at: Date): Promise<Blob> {
  const rows = (await store.outbox.toArray()).sort((a, b) => a.seq - b.seq);
  const devices = await store.devices.toArray();
  const lines = rows.map((row) => canonical({ ...row.event, sealed: { ...row.event.sealed } }));
  const contents = {
    format: "lachan-rescue-1",
    made_at: at.toISOString(),
    devices: devices.map(({ id, post, seq }) => ({ id, post, last_seq: seq })),
    events: rows.length,
    digest_of_lines: await digestOf(lines),
  };
  return zipOf([
    { name: "events.jsonl", bytes: utf8(lines.map((line) => `${line}\n`).join("")) },
    { name: "contents.json", bytes: utf8(JSON.stringify(contents, undefined, 1)) },
  ]);
}
