// Days as a Vietnamese office counts them: whole numbers since 1970, in +07:00.

const dayLength = 86_400_000;
const offset = 7 * 3_600_000;

/** Milliseconds of an ISO instant; without an offset, or a bare day, in Vietnamese time. */
export function instantOf(words: string): number {
  let whole = words;
  if (words.length === 10) whole = `${words}T00:00:00+07:00`;
  else if (!/(?:Z|[+-]\d\d:?\d\d(?::\d\d)?)$/i.test(words)) whole = `${words}+07:00`;
  const instant = Date.parse(whole);
  if (Number.isNaN(instant)) throw new RangeError(`no instant: ${words}`);
  return instant;
}

/** The Vietnamese calendar day of an instant. */
export const dayOfInstant = (instant: number): number => Math.floor((instant + offset) / dayLength);

/** The day that an ISO date (or the date of an instant as written) names. */
export function dayOf(words: string): number {
  const day = Date.parse(`${words.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day)) throw new RangeError(`no day: ${words}`);
  return day / dayLength;
}

export const dayText = (day: number): string =>
  new Date(day * dayLength).toISOString().slice(0, 10);
