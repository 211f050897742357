/* Places to choose from without a network: provinces, and the areas that rules name. */

import { folded } from "../../src/shared/names";
import type { Spot } from "./fields";
import type { RuleSet } from "./mirror";

const NEW_WORLD_ON = "2025-07-01";

interface Known extends Spot {
  readonly keys: string[];
}

/** A search over the places that the rules carry, in the administrative world of `today`. */
export function spotSearch(ruleset: RuleSet, today: string): (typed: string) => Spot[] {
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
      .sort((a, b) => a.rank - b.rank)
      .map(({ spot }) => spot);
  };
}
