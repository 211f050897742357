/* Keys: whatever bears data-shortcut answers to it, alone ("e") or in sequence ("g t"), and is
   listed under "?". Single keys can be turned off (WCAG 2.1.4). */

import { say } from "../words";
import { all, isTyping, kept, make } from "./page";

const PAUSE = 1200;
const OFF = "single-keys-off";
let typed = "";
let timer = 0;

function press(element: HTMLElement): void {
  if (element.matches("input:not([type=checkbox]), textarea, select")) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else {
    element.click();
  }
}

function describe(element: HTMLElement): string {
  return (
    element.dataset["shortcutLabel"] ??
    element.getAttribute("aria-label") ??
    element.textContent?.replace(/\s+/g, " ").trim() ??
    ""
  );
}

function keys(shortcut: string): HTMLElement {
  const cell = make("dd");
  for (const key of shortcut.split(" ")) cell.append(make("kbd", {}, key), " ");
  return cell;
}

function entries(): [string, string][] {
  const found = new Map<string, string>();
  for (const element of all("[data-shortcut]")) {
    const shortcut = element.dataset["shortcut"];
    if (shortcut && !found.has(shortcut)) found.set(shortcut, describe(element));
  }
  if (document.querySelector("[data-rows]")) {
    found.set("j k", say("rowDown")).set("Enter", say("rowOpen"));
    if (document.querySelector("[data-bulk]")) found.set("x", say("rowSelect"));
  }
  if (document.querySelector("[data-review]")) found.set("n p", say("proposalNext"));
  if (document.querySelector("[data-board]")) found.set("← ↑ ↓ →", say("boardMove"));
  found.set("?", say("showShortcuts")).set("Esc", say("closeAnything"));
  return [...found];
}

export function showShortcuts(): void {
  const off = make("input", { type: "checkbox" });
  off.checked = kept.read(OFF) !== null;
  off.addEventListener("change", () => kept.write(OFF, off.checked ? "1" : null));
  const dialog = make(
    "dialog",
    { class: "dialog dialog-wide", "aria-labelledby": "shortcuts-title" },
    make(
      "div",
      { class: "dialog-head" },
      make("h2", { id: "shortcuts-title" }, say("shortcuts")),
      make("button", { type: "button", class: "button button-quiet", "data-close": "" }, say("close")),
    ),
    make(
      "div",
      { class: "dialog-body" },
      make(
        "dl",
        { class: "shortcuts" },
        ...entries().map(([shortcut, label]) =>
          make("div", {}, make("dt", {}, label), keys(shortcut)),
        ),
      ),
      make("label", { class: "choice" }, off, make("span", {}, say("shortcutsOff"))),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function shortcuts(): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-open=shortcuts]"))
      showShortcuts();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.key.length > 1 || isTyping(event)) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (typed = ""), PAUSE);
    const sequence = typed ? `${typed} ${event.key}` : event.key;
    if (event.key === "?") {
      event.preventDefault();
      showShortcuts();
      return;
    }
    const registered = all("[data-shortcut]");
    const single = !sequence.includes(" ");
    const match = registered.find((element) => element.dataset["shortcut"] === sequence);
    if (match && !(single && kept.read(OFF) !== null && event.key !== "/")) {
      event.preventDefault();
      typed = "";
      press(match);
      return;
    }
    const begins = registered.some((e) => e.dataset["shortcut"]?.startsWith(`${sequence} `));
    typed = begins ? sequence : "";
  });
}

/** Whether single keys are wanted; the rows, the board and the review ask before they answer. */
export function singleKeysOn(): boolean {
  return kept.read(OFF) === null && typed === "";
}
