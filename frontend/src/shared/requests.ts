/* htmx: nothing evaluated, no page kept on the device, every failure said in words. */

import htmx from "htmx.org";
import { say } from "../words";
import { toast } from "./toasts";

const PATIENCE = 150;

function refusal(page: string): string {
  const reasons = new DOMParser().parseFromString(page, "text/html").querySelectorAll("main .alert li");
  return [...reasons].map((reason) => reason.textContent?.trim()).join(" ");
}

function explain(request: XMLHttpRequest): string {
  if (request.status === 409) return refusal(request.responseText) || say("failed", { n: 409 });
  if (request.status === 401) return say("signedOut");
  if (request.status === 403) return say("noAccess");
  if (request.status === 413) return say("tooLarge");
  return say("failed", { n: request.status });
}

export function requests(): void {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  // Pages hold people's names: none is left in the device's storage for "back".
  htmx.config.historyCacheSize = 0;
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.scrollIntoViewOnBoost = false;
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ];

  let running = 0;
  let timer = 0;
  document.addEventListener("htmx:beforeRequest", () => {
    running += 1;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      document.documentElement.dataset["loading"] = "";
    }, PATIENCE);
  });
  document.addEventListener("htmx:afterRequest", () => {
    running = Math.max(0, running - 1);
    if (running > 0) return;
    window.clearTimeout(timer);
    delete document.documentElement.dataset["loading"];
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    toast({ message: explain(xhr), tone: "danger" });
  });
  document.addEventListener("htmx:sendError", () => {
    toast({ message: say("offline"), tone: "danger" });
  });
  // An ended session answers with the sign-in page: that page belongs on the whole screen.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (!new URL(xhr.responseURL || location.href).pathname.startsWith("/sign-in/")) return;
    if (location.pathname.startsWith("/sign-in/")) return;
    event.preventDefault();
    location.reload();
  });
}
