/* The document and what was read in it, each showing the other. */

import { all, isTyping, isVisible, on, whenShown } from "./page";
import { singleKeysOn } from "./shortcuts";

function link(review: Element, card: HTMLElement | null): void {
  const span = card?.dataset["span"];
  for (const other of all(".is-linked", review)) other.classList.remove("is-linked");
  card?.classList.add("is-linked");
  if (span) document.getElementById(span)?.classList.add("is-linked");
}

function show(review: HTMLElement, side: string): void {
  review.dataset["shown"] = side;
  for (const button of all<HTMLButtonElement>("[data-show]", review))
    button.setAttribute("aria-pressed", String(button.dataset["show"] === side));
}

function bring(element: HTMLElement, review: HTMLElement): void {
  if (!isVisible(element))
    show(review, element.closest(".review-document") ? "document" : "cards");
  element.scrollIntoView({ block: "center" });
}

function choose(review: HTMLElement, card: HTMLElement, from: "span" | "card"): void {
  link(review, card);
  const span = document.getElementById(card.dataset["span"] ?? "");
  if (from === "span") {
    bring(card, review);
    card.focus({ preventScroll: true });
  } else if (span && isVisible(span)) {
    span.scrollIntoView({ block: "nearest" });
  }
}

export function review(): void {
  whenShown((root) => {
    for (const element of all("[data-review]", root)) show(element, "document");
  });
  on("click", "[data-review] [data-show]", (_, button) => {
    const here = button.closest<HTMLElement>("[data-review]");
    if (here) show(here, button.dataset["show"] ?? "document");
  });
  on("click", "mark[data-card]", (_, span) => {
    const here = span.closest<HTMLElement>("[data-review]");
    const card = document.getElementById(span.dataset["card"] ?? "");
    if (here && card) choose(here, card, "span");
  });
  on("focusin", "[data-review] .proposal", (_, card) => {
    const here = card.closest<HTMLElement>("[data-review]");
    if (here) choose(here, card, "card");
  });
  on("mouseover", "[data-review] .proposal", (_, card) => {
    const here = card.closest<HTMLElement>("[data-review]");
    if (here) link(here, card);
  });
  on("click", "[data-review] [data-show-span]", (_, button) => {
    const here = button.closest<HTMLElement>("[data-review]");
    const span = document.getElementById(button.dataset["showSpan"] ?? "");
    if (here && span) bring(span, here);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.key !== "n" && event.key !== "p") || isTyping(event) || !singleKeysOn()) return;
    const here = document.querySelector<HTMLElement>("[data-review]");
    if (!here) return;
    const cards = all(".proposal[data-span]", here);
    const at = cards.findIndex((card) => card.classList.contains("is-linked"));
    const next = cards[event.key === "n" ? at + 1 : Math.max(0, at - 1)];
    if (!next) return;
    event.preventDefault();
    choose(here, next, "span");
    document.getElementById(next.dataset["span"] ?? "")?.scrollIntoView({ block: "center" });
  });
}
