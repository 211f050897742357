/* Menus are <details>: they work without this; with it they close as one expects. */

import { all } from "./page";

const MENUS = "details.menu[open], details[data-menu][open]";

/** A panel hangs from the right end of its button, unless that takes it off the screen. */
function place(menu: HTMLDetailsElement): void {
  const panel = menu.querySelector<HTMLElement>(".menu-panel:not(.is-left)");
  if (panel && panel.getBoundingClientRect().left < 0) panel.classList.add("is-left");
}

export function menus(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target instanceof HTMLDetailsElement && event.target.open) place(event.target);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    for (const menu of all<HTMLDetailsElement>(MENUS)) {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    }
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of all<HTMLDetailsElement>(MENUS)) {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = all<HTMLDetailsElement>(MENUS).at(-1);
    if (!menu) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const items = all("summary, a, button", menu);
    const here = items.indexOf(document.activeElement as HTMLElement);
    if (here < 0) return;
    event.preventDefault();
    items[(here + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus();
  });
}
