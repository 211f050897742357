/* The review of a directive: the text and its cards show each other, keys walk the cards, words
   selected in the text become a proposal. Without this the page is links and plain forms. */

import htmx from "htmx.org";
import { all, isVisible, make, on, whenShown } from "../shared/page";

const KEYS = ["a", "e", "r", "u"];
const FIELDS = "input:not([type=hidden]):not([type=search]), textarea, select";
let current = "";

const review = (): HTMLElement | null => document.querySelector("[data-document-review]");
const marksOf = (key: string): HTMLElement[] => all(`mark[data-cards~="${key}"]`);
const cards = (): HTMLElement[] => all("[data-card]");

/** Light the card and its stretch of the text; its buttons get the keys a, e, r and u. */
function choose(key: string): HTMLElement | null {
  for (const lit of all(".is-linked")) lit.classList.remove("is-linked");
  for (const keyed of all("[data-card] [data-shortcut]")) delete keyed.dataset["shortcut"];
  for (const mark of marksOf(key)) mark.classList.add("is-linked");
  const card = document.getElementById(key);
  if (!card) return null;
  current = key;
  card.classList.add("is-linked");
  for (const button of all("[data-key]", card)) {
    const letter = button.dataset["key"] ?? "";
    if (KEYS.includes(letter)) button.dataset["shortcut"] = letter;
  }
  return card;
}

function show(side: string): void {
  const here = review();
  if (!here) return;
  here.dataset["shown"] = side;
  for (const button of all("[data-side]", here))
    button.setAttribute("aria-pressed", String(button.dataset["side"] === side));
}

/** A stretch of the header leads to its field. */
function toField(key: string): void {
  const header = document.querySelector<HTMLDetailsElement>("details#header");
  const field = document.getElementById(`id_${key.slice("header-".length)}`);
  if (!header || !field) return;
  choose(key);
  header.open = true;
  if (!isVisible(field)) show("cards");
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

function toCard(key: string): void {
  if (key.startsWith("header-")) {
    toField(key);
    return;
  }
  const card = choose(key);
  if (!card) return;
  if (!isVisible(card)) show("cards");
  card.scrollIntoView({ block: "nearest" });
  card.focus({ preventScroll: true });
}

function toText(key: string): void {
  choose(key);
  const [mark] = marksOf(key);
  if (!mark) return;
  if (!isVisible(mark)) show("document");
  mark.scrollIntoView({ block: "center" });
}

function isOpenQuestion(card: HTMLElement): boolean {
  return card.dataset["kind"] === "question" && card.dataset["state"] === "open";
}

function move(where: string): void {
  const walked = cards().filter((card) =>
    where === "question" ? isOpenQuestion(card) : card.closest(".review-cards") !== null,
  );
  const step = where === "previous" ? -1 : 1;
  const at = walked.findIndex((card) => card.id === current);
  const first = step > 0 ? 0 : walked.length - 1;
  const next = walked[at < 0 ? first : (at + step + walked.length) % walked.length];
  if (!next) return;
  toCard(next.id);
  const [mark] = marksOf(next.id);
  if (mark && isVisible(mark)) mark.scrollIntoView({ block: "center" });
  if (where === "question") next.querySelector<HTMLElement>(FIELDS)?.focus();
}

/** Where in the document's text a point of the selection lies, counted in characters. */
function offsetOf(node: Node, offset: number): number {
  const element = node instanceof Element ? node : node.parentElement;
  const part = element?.closest<HTMLElement>("[data-start]");
  const before = node instanceof Text ? node.data.slice(0, offset) : "";
  return Number(part?.dataset["start"] ?? 0) + [...before].length;
}

/** Offer to make a proposal of the words that are selected in the text. */
function offer(): void {
  document.querySelector(".selection-tools")?.remove();
  const selection = document.getSelection();
  const adders = all<HTMLAnchorElement>("[data-adders] [data-add]");
  if (!selection || selection.isCollapsed || !selection.rangeCount || !adders.length) return;
  const range = selection.getRangeAt(0);
  const quote = selection.toString();
  if (!review()?.querySelector("[data-text]")?.contains(range.commonAncestorContainer)) return;
  if (quote.trim().length < 2) return;
  const near = offsetOf(range.startContainer, range.startOffset);
  const tools = make("div", { class: "selection-tools", role: "toolbar" });
  for (const adder of adders) {
    const label = `+ ${adder.textContent?.trim() ?? ""}`;
    const button = make("button", { type: "button", class: "button" }, label);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      tools.remove();
      show("cards");
      void htmx.ajax("get", adder.getAttribute("hx-get") ?? "", {
        target: "#adding",
        swap: "innerHTML",
        values: { quote, near },
      });
    });
    tools.append(button);
  }
  const box = range.getBoundingClientRect();
  tools.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 420))}px`;
  tools.style.top = `${Math.max(8, Math.min(box.bottom + 8, window.innerHeight - 60))}px`;
  document.body.append(tools);
}

/** Put a found body into its field, on a line of its own. */
function put(button: HTMLElement): void {
  const field = document.getElementById(button.dataset["into"] ?? "");
  const name = button.dataset["put"] ?? "";
  if (!(field instanceof HTMLTextAreaElement)) return;
  const lines = field.value.split("\n").map((line) => line.trim());
  const kept = lines.filter((line) => line && line !== name);
  field.value = [...kept, name].join("\n");
  field.rows = kept.length + 1;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A card that was exchanged is still the current one; the form that opened gets the focus. */
function afterExchange(root: ParentNode): void {
  if (!(root instanceof HTMLElement)) return;
  const opened = root.closest("#adding");
  if (opened) {
    opened.scrollIntoView({ block: "nearest" });
    opened.querySelector<HTMLElement>(FIELDS)?.focus({ preventScroll: true });
  } else if (root.id && root.id === current) {
    const card = choose(current);
    const form = card?.querySelector("form.form");
    (form?.querySelector<HTMLElement>(FIELDS) ?? card)?.focus({ preventScroll: true });
  }
}

function marks(): void {
  on("click", "[data-text] mark[data-cards]", (_, mark) => {
    if (!document.getSelection()?.isCollapsed) return;
    // A second click on the same place goes one mark outwards.
    const keys = [...new Set((mark.dataset["cards"] ?? "").trim().split(" "))];
    const at = keys.indexOf(current);
    const key = at > 0 ? keys[at - 1] : keys[keys.length - 1];
    if (key) toCard(key);
  });
  on("mouseover", "[data-text] mark[data-cards]", (_, mark) => {
    const keys = (mark.dataset["cards"] ?? "").trim().split(" ");
    mark.title = document.getElementById(keys[keys.length - 1] ?? "")?.getAttribute("aria-label") ?? "";
  });
  on("click", "[data-ref]", (event, link) => {
    event.preventDefault();
    toCard(link.dataset["ref"] ?? "");
  });
}

function start(): void {
  show("document");
  marks();
  whenShown(afterExchange);
  on("click", "[data-side]", (_, button) => show(button.dataset["side"] ?? ""));
  on("click", "[data-move]", (_, button) => move(button.dataset["move"] ?? "next"));
  on("click", "[data-to-text]", (event, link) => {
    event.preventDefault();
    toText(link.dataset["toText"] ?? "");
  });
  on("focusin", "[data-card]", (_, card) => {
    if (card.id !== current) choose(card.id);
  });
  on("mouseover", "[data-card]", (_, card) => {
    if (!document.activeElement?.closest("[data-card]") && card.id !== current) choose(card.id);
  });
  on("click", "[data-put]", (_, button) => put(button));
  on("click", "[data-close-adding]", (event) => {
    event.preventDefault();
    document.getElementById("adding")?.replaceChildren();
  });
  document.addEventListener("mouseup", () => window.setTimeout(offer, 10));
  document.addEventListener("keyup", (event) => {
    if (event.key === "Escape") document.querySelector(".selection-tools")?.remove();
    else if (event.shiftKey || event.key === "Shift") offer();
  });
  const [, key] = /^#((?:card|question)-\d+)$/.exec(location.hash) ?? [];
  if (key) toCard(key);
}

start();
