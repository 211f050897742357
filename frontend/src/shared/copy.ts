/* Copy a number or an address. Plain HTTP has no clipboard, so there is a second way. */

import { say } from "../words";
import { make, on } from "./page";
import { toast } from "./toasts";

async function copied(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = make("textarea", { class: "visually-hidden" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

export function copy(): void {
  on("click", "[data-copy]", (_, element) => {
    void copied(element.dataset["copy"] ?? "").then((done) => {
      toast({ message: say(done ? "copied" : "notCopied") });
      element.focus();
    });
  });
}
