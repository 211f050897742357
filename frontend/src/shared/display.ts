/* Theme and density, as each person likes them on this device. src/theme.ts applies them first. */

import { all, kept, on, whenShown } from "./page";

function showChoices(root: ParentNode): void {
  for (const button of all<HTMLButtonElement>("[data-choose]", root)) {
    const chosen = kept.read(button.dataset["choose"] ?? "") ?? "";
    button.setAttribute("aria-pressed", String(chosen === button.value));
  }
}

/* Tabs that do not fit scroll: the one that is open is not left beyond the edge. */
function showOpenTab(root: ParentNode): void {
  for (const tab of all(".tabs > [aria-current]", root)) {
    const tabs = tab.parentElement;
    if (!tabs || tabs.scrollWidth <= tabs.clientWidth) continue;
    const [one, frame] = [tab.getBoundingClientRect(), tabs.getBoundingClientRect()];
    tabs.scrollLeft += one.left + one.width / 2 - (frame.left + frame.width / 2);
  }
}

export function display(): void {
  whenShown(showChoices);
  whenShown(showOpenTab);
  on("click", "[data-choose]", (_, element) => {
    const button = element as HTMLButtonElement;
    const name = button.dataset["choose"] ?? "";
    const chosen = "toggle" in button.dataset && kept.read(name) === button.value ? "" : button.value;
    kept.write(name, chosen || null);
    if (chosen) document.documentElement.dataset[name] = chosen;
    else delete document.documentElement.dataset[name];
    showChoices(document);
  });
}
