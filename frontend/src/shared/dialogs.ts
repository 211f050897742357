/* Dialogs: one that asks before an action, and those that a page brings along. */

import { say } from "../words";
import { make, on } from "./page";

const confirmed = new WeakSet<Element>();

function ask(element: HTMLElement): Promise<boolean> {
  const { confirm = "", confirmText, confirmLabel, confirmTone } = element.dataset;
  const yes = make(
    "button",
    { class: `button ${confirmTone === "danger" ? "button-danger" : "button-primary"}`, value: "yes" },
    confirmLabel ?? say("confirm"),
  );
  const dialog = make(
    "dialog",
    { class: "dialog", "aria-labelledby": "confirm-title" },
    make(
      "form",
      { method: "dialog" },
      make("div", { class: "dialog-head" }, make("h2", { id: "confirm-title" }, confirm)),
      make("div", { class: "dialog-body" }, ...(confirmText ? [make("p", {}, confirmText)] : [])),
      make(
        "div",
        { class: "dialog-foot" },
        make("button", { class: "button", value: "no" }, say("cancel")),
        yes,
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  // What destroys is not what Enter does first.
  if (confirmTone !== "danger") yes.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

export function dialogs(): void {
  on(
    "submit",
    "form",
    (event, form) => {
      const submitter = event.submitter;
      const asker = submitter?.dataset["confirm"] ? submitter : form;
      if (!asker.dataset["confirm"] || confirmed.delete(asker)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void ask(asker).then((yes) => {
        if (!yes) return;
        confirmed.add(asker);
        (form as HTMLFormElement).requestSubmit(submitter);
      });
    },
    true,
  );
  on(
    "click",
    "a[data-confirm], button[type=button][data-confirm]",
    (event, element) => {
      if (confirmed.delete(element)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void ask(element).then((yes) => {
        if (!yes) return;
        confirmed.add(element);
        element.click();
      });
    },
    true,
  );
  on("click", "[data-open]", (_, opener) => {
    const dialog = document.getElementById(opener.dataset["open"] ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
  on("click", "dialog [data-close]", (_, element) => {
    element.closest("dialog")?.close();
  });
  // A click on the backdrop arrives at the dialog itself, outside its box.
  on("click", "dialog", (event, element) => {
    if (event.target !== element) return;
    const box = element.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) (element as HTMLDialogElement).close();
  });
}
