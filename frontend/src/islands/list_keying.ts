/* The picture of a paper list: larger, whole width, turned. What was chosen stays for the next row,
   since each row is a page of its own. Without this the picture still scrolls in its frame. */

import "../styles/keying.css";
import { on } from "../shared/page";

const KEPT = "keying-picture";
const STEPS = [1, 1.5, 2, 3];

type Look = { zoom: number; turn: number; left: number; top: number };

const frame = document.querySelector<HTMLElement>(".keying-frame");
const picture = frame?.querySelector<HTMLImageElement>("img");
const look: Look = { zoom: 1, turn: 0, left: 0, top: 0, ...kept() };

function kept(): Partial<Look> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Partial<Look>;
  } catch {
    return {};
  }
}

function draw(): void {
  if (!frame || !picture) return;
  picture.style.width = `${look.zoom * 100}%`;
  picture.style.rotate = `${look.turn}deg`;
  // A page that lies on its side is as high as it was wide.
  const side = look.turn % 180 !== 0;
  picture.style.marginBlock = side ? `${(picture.clientWidth - picture.clientHeight) / 2}px` : "";
}

function keep(): void {
  if (frame) Object.assign(look, { left: frame.scrollLeft, top: frame.scrollTop });
  sessionStorage.setItem(KEPT, JSON.stringify(look));
}

on("click", "[data-zoom]", (_event, button) => {
  const next = STEPS.find((step) => step > look.zoom) ?? STEPS[0] ?? 1;
  look.zoom = button.dataset["zoom"] === "fit" ? 1 : next;
  draw();
  keep();
});

on("click", "[data-turn]", () => {
  look.turn = (look.turn + 90) % 360;
  draw();
  keep();
});

function begin(): void {
  draw();
  frame?.scrollTo(look.left, look.top);
}

if (picture?.complete) begin();
else picture?.addEventListener("load", begin);
frame?.addEventListener("scrollend", keep);
addEventListener("pagehide", keep);
