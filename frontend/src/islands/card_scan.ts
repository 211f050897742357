/* "Scan a card" beside each person of a declaration: the camera, or a picture of the card, fills
   the fields of that person. The reader is heavy and comes with the button. Without this the
   fields are typed. */

import "../styles/scan.css";
import { type CardWord, cardWord } from "../card_words";
import type { Filling } from "../shared/card_filling";
import { all, make, on } from "../shared/page";
import type { Scanner } from "../shared/scan";

interface Panel {
  readonly box: HTMLElement;
  readonly opener: HTMLElement;
  readonly says: HTMLElement;
  readonly view: HTMLElement;
  readonly tools: HTMLElement;
  scanner?: Scanner;
}

let open: Panel | undefined;

const reader = () => Promise.all([import("../shared/scan"), import("../shared/card_filling")]);

function field(box: HTMLElement, name: string): HTMLInputElement | HTMLSelectElement | null {
  const named = box.closest("form")?.elements.namedItem(name);
  return named instanceof HTMLInputElement || named instanceof HTMLSelectElement ? named : null;
}

function write(into: HTMLInputElement | HTMLSelectElement | null, words: string): void {
  if (!into) return;
  into.value = words;
  // The draft of the form is kept as if this had been typed.
  into.dispatchEvent(new Event("input", { bubbles: true }));
  into.classList.add("is-scanned");
}

function close(panel: Panel): void {
  panel.scanner?.stop();
  panel.view.remove();
  panel.tools.remove();
  panel.opener.hidden = false;
  if (open === panel) open = undefined;
}

function tool(word: CardWord, press: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = make("button", { type: "button", class: "button" }, cardWord(word));
  button.addEventListener("click", () => press(button));
  return button;
}

function start(box: HTMLElement, opener: HTMLElement): void {
  if (open) close(open);
  const says = box.querySelector<HTMLElement>("[data-scan-says]");
  if (!says) return;
  const video = make("video", { class: "scan-video", "aria-label": cardWord("video") });
  // No `capture`: phones would then offer the camera only, not the picture taken yesterday.
  const file = make("input", { type: "file", accept: "image/*", hidden: "" });
  const panel: Panel = {
    box,
    opener,
    says,
    view: make("div", { class: "scan-view" }, video),
    tools: make("div", { class: "scan-tools" }, file),
  };
  const closing = tool("close", () => {
    says.textContent = "";
    close(panel);
    opener.focus();
  });
  panel.tools.append(tool("photo", () => file.click()), closing);
  file.addEventListener("change", () => {
    if (file.files?.[0]) void readPhoto(panel, file.files[0]);
    // The same picture may be chosen again.
    file.value = "";
  });
  open = panel;
  opener.hidden = true;
  says.textContent = cardWord("starting");
  box.append(panel.view, panel.tools);
  closing.focus();
  void watch(panel, video, closing);
}

async function watch(panel: Panel, video: HTMLVideoElement, closing: HTMLElement): Promise<void> {
  try {
    const [scan] = await reader();
    const scanner = await scan.openScanner(video, (text) => void taken(panel, text));
    panel.scanner = scanner;
    if (open !== panel) return scanner.stop();
    panel.says.textContent = cardWord("aim");
    if (scanner.hasLight) closing.before(lamp(scanner));
    // A reader that does not come is said at once; the camera alone would look on for ever.
    await scan.codeReader();
  } catch (failed) {
    if (open !== panel) return;
    panel.scanner?.stop();
    panel.view.remove();
    panel.says.textContent = cardWord(reasonOf(failed, panel));
  }
}

/** The browser names what is wrong with the camera; whatever else fails is a file that did not come. */
function reasonOf(failed: unknown, panel: Panel): CardWord {
  if (panel.scanner) return "noReader";
  if (!navigator.mediaDevices) return "noCamera";
  if (!(failed instanceof DOMException)) return "noReader";
  return failed.name === "NotAllowedError" ? "denied" : "noCamera";
}

function lamp(scanner: Scanner): HTMLElement {
  let isOn = false;
  return tool("lightOn", (button) => {
    isOn = !isOn;
    void scanner.light(isOn);
    button.textContent = cardWord(isOn ? "lightOff" : "lightOn");
  });
}

async function readPhoto(panel: Panel, photo: File): Promise<void> {
  panel.says.textContent = cardWord("reading");
  try {
    const [scan] = await reader();
    await scan.codeReader();
    const text = await scan.readPicture(photo).catch(() => undefined);
    if (text) await taken(panel, text);
    else panel.says.textContent = cardWord(text === undefined ? "noPicture" : "nothing");
  } catch {
    panel.says.textContent = cardWord("noReader");
  }
}

async function taken(panel: Panel, text: string): Promise<void> {
  if (open !== panel) return;
  const [, { fillingOf }] = await reader();
  const filling = fillingOf(text);
  const other = typeof filling === "string" ? "" : personWith(panel.box, filling.person.number);
  if (typeof filling === "string" || other) {
    // The camera stops with the first code that it sees: scanning again is a press of the button.
    close(panel);
    panel.says.textContent =
      typeof filling === "string" ? cardWord(filling) : cardWord("twice", { n: other });
    panel.opener.focus();
    return;
  }
  fill(panel, filling);
}

/** Which other person of the household already has this number. */
function personWith(box: HTMLElement, number: string | undefined): string {
  const found = all("[data-card-scan]").find(
    (each) => each !== box && number && field(each, `${each.dataset["cardScan"]}-number`)?.value === number,
  );
  return found?.dataset["person"] ?? "";
}

function fill(panel: Panel, { kind, person, phone, residence }: Filling): void {
  const { box, says, opener } = panel;
  close(panel);
  for (const [name, words] of Object.entries(person))
    write(field(box, `${box.dataset["cardScan"]}-${name}`), words);
  const ring = field(box, "phone");
  const isPhoneNew = phone !== "" && ring?.value === "";
  if (isPhoneNew) write(ring, phone);
  const told = [
    person.full_name,
    person.birth && cardWord("birth", { words: person.birth }),
    person.sex && cardWord(person.sex === "male" ? "male" : "female"),
    person.number && cardWord("number", { words: person.number }),
    isPhoneNew && cardWord("phone", { words: phone }),
  ].filter(Boolean);
  const card = cardWord(kind === "number" ? "onlyNumber" : kind);
  says.textContent = cardWord("filled", { card, words: told.join(", ") });
  if (residence) offerResidence(box, says, residence);
  opener.focus();
}

/** Somebody may go elsewhere than where the card has them registered: one press says it is there. */
function offerResidence(box: HTMLElement, says: HTMLElement, residence: string): void {
  const button = tool("useResidence", () => {
    write(field(box, "address"), residence);
    button.remove();
  });
  says.append(make("br"), `${cardWord("residence", { words: residence })} `, button);
}

for (const box of all("[data-card-scan]")) box.hidden = false;
on("click", "[data-scan-open]", (_event, opener) => {
  const box = opener.closest<HTMLElement>("[data-card-scan]");
  if (box) start(box, opener);
});
// What a person corrects is no longer what the card said.
on("input", ".is-scanned", (event, corrected) => {
  if (event.isTrusted) corrected.classList.remove("is-scanned");
});
addEventListener("pagehide", () => {
  if (open) close(open);
});
