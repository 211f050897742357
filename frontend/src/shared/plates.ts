// Vietnamese plates as people write and read them: as lachan/transport/rules/plates.py.

export type PlateKind = "car" | "motorbike" | "trailer" | "military" | "foreign" | "unknown";
export interface Plate {
  /** Compares: "69a 12345" and "69A-123.45" have one. */
  key: string;
  /** As it stands on the vehicle; what cannot be read keeps its letters. */
  words: string;
  kind: PlateKind;
}

const military = /^([A-Z]{2})([0-9]{2})([0-9]{2})$/;
const numbered = /^([0-9]{2})([A-ZĐ]{1,2})([0-9]{4,6})$/;
const foreign = /^(?:[0-9][A-Z]{1,2}[0-9]{4}|[A-Z]{2,3}[0-9]{3,4}[A-Z]?|[A-Z]{2,3}[0-9]{5})$/;
const splitSeries = /^[^A-ZĐ0-9]*[0-9]{2}[^A-ZĐ0-9]*[A-ZĐ][0-9][^A-ZĐ0-9]+[0-9]/;
const cars = new Set(["LD", "DA", "KT", "HC", "LB", "TD", "TĐ", "CD", "NG", "NN", "QT", "CV"]);
const trailers = new Set(["R", "RM"]);

export function readPlate(text: string): Plate {
  const capitals = text.normalize("NFKC").toUpperCase();
  const key = capitals.replace(/[^A-ZĐ0-9]/g, "").slice(0, 20);
  const found = numbered.exec(key);
  if (found) {
    const isSplit = splitSeries.test(capitals);
    return fromNumber(key, found[1]!, found[2]!, found[3]!, isSplit);
  }
  const army = military.exec(key);
  if (army) return { key, words: `${army[1]} ${army[2]}-${army[3]}`, kind: "military" };
  return { key, words: key, kind: foreign.test(key) ? "foreign" : "unknown" };
}

function fromNumber(
  key: string,
  province: string,
  series: string,
  number: string,
  isSplit: boolean,
): Plate {
  if (series.length === 1 && (number.length === 6 || (isSplit && number.length === 5)))
    return {
      key,
      words: `${province}-${series}${number[0]} ${dotted(number.slice(1))}`,
      kind: "motorbike",
    };
  if (number.length === 6) return { key, words: key, kind: "unknown" };
  if (trailers.has(series))
    return { key, words: `${province}${series}-${dotted(number)}`, kind: "trailer" };
  if (series.length === 1 || cars.has(series))
    return { key, words: `${province}${series}-${dotted(number)}`, kind: "car" };
  return { key, words: `${province}-${series} ${dotted(number)}`, kind: "motorbike" };
}

const dotted = (number: string): string =>
  number.length === 5 ? `${number.slice(0, 3)}.${number.slice(3)}` : number;
