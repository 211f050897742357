/* Typing a report without a mouse: Enter goes to the next figure, Shift-Enter to the one before,
   the last one to the button that reviews. Without this, Tab does the same and Enter sends. */

import { all, on } from "../shared/page";

const FIGURES = "[data-entry] input[data-figure]";

// What stands in a field is replaced by what is typed.
on("focusin", FIGURES, (_event, input) => (input as HTMLInputElement).select());

on("keydown", FIGURES, (event, input) => {
  const pressed = event as KeyboardEvent;
  if (pressed.key !== "Enter" || pressed.isComposing) return;
  pressed.preventDefault();
  const figures = all<HTMLInputElement>(FIGURES);
  const place = figures.indexOf(input as HTMLInputElement) + (pressed.shiftKey ? -1 : 1);
  const next = figures[place];
  if (next) next.focus();
  else if (!pressed.shiftKey) document.querySelector<HTMLElement>("[data-entry-end]")?.focus();
});
