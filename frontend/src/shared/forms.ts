/* Forms: sent once, drafts kept on the device until they are sent, errors met first. */

import { clockTime } from "../relative";
import { say } from "../words";
import { all, kept, make, now, on, whenShown } from "./page";

const PAUSE = 400;
const LOCKED = 8_000;
const PREFIX = "draft:";
const SENT = "draft-sent";

type Draft = { at: number; values: Record<string, string[]> };

function fieldsOf(form: HTMLFormElement): HTMLInputElement[] {
  return ([...form.elements] as HTMLInputElement[]).filter(
    (field) =>
      field.name &&
      !["password", "file", "hidden", "submit", "button", "reset"].includes(field.type) &&
      !field.disabled &&
      !("noDraft" in field.dataset),
  );
}

function valuesOf(form: HTMLFormElement): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const field of fieldsOf(form)) {
    const list = (values[field.name] ??= []);
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) list.push(field.value);
    } else list.push(field.value);
  }
  return values;
}

function fill(form: HTMLFormElement, values: Record<string, string[]>): void {
  const left = structuredClone(values);
  for (const field of fieldsOf(form)) {
    const list = left[field.name];
    if (!list) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
    else field.value = list.shift() ?? field.value;
  }
}

function note(form: HTMLFormElement, text: string, drop?: () => void): void {
  let place = form.querySelector<HTMLElement>("[data-draft-note]");
  if (!place) {
    place = make("p", { "data-draft-note": "" });
    (form.querySelector(".form-actions") ?? form).append(place);
  }
  place.classList.add("draft-note");
  place.setAttribute("aria-live", "polite");
  place.replaceChildren(make("span", {}, text));
  if (!drop) return;
  const button = make("button", { type: "button" }, say("draftDrop"));
  button.addEventListener("click", drop);
  place.append(button);
}

function restore(form: HTMLFormElement): void {
  // What the server gave back with its errors is newer than any draft.
  if (form.querySelector(".error-summary, .field-error")) return;
  const key = PREFIX + (form.dataset["draft"] ?? "");
  const text = kept.read(key);
  if (!text) return;
  const draft = JSON.parse(text) as Draft;
  const original = valuesOf(form);
  if (JSON.stringify(original) === JSON.stringify(draft.values)) return;
  fill(form, draft.values);
  note(form, say("draftRestored", { time: clockTime(draft.at) }), () => {
    kept.write(key, null);
    fill(form, original);
    form.querySelector("[data-draft-note]")?.replaceChildren();
  });
}

function drafts(): void {
  // A form was sent from the page before: unless it came back with errors, its draft is spent.
  const sent = sessionStorage.getItem(SENT);
  if (sent) {
    sessionStorage.removeItem(SENT);
    const back = all<HTMLFormElement>("form[data-draft]").find((f) => f.dataset["draft"] === sent);
    if (!back?.querySelector(".error-summary, .field-error")) kept.write(PREFIX + sent, null);
  }
  whenShown((root) => {
    for (const form of all<HTMLFormElement>("form[data-draft]", root)) restore(form);
  });
  const timers = new WeakMap<Element, number>();
  on("input", "form[data-draft]", (_, element) => {
    const form = element as HTMLFormElement;
    window.clearTimeout(timers.get(form));
    timers.set(
      form,
      window.setTimeout(() => {
        const draft: Draft = { at: now(), values: valuesOf(form) };
        kept.write(PREFIX + (form.dataset["draft"] ?? ""), JSON.stringify(draft));
        note(form, say("draftSaved", { time: clockTime(draft.at) }));
      }, PAUSE),
    );
  });
  on("submit", "form[data-draft]", (event, form) => {
    window.clearTimeout(timers.get(form));
    if (!event.defaultPrevented) sessionStorage.setItem(SENT, form.dataset["draft"] ?? "");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
    const key = elt instanceof HTMLElement ? elt.dataset["draft"] : undefined;
    if (key && successful) kept.write(PREFIX + key, null);
  });
  // A shared computer must not show one person's drafts to the next.
  on("submit", "form[data-sign-out]", () => {
    for (const key of kept.keys()) if (key.startsWith(PREFIX)) kept.write(key, null);
  });
}

function once(): void {
  const release = (form: HTMLElement): void => {
    delete form.dataset["sending"];
    for (const button of all("[data-busy]", form)) delete button.dataset["busy"];
  };
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if ("sending" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset["sending"] = "";
    if (event.submitter) event.submitter.dataset["busy"] = "";
    // An answer that is a file leaves the page standing.
    window.setTimeout(() => release(form), LOCKED);
  });
  window.addEventListener("pageshow", () => {
    for (const form of all("form[data-sending]")) release(form);
  });
}

export function forms(): void {
  drafts();
  once();
  whenShown((root) => {
    root.querySelector<HTMLElement>("[data-focus]")?.focus();
  });
  on("click", "[data-check-all]", (_, button) => {
    const form = button.closest("form") ?? document;
    const boxes = all<HTMLInputElement>("input[type=checkbox]", form).filter(
      (box) => box.name === button.dataset["checkAll"],
    );
    const checked = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = checked;
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  on("click", "[data-print]", () => window.print());
  on("click", "[data-back]", () => history.back());
}
