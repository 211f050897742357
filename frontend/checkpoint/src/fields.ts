/* Form controls for a thumb: large, labelled, with the error at the field. */

import { h } from "./dom";
import { dayIn } from "./form";
import { t } from "./words";
import { dayOf } from "./events";

interface TextOptions {
  readonly hint?: string;
  readonly error?: string;
  readonly kind?: "text" | "number" | "name" | "plate" | "long" | "secret" | "tel";
  readonly isRequired?: boolean;
}

const TRAITS: Record<string, Record<string, string>> = {
  text: {},
  number: { inputmode: "numeric" },
  tel: { inputmode: "tel", type: "tel" },
  name: { autocapitalize: "words" },
  plate: { autocapitalize: "characters" },
  secret: { inputmode: "numeric", type: "password" },
};

/** A labelled input; `changed` gets each new text. */
export function textField(
  id: string,
  label: string,
  value: string,
  changed: (value: string) => void,
  options: TextOptions = {},
): HTMLElement {
  const { hint, error, kind = "text", isRequired } = options;
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const shared = {
    id,
    autocomplete: "off",
    spellcheck: "false",
    class: "input",
    "aria-describedby": described || undefined,
    "aria-invalid": error ? "true" : undefined,
    "aria-required": isRequired ? "true" : undefined,
    oninput: (event: Event) => changed((event.target as HTMLInputElement).value),
  };
  const input =
    kind === "long"
      ? h("textarea", { ...shared, rows: 2 })
      : h("input", { type: "text", ...shared, ...TRAITS[kind] });
  input.value = value;
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label, isRequired && h("span", { class: "needed" }, ` · ${t("required")}`)),
    input,
    error && h("p", { class: "error", id: `${id}-error` }, error),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
  );
}

/** Buttons of which one is chosen; a second tap takes the choice back, unless it must be one. */
export function chips<V extends string>(
  id: string,
  label: string,
  choices: readonly (readonly [V, string])[],
  value: V | "",
  chosen: (value: V | "") => void,
  mustBeOne = false,
): HTMLElement {
  const buttons = choices.map(([key, words]) =>
    h(
      "button",
      {
        type: "button",
        id: `${id}-${key}`,
        class: "chip",
        "aria-pressed": key === value ? "true" : "false",
        onclick: () => chosen(key === value && !mustBeOne ? "" : key),
      },
      words,
    ),
  );
  return h(
    "div",
    { class: "field", role: "group", "aria-labelledby": `${id}-label` },
    h("span", { class: "label", id: `${id}-label` }, label),
    h("div", { class: "chips" }, ...buttons),
  );
}

/** A day: typed in figures, or one of the last days by a tap. */
export function dayField(
  id: string,
  label: string,
  value: string,
  changed: (value: string, isWhole: boolean) => void,
  now: Date,
  options: { readonly daysBack?: readonly number[]; readonly error?: string; readonly hint?: string } = {},
): HTMLElement {
  const back = options.daysBack ?? [];
  const dayBack = (n: number): string => {
    const [year, month, day] = dayOf(new Date(now.getTime() - n * 86_400_000)).split("-").map(Number);
    return `${day}/${month}/${year}`;
  };
  const field = textField(id, label, value, (text) => changed(text, false), {
    kind: "number",
    hint: options.hint ?? t("dayHint"),
    ...(options.error ? { error: options.error } : {}),
  });
  const names = (n: number): string =>
    n === 0 ? t("todayChip") : n === 1 ? t("yesterdayChip") : t("daysAgoChip", { n });
  const quick = back.map((n) =>
    h(
      "button",
      {
        type: "button",
        id: `${id}-back-${n}`,
        class: "chip is-small",
        "aria-pressed": dayIn(value) === dayIn(dayBack(n)) ? "true" : "false",
        onclick: () => changed(dayBack(n), true),
      },
      names(n),
    ),
  );
  if (quick.length > 0) field.querySelector("input")?.after(h("div", { class: "chips" }, ...quick));
  return field;
}

export interface Spot {
  readonly name: string;
  readonly within: string;
  readonly path: string;
  readonly key: string;
}

const MOST_OFFERED = 5;

/** A place: suggestions from what the phone holds; what is not among them stays as typed. */
export function placeField(
  id: string,
  label: string,
  value: { readonly words: string; readonly area: string },
  spots: (typed: string) => Spot[],
  changed: (words: string, area: string) => void,
  options: { readonly error?: string; readonly isRequired?: boolean } = {},
): HTMLElement {
  const offered = h("div", { class: "offers", role: "group", "aria-label": t("fromHint") });
  const field: HTMLElement = textField(
    id,
    label,
    value.words,
    (typed) => {
      changed(typed, "");
      field.dataset["known"] = "no";
      offered.replaceChildren(...offers(typed));
    },
    { hint: t("fromHint"), kind: "name", ...options },
  );
  field.dataset["known"] = value.area ? "yes" : "no";
  const offers = (typed: string): Node[] =>
    spots(typed)
      .slice(0, MOST_OFFERED)
      .map((spot) =>
        h(
          "button",
          {
            type: "button",
            class: "offer",
            onclick: () => {
              const input = field.querySelector("input");
              const words = spot.within ? `${spot.name}, ${spot.within}` : spot.name;
              if (input) input.value = words;
              changed(words, spot.path);
              field.dataset["known"] = "yes";
              offered.replaceChildren();
            },
          },
          spot.name,
          spot.within && h("small", {}, spot.within),
        ),
      );
  field.querySelector("input")?.after(offered);
  return field;
}
