/* The box in the top bar: it searches, and goes to any place of the product by a few letters. */

import { plain } from "../address";
import { say } from "../words";
import { all, make } from "./page";

const MOST = 7;

type Place = { label: string; element: HTMLElement };

function places(): Place[] {
  const found = new Map<string, HTMLElement>();
  for (const element of all("a[data-shortcut], button[data-shortcut], .page-actions a, .page-actions button")) {
    const label =
      element.dataset["shortcutLabel"] ?? element.textContent?.replace(/\s+/g, " ").trim() ?? "";
    if (label && !found.has(label)) found.set(label, element);
  }
  return [...found].map(([label, element]) => ({ label, element }));
}

export function search(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-search]");
  const input = form?.querySelector("input");
  if (!form || !input) return;
  const list = make("ul", { id: "search-places", class: "menu-panel search-places", role: "listbox", "aria-label": say("goTo") });
  list.hidden = true;
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "search-places",
    "aria-autocomplete": "list",
  }))
    input.setAttribute(name, value);
  let shown: Place[] = [];
  let chosen = -1;

  const mark = (): void => {
    [...list.children].forEach((item, index) =>
      item.setAttribute("aria-selected", String(index === chosen)),
    );
    if (chosen >= 0) input.setAttribute("aria-activedescendant", `search-place-${chosen}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = (): void => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const open = (): void => {
    const asked = plain(input.value.trim());
    shown = asked
      ? places()
          .filter(({ label }) => plain(label).includes(asked))
          .slice(0, MOST)
      : [];
    chosen = -1;
    list.replaceChildren(
      ...shown.map(({ label }, index) =>
        make("li", { id: `search-place-${index}`, class: "menu-item", role: "option" }, label),
      ),
    );
    mark();
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const go = (place: Place): void => {
    input.value = "";
    close();
    place.element.click();
  };

  input.addEventListener("input", open);
  input.addEventListener("blur", () => window.setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const place = shown[chosen];
    if (event.key === "Escape") {
      if (list.hidden) input.blur();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!shown.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      chosen = (chosen + step + shown.length + (chosen < 0 && step < 0 ? 1 : 0)) % shown.length;
      mark();
    } else if (event.key === "Enter" && place && !list.hidden) {
      event.preventDefault();
      go(place);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target instanceof Element ? event.target.closest("li") : null;
    const place = item ? shown[[...list.children].indexOf(item)] : undefined;
    if (!place) return;
    event.preventDefault();
    go(place);
  });
}
