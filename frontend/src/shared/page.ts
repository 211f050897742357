/* Small things that the islands share. */

const loadedAt = Date.now();
const saidAt = Date.parse(document.documentElement.dataset["now"] ?? "") || loadedAt;

/** The server's clock: devices in the field are often wrong, and an exercise plays a past day. */
export function now(): number {
  return saidAt + (Date.now() - loadedAt);
}

type Handler<K extends keyof DocumentEventMap> = (
  event: DocumentEventMap[K],
  element: HTMLElement,
) => void;

/** Listen for an event on whatever matches, now or after any exchange of a part of the page. */
export function on<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  handler: Handler<K>,
  capture = false,
): void {
  document.addEventListener(
    type,
    (event) => {
      const target = event.target;
      const element = target instanceof Element ? target.closest<HTMLElement>(selector) : null;
      if (element) handler(event, element);
    },
    capture,
  );
}

export function all<T extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

/** Run now and whenever a part of the page has been exchanged. */
export function whenShown(work: (root: ParentNode) => void): void {
  work(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target instanceof HTMLElement && event.target !== document.body) work(event.target);
  });
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** True while keys belong to what is being typed, or to an open dialog. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true;
  if (document.querySelector("dialog[open]")) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

export function isVisible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** Storage may be full or forbidden; what it would have kept is then simply not kept. */
export const kept = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // See above.
    }
  },
  keys(): string[] {
    try {
      return Object.keys(localStorage);
    } catch {
      return [];
    }
  },
};

/** The headers that htmx sends with every request, for requests of our own. */
export function headers(): Record<string, string> {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
}
