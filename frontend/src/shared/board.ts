/* The board by arrow keys: up and down in a column, left and right between columns. */

import { all } from "./page";

export function board(): void {
  document.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
    const active = document.activeElement;
    const here = active?.closest("[data-board]");
    if (!here) return;
    const columns = all(".board-column", here).map((column) => all("a.board-card-link", column));
    const x = columns.findIndex((cards) => cards.includes(active as HTMLElement));
    const y = columns[x]?.indexOf(active as HTMLElement) ?? -1;
    let target: HTMLElement | undefined;
    if (x < 0) target = columns.find((cards) => cards.length)?.[0];
    else if (event.key === "ArrowDown") target = columns[x]?.[y + 1];
    else if (event.key === "ArrowUp") target = columns[x]?.[y - 1];
    else {
      const ahead =
        event.key === "ArrowRight" ? columns.slice(x + 1) : columns.slice(0, x).reverse();
      const cards = ahead.find((column) => column.length);
      target = cards?.[Math.min(y, cards.length - 1)];
    }
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.closest(".board-card")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
