// Where a stay was, told as a path, a code or a name: as lachan/policies/rules/areas.py.

import { placeKey } from "./names";
import type { Area, RuleSet } from "./rules";

export interface Place {
  world: string;
  paths: string[];
}

// Days since 1970 of 1/7/2025: from then on two digits are a province of the new world.
const newWorldOn = 20270;
const path = /^(?:[0-9]{2}|abroad)(?:\/[0-9A-Za-z]+)*\/?$/;
const code = /^(?:[0-9]{3}|[0-9]{5})$/;
const abroad = new Set(["abroad", "nuoc ngoai", "ngoai", "o nuoc ngoai"]);
// Countries from which people mostly come, where no rule names them itself.
const countries = new Set(
  (
    "campuchia|cambodia|lao|laos|thai lan|thailand|trung quoc|china|han quoc|nhat ban|dai loan|" +
    "singapore|malaysia|myanmar|indonesia|philippines|an do|hoa ky"
  ).split("|"),
);

export const inWorld = (area: Area, world: string): string[] =>
  world === "before"
    ? (area.before ?? [])
    : world === "after"
      ? (area.after ?? [])
      : [...(area.before ?? []), ...(area.after ?? [])];

/** Whether the place lies in the area; null where only a part does, or it cannot be told. */
export function isWithin(place: Place, area: Area): boolean | null {
  const covers = inWorld(area, place.world);
  if (covers.length === 0) return null;
  if (place.paths.every((own) => covers.some((cover) => own.startsWith(cover)))) return true;
  const meets = place.paths.some((own) =>
    covers.some((cover) => own.startsWith(cover) || cover.startsWith(own)),
  );
  return meets ? null : false;
}

const same = (a: Place, b: Place): boolean =>
  a.world === b.world && a.paths.join() === b.paths.join();

function gather<T>(into: Map<string, T[]>, key: string, value: T, equal?: (a: T, b: T) => boolean) {
  const known = into.get(key) ?? [];
  if (!equal || !known.some((other) => equal(other, value))) known.push(value);
  into.set(key, known);
}

/** The areas and provinces of one rule set, ready to be asked. */
export class Atlas {
  readonly areas = new Map<string, Area>();
  #provinces = new Map<string, Place[]>();
  #worlds = new Map<string, string[]>();
  #names = new Map<string, Area[]>();
  #codes = new Map<string, Place[]>();
  #found = new Map<string, Place | null>();

  constructor(ruleset: RuleSet) {
    for (const province of ruleset.provinces ?? []) {
      gather(this.#worlds, province.path, province.world, (a, b) => a === b);
      for (const name of [province.name, ...(province.names ?? [])])
        gather(
          this.#provinces,
          placeKey(name),
          { world: province.world, paths: [province.path] },
          same,
        );
    }
    for (const area of ruleset.areas ?? []) {
      this.areas.set(area.key, area);
      for (const key of new Set([area.name, ...(area.names ?? [])].map(placeKey)))
        gather(this.#names, key, area);
      for (const world of ["before", "after"])
        for (const own of inWorld(area, world)) {
          const last = own.replace(/\/+$/, "").split("/").at(-1)!;
          gather(this.#codes, last, { world, paths: [own] }, same);
        }
    }
  }

  /** Where the words say; `day` (since 1970) tells which world a bare province belongs to. */
  place(words: string, day: number): Place | null {
    const world = day >= newWorldOn ? "after" : "before";
    const key = `${world} ${words}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      if (this.#found.size > 50_000) this.#found.clear();
      found = this.#place(words.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""), world);
      this.#found.set(key, found);
    }
    return found;
  }

  #place(words: string, world: string): Place | null {
    if (path.test(words)) return this.#byPath(words.replace(/\/+$/, "") + "/", world);
    if (code.test(words)) return only(this.#codes.get(words) ?? [], world);
    const keys = words
      .split(/[,;|\n]+/)
      .map(placeKey)
      .filter((key) => key);
    if (keys.some((key) => abroad.has(key))) return { world: "abroad", paths: ["abroad/"] };
    for (let i = keys.length - 1; i >= 0; i--)
      if (this.#provinces.has(keys[i]!)) {
        const province = only(this.#provinces.get(keys[i]!)!, world);
        return this.#finer(keys.slice(0, i), province) ?? province;
      }
    const whole = keys.join(" ");
    const byLength = [...this.#provinces.keys()].sort(
      (a, b) => b.length - a.length || (a < b ? -1 : 1),
    );
    for (const key of byLength)
      if (key && whole.endsWith(" " + key)) {
        const province = only(this.#provinces.get(key)!, world);
        return this.#finer([placeKey(whole.slice(0, -key.length))], province) ?? province;
      }
    const area = this.#finer(keys, null);
    if (area === null && keys.some((key) => countries.has(key)))
      return { world: "abroad", paths: ["abroad/"] };
    return area;
  }

  #byPath(own: string, world: string): Place | null {
    const parts = own.replace(/\/+$/, "").split("/");
    if (parts[0] === "abroad") return { world: "abroad", paths: [own] };
    const worlds = this.#worlds.get(parts[0] + "/") ?? [];
    if (this.#worlds.size > 0 && worlds.length === 0) return null;
    const meant = parts.length === 1 ? world : parts[1]!.length === 3 ? "before" : "after";
    return {
      world: worlds.length === 0 || worlds.includes(meant) ? meant : worlds[0]!,
      paths: [own],
    };
  }

  /** The one area that rules name so, within the province where one was told. */
  #finer(keys: string[], province: Place | null): Place | null {
    for (const key of keys) {
      const fitting = (this.#names.get(key) ?? [])
        .map((area) => byWorld(area, province))
        .filter((place) => place !== null);
      if (fitting.length === 1) return fitting[0]!;
    }
    return null;
  }
}

function only(places: Place[], world: string): Place | null {
  const there = places.filter((place) => place.world === world);
  if (there.length === 1) return there[0]!;
  return places.length === 1 ? places[0]! : null;
}

function byWorld(area: Area, province: Place | null): Place | null {
  const before = area.before ?? [];
  const after = area.after ?? [];
  if (province === null) {
    if (before[0]?.startsWith("abroad/")) return { world: "abroad", paths: before };
    if (before.length > 0) return { world: "before", paths: before };
    return after.length > 0 ? { world: "after", paths: after } : null;
  }
  const paths = province.world === "before" ? before : after;
  return paths.length > 0 && paths.every((own) => own.startsWith(province.paths[0]!))
    ? { world: province.world, paths }
    : null;
}
