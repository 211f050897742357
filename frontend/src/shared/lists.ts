/* Lists: filters in the address, rows by keyboard, rows chosen together. */

import { dropEmpty, without } from "../address";
import { say } from "../words";
import { all, isTyping, on, whenShown } from "./page";
import { singleKeysOn } from "./shortcuts";

const BOX = "[data-bulk] input[type=checkbox][name=row]";
let last: HTMLInputElement | null = null;

function boxesOf(form: Element): HTMLInputElement[] {
  return all<HTMLInputElement>("input[type=checkbox][name=row]", form);
}

function showChosen(form: Element): void {
  const boxes = boxesOf(form);
  const chosen = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.closest("tr, li")?.classList.toggle("is-selected", box.checked);
  for (const page of all<HTMLInputElement>("[data-bulk-page]", form)) {
    page.checked = chosen > 0 && chosen === boxes.length;
    page.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const bar of all("[data-bulk-bar]", form)) bar.hidden = chosen === 0;
  for (const count of all("[data-bulk-count]", form))
    count.textContent = say("selected", { n: chosen });
}

function choose(boxes: HTMLInputElement[], checked: boolean): void {
  for (const box of boxes) box.checked = checked;
  const form = boxes[0]?.closest("[data-bulk]");
  if (form) showChosen(form);
}

function bulk(): void {
  whenShown((root) => {
    for (const form of all("[data-bulk]", root)) showChosen(form);
  });
  on("click", BOX, (event, element) => {
    const box = element as HTMLInputElement;
    const form = box.closest("[data-bulk]");
    if (!form) return;
    const boxes = boxesOf(form);
    if (event.shiftKey && last && boxes.includes(last)) {
      const [from, until] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      choose(boxes.slice(from, (until ?? 0) + 1), box.checked);
    }
    last = box;
    showChosen(form);
  });
  on("change", "[data-bulk-page]", (_, element) => {
    const form = element.closest("[data-bulk]");
    if (form) choose(boxesOf(form), (element as HTMLInputElement).checked);
  });
  on("click", "[data-bulk-none]", (_, element) => {
    const form = element.closest("[data-bulk]");
    if (form) choose(boxesOf(form), false);
  });
}

function rowLink(row: Element): HTMLElement | null {
  return row.querySelector<HTMLElement>("a[href]") ?? row.querySelector<HTMLElement>("button");
}

function rows(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTyping(event)) return;
    const list = document.activeElement?.closest("[data-rows]") ?? document.querySelector("[data-rows]");
    if (!list) return;
    const found = all("tbody tr, :scope > li", list).filter((row) => rowLink(row));
    const here = found.findIndex((row) => row.contains(document.activeElement));
    const row = found[here];
    // Enter in a box would send the whole form; it opens the row instead.
    if (event.key === "Enter" && row && document.activeElement?.matches("input[type=checkbox]")) {
      event.preventDefault();
      rowLink(row)?.click();
      return;
    }
    if (!singleKeysOn()) return;
    if (event.key === "j" || event.key === "k") {
      const next = event.key === "j" ? here + 1 : Math.max(0, here - 1);
      const target = found[next];
      if (!target) return;
      event.preventDefault();
      rowLink(target)?.focus();
      target.scrollIntoView({ block: "nearest" });
    } else if (event.key === "x" && row) {
      const box = row.querySelector<HTMLInputElement>("input[type=checkbox][name=row]");
      if (!box) return;
      event.preventDefault();
      box.click();
    }
  });
}

/** On a phone the filters would push the list itself off the screen. */
function fold(root: ParentNode): void {
  if (!matchMedia("(max-width: 39.99rem)").matches) return;
  for (const box of all<HTMLDetailsElement>("details[data-fold]", root))
    box.open = box.querySelector(".has-error") !== null;
}

function filters(): void {
  whenShown(fold);
  document.addEventListener("formdata", (event) => {
    if (event.target instanceof HTMLFormElement && event.target.matches("[data-filters]"))
      dropEmpty(event.formData);
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters } = (
      event as CustomEvent<{ elt: Element; parameters: Record<string, unknown> }>
    ).detail;
    if (!elt.matches("[data-filters]")) return;
    for (const [name, value] of Object.entries(parameters)) if (value === "") delete parameters[name];
  });
  whenShown((root) => {
    for (const badge of all<HTMLAnchorElement>("a[data-drop]", root))
      badge.href = without(location.href, badge.dataset["drop"] ?? "");
  });
  // The part is shown before the address has changed, so the badges are read once more after.
  document.addEventListener("htmx:pushedIntoHistory", () => {
    for (const badge of all<HTMLAnchorElement>("a[data-drop]"))
      badge.href = without(location.href, badge.dataset["drop"] ?? "");
  });
}

export function lists(): void {
  bulk();
  rows();
  filters();
}
