/* Files: dropped or chosen, sent with their progress shown. Without this, a plain form. */

import htmx from "htmx.org";
import { say } from "../words";
import { all, make, on } from "./page";
import { toast } from "./toasts";

function size(bytes: number): string {
  const format = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
  return bytes < 1e6 ? `${format.format(Math.ceil(bytes / 1e3))} KB` : `${format.format(bytes / 1e6)} MB`;
}

function showFiles(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  const names = [...(input?.files ?? [])].map((file) => `${file.name} (${size(file.size)})`);
  let line = zone.querySelector(".dropzone-files");
  if (!line) {
    line = make("p", { class: "dropzone-files", "aria-live": "polite" });
    zone.append(line);
  }
  line.textContent = names.join("; ");
}

/** Show the page that the upload ended on: its messages exist only in this answer. */
function show(page: string, address: string): void {
  const next = new DOMParser().parseFromString(page, "text/html");
  const content = next.querySelector("#content");
  const here = document.querySelector("#content");
  const known = new Set(all<HTMLScriptElement>("script[src]").map((script) => script.src));
  const needsMore = all<HTMLScriptElement>("script[src]", next).some((s) => !known.has(s.src));
  if (!content || !here || needsMore) {
    location.assign(address);
    return;
  }
  document.title = next.title;
  if (address !== location.href) history.pushState({}, "", address);
  here.replaceWith(content);
  htmx.process(content);
  window.scrollTo(0, 0);
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const bar = make("progress", { max: "100", value: "0" });
  const words = make("p", { class: "hint", "aria-live": "polite" });
  const place = form.querySelector("[data-dropzone]") ?? form;
  place.append(bar, words);
  const request = new XMLHttpRequest();
  const over = (message: string): void => {
    bar.remove();
    words.remove();
    delete form.dataset["sending"];
    if (submitter) delete submitter.dataset["busy"];
    if (message) toast({ message, tone: "danger" });
  };
  request.upload.addEventListener("progress", (event) => {
    const percent = event.total ? Math.round((event.loaded / event.total) * 100) : 0;
    bar.value = percent;
    bar.setAttribute("aria-label", say("uploading", { n: percent }));
    words.textContent = say("uploading", { n: percent });
  });
  request.addEventListener("error", () => over(say("uploadFailed")));
  request.addEventListener("load", () => {
    if (request.status === 413) over(say("tooLarge"));
    else if (request.status >= 500) over(say("failed", { n: request.status }));
    else {
      over("");
      show(request.responseText, request.responseURL);
    }
  });
  form.dataset["sending"] = "";
  if (submitter) submitter.dataset["busy"] = "";
  request.open("POST", form.action);
  request.send(new FormData(form, submitter));
}

export function upload(): void {
  on("dragover", "[data-dropzone]", (event, zone) => {
    event.preventDefault();
    zone.dataset["over"] = "";
  });
  on("dragleave", "[data-dropzone]", (event, zone) => {
    if (!(event.relatedTarget instanceof Node && zone.contains(event.relatedTarget)))
      delete zone.dataset["over"];
  });
  on("drop", "[data-dropzone]", (event, zone) => {
    event.preventDefault();
    delete zone.dataset["over"];
    const input = zone.querySelector<HTMLInputElement>("input[type=file]");
    if (!input || !event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  on("change", "[data-dropzone]", (_, zone) => showFiles(zone));
  on("submit", "form[data-upload]", (event, element) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (!("sending" in element.dataset)) send(element as HTMLFormElement, event.submitter);
  });
}
