/* Scanning: the camera, a photo, a plugged-in scanner that types, or twelve figures by thumb. */

import { type Scanner, openScanner, readPicture } from "../../../src/shared/scan";
import { app } from "../app";
import { button, h } from "../dom";
import { codeIn } from "../enrolment";
import { textField } from "../fields";
import { readScan } from "../mirror";
import { go, screen } from "../shell";
import { t } from "../words";
import { takeCode } from "./entry";

/** A scanner types a whole code within this time between two keys; no thumb does. */
const FASTEST_THUMB_MS = 60;

screen("scan", (purpose) => {
  const says = h("p", { class: "scan-says", role: "status" }, t("scanCamera"));
  const video = h("video", { class: "scan-video", "aria-label": t("scanTitle") });
  const frame = h("div", { class: "scan-frame" }, video, h("div", { class: "scan-corners" }));
  const lamp = h("span", {});
  let scanner: Scanner | undefined;
  let isLeft = false;

  const take = (text: string): void => taken(text, purpose, says);
  void openScanner(video, take).then(
    (opened) => {
      scanner = opened;
      if (isLeft) return opened.stop();
      says.textContent = t("scanLead");
      if (opened.hasLight) lamp.replaceWith(lampButton(opened));
    },
    () => {
      frame.classList.add("is-dark");
      says.textContent = t("scanNoCamera");
    },
  );
  const wedge = wedgeListener(take);
  addEventListener("keydown", wedge);
  return {
    title: t("scanTitle"),
    back: purpose === "enrol" ? "enrol" : app.unfinished && purpose ? "person" : "home",
    tone: "scan",
    body: [frame, says, h("div", { class: "pair" }, photoButton(take, says), lamp)],
    thumb: purpose === "enrol" ? [] : [numberForm(take)],
    left: () => {
      isLeft = true;
      scanner?.stop();
      removeEventListener("keydown", wedge);
    },
  };
});

function lampButton(scanner: Scanner): HTMLElement {
  let isOn = false;
  const label = button(t("lightOn"), "plain", () => {
    isOn = !isOn;
    void scanner.light(isOn);
    const words = label.querySelector("span");
    if (words) words.textContent = t(isOn ? "lightOff" : "lightOn");
  }, "light");
  return label;
}

function photoButton(take: (text: string) => void, says: HTMLElement): HTMLElement {
  const input = h("input", { type: "file", accept: "image/*", class: "visually-hidden", id: "photo" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    says.textContent = t("working");
    void readPicture(file).then(
      (text) => (text ? take(text) : (says.textContent = t("scanNothing"))),
      () => (says.textContent = t("scanNothing")),
    );
  });
  return h("div", {}, input, button(t("scanPhoto"), "plain", () => input.click(), "photo"));
}

function numberForm(take: (text: string) => void): HTMLElement {
  let typed = "";
  const error = h("p", { class: "error", role: "alert" });
  const form = h(
    "form",
    {
      class: "number-form",
      onsubmit: (event: Event) => {
        event.preventDefault();
        const number = typed.replace(/\D/g, "");
        if (number.length === 12) take(number);
        else error.textContent = t("numberWrong");
      },
    },
    textField("typed-number", t("typeNumber"), "", (text) => (typed = text), { kind: "number" }),
    h("button", { class: "button is-main" }, t("typeGo")),
    error,
  );
  return form;
}

/** What a scanner types when no field is chosen: fast keys that end with Enter. */
function wedgeListener(take: (text: string) => void): (event: KeyboardEvent) => void {
  let text = "";
  let last = 0;
  return (event) => {
    if (event.target instanceof HTMLInputElement) return;
    if (event.timeStamp - last > FASTEST_THUMB_MS) text = "";
    last = event.timeStamp;
    if (event.key === "Enter") {
      if (text.length > 5) take(text);
      text = "";
    } else if (event.key.length === 1) text += event.key;
  };
}

function taken(text: string, purpose: string, says: HTMLElement): void {
  const code = codeIn(text);
  if (purpose === "enrol") return takeCode(code || text.trim());
  const read = readScan(text, app.rules, app.now());
  if (!read) {
    says.textContent = t("scanUnknown");
    return;
  }
  const unfinished = purpose && app.unfinished ? app.unfinished : app.begin("in");
  const person = unfinished.draft.people[unfinished.index];
  if (!person) return;
  Object.assign(person, read.fields);
  if (read.pass) unfinished.draft.pass = read.pass;
  app.keepDraft();
  go("person");
}
