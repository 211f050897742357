/* Places to choose from without a network: provinces, areas that rules name, districts, own communes. */

import { folded } from "../../src/shared/names";
import type { Spot } from "./fields";
import type { RuleSet } from "./mirror";
import type { Place } from "./worklist";

const NEW_WORLD_ON = "2025-07-01";

interface Known extends Spot {
  readonly keys: string[];
}

/**
 * A search over the places that the rules carry, in the administrative world of `today`, and over `places`.
 * What lies in `home` ("96/") comes first among equals when `home` is given: where people go.
 */
export function spotSearch(
  ruleset: RuleSet,
  today: string,
  places: readonly Place[] = [],
  home = "",
): (typed: string) => Spot[] {
  const world = today >= NEW_WORLD_ON ? "after" : "before";
  const provinces = (ruleset.provinces ?? []).filter((province) => province.world === world);
  const nameOf = new Map(provinces.map(({ path, name }) => [path, name]));
  const known: Known[] = provinces.map(({ path, name, names }) => ({
    ...{ name, path, within: "", key: path },
    keys: [name, ...(names ?? [])].map((each) => folded(each)),
  }));
  for (const area of ruleset.areas ?? []) {
    const paths = (world === "after" ? area.after : area.before) ?? [];
    const path = paths.length === 1 ? (paths[0] ?? "") : "";
    const province = known.find((spot) => spot.path !== "" && spot.path === path);
    if (province) {
      province.keys.push(...[area.name, ...(area.names ?? [])].map((name) => folded(name)));
      continue;
    }
    const within = nameOf.get(`${(paths[0] ?? "").split("/")[0]}/`) ?? "";
    const keys = [area.name, ...(area.names ?? [])].map((name) => folded(`${name} ${within}`));
    known.push({ name: area.name, path, within, key: area.name, keys });
  }
  const taken = new Set(known.map((spot) => spot.path));
  for (const [path, name, within] of places) {
    if (taken.has(path)) continue;
    known.push({ name, path, within, key: path, keys: [folded(`${name} ${within}`)] });
  }
  const away = (spot: Known): boolean => home !== "" && !spot.path.startsWith(home);
  return (typed) => {
    const asked = folded(typed);
    if (!asked) return [];
    const rank = (spot: Known): number => {
      if (spot.keys.some((key) => key.startsWith(asked))) return 0;
      if (spot.keys.some((key) => ` ${key}`.includes(` ${asked}`))) return 1;
      return asked.split(" ").every((part) => spot.keys.some((key) => ` ${key}`.includes(` ${part}`)))
        ? 2
        : 3;
    };
    return known
      .map((spot) => ({ spot, rank: rank(spot) }))
      .filter(({ rank: r }) => r < 3)
      .sort((a, b) => a.rank - b.rank || Number(away(a.spot)) - Number(away(b.spot)))
      .map(({ spot }) => spot);
  };
}
