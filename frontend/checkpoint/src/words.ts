/* Every word on the post's phone: Vietnamese first, English second. */

import { en } from "./words.en";
import { vi } from "./words.vi";

export type Key = keyof typeof vi;
export type Language = "vi" | "en";

const WORDS: Record<Language, Record<Key, string>> = { vi, en };

let language: Language = "vi";

export function speak(chosen: Language): void {
  language = chosen;
  document.documentElement.lang = chosen;
}

export function spoken(): Language {
  return language;
}

/** The words of a key, with what stands in braces filled in. */
export function t(key: Key, filling: Record<string, string | number> = {}): string {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(filling[name] ?? ""),
  );
}

/** "09:05" */
export function clock(at: number): string {
  return new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** "15/9/2021" from "2021-09-15". */
export function day(iso: string): string {
  const [year, month, date] = iso.split("-").map(Number);
  return `${date}/${month}/${year}`;
}

/** What a missing fact is called: "vaccinations", "tests[0].taken_at", … */
export function factWords(fact: string): string {
  const key = `fact_${fact.split(/[.[]/)[0] ?? ""}`;
  return key in WORDS[language] ? t(key as Key) : fact;
}
