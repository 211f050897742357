/* Short news at the edge of the screen, with a way back: HX-Trigger {"toast": {message, undo_url}}. */

import { say } from "../words";
import { all, headers, make } from "./page";

export type Toast = { message: string; undo_url?: string; tone?: string };

const STAYS = 6_000;
const STAYS_WITH_UNDO = 10_000;

async function undo(address: string): Promise<void> {
  const answer = await fetch(address, { method: "POST", headers: headers() }).catch(() => null);
  if (answer?.ok) location.reload();
  else toast({ message: answer ? say("failed", { n: answer.status }) : say("offline"), tone: "danger" });
}

export function toast({ message, undo_url: address, tone }: Toast): void {
  const holder = document.querySelector("[data-toasts]");
  if (!holder) return;
  const box = make("div", { class: "toast", ...(tone ? { "data-tone": tone } : {}) });
  box.append(make("p", {}, message));
  if (address) {
    const button = make(
      "button",
      { type: "button", class: "button", "data-shortcut": "z", "data-shortcut-label": say("undo") },
      say("undo"),
    );
    button.addEventListener("click", () => {
      button.dataset["busy"] = "";
      void undo(address).finally(() => box.remove());
    });
    box.append(button);
  }
  const close = make("button", { type: "button", class: "button", "aria-label": say("close") }, "✕");
  close.addEventListener("click", () => box.remove());
  box.append(close);
  holder.append(box);
  // An error or a warning stays until it has been read.
  if (tone === "danger" || tone === "warn") return;
  let timer = 0;
  const leave = (): void => {
    timer = window.setTimeout(() => box.remove(), address ? STAYS_WITH_UNDO : STAYS);
  };
  const stay = (): void => window.clearTimeout(timer);
  box.addEventListener("pointerenter", stay);
  box.addEventListener("pointerleave", leave);
  box.addEventListener("focusin", stay);
  box.addEventListener("focusout", leave);
  leave();
}

/* A page opened at a place further down has its messages above the edge: they are said here too. */
function outOfSight(): void {
  const box = document.querySelector(".alerts");
  if (!location.hash || !box || box.getBoundingClientRect().bottom > 0) return;
  for (const alert of all(":scope > .alert", box)) {
    toast({ message: alert.querySelector("p")?.textContent ?? "", tone: alert.dataset["tone"] ?? "" });
  }
}

export function toasts(): void {
  // By then the browser has gone to the place in the address.
  addEventListener("load", () => requestAnimationFrame(outOfSight));
  document.addEventListener("toast", (event) => {
    if (event instanceof CustomEvent) toast(event.detail as Toast);
  });
}
