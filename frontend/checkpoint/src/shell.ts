/* The frame of every screen: what is where, the queue that is always in sight, and the way between screens. */

import { app } from "./app";
import { h, icon } from "./dom";
import { clock, t } from "./words";

export interface View {
  readonly title: string;
  readonly body: (Node | string | false | null | undefined)[];
  /** What the thumb reaches: at the bottom. */
  readonly thumb?: (Node | false | null | undefined)[];
  /** Where "back" leads; none on screens that have no way back. */
  readonly back?: string;
  /** Colours the whole screen. */
  readonly tone?: string;
  /** Called when the screen is left. */
  readonly left?: () => void;
}

export type Screen = (argument: string) => View | Promise<View>;

const screens = new Map<string, Screen>();
const OPEN_TO_ALL = new Set(["enrol", "revoked", "pin", "queue"]);
let current: View | undefined;
let turn = 0;

export function screen(name: string, draw: Screen): void {
  screens.set(name, draw);
}

/** Goes to a screen: "home", "person", "slip/…". */
export function go(route: string): void {
  const hash = `#/${route}`;
  if (location.hash === hash) void draw(true);
  else location.hash = hash;
}

/** Draws the screen again in place: the scroll and the field in use stay. */
export function refresh(): Promise<void> {
  return draw(false);
}

/** Fetches rules and lists again; `say` is given what the screen then tells of it. */
export async function fetchAgain(say: (words: string) => void): Promise<void> {
  say(t("working"));
  await refresh();
  const fetched = await app.refreshWork();
  const isMissing = fetched === "failed" || fetched === "unreached";
  say(isMissing ? t("refreshFailed") : t("refreshed", { at: clock(app.now().getTime()) }));
  await refresh();
}

/** Where this phone must be now: enrolment, revocation and the PIN come before everything. */
function allowed(name: string): string {
  if (name === "queue") return name;
  if (!app.device) return "enrol";
  if (app.device.revoked) return name === "enrol" ? "enrol" : "revoked";
  if (name === "enrol") return "enrol";
  return app.vault || OPEN_TO_ALL.has(name) ? name : "pin";
}

function wanted(): [name: string, argument: string] {
  const [name = "", argument = ""] = location.hash.replace(/^#\/?/, "").split("/");
  if (name.startsWith("enrol=")) return ["enrol", name.slice(6)];
  return [screens.has(name) ? name : "home", decodeURIComponent(argument)];
}

async function draw(isNew: boolean): Promise<void> {
  turn += 1;
  const mine = turn;
  const [name, argument] = wanted();
  const shown = allowed(name);
  const view = await screens.get(shown)?.(shown === name ? argument : "");
  if (!view || mine !== turn) return;
  current?.left?.();
  current = view;
  put(view, shown, isNew);
}

function put(view: View, name: string, isNew: boolean): void {
  const root = document.getElementById("app");
  if (!root) return;
  const scroll = root.querySelector("main")?.scrollTop ?? 0;
  const focused = document.activeElement?.id ?? "";
  document.title = `${view.title} · Lá Chắn`;
  root.className = view.tone ? `app is-${view.tone}` : "app";
  root.dataset["screen"] = name;
  const main = h("main", { class: "page", tabindex: "-1" }, ...view.body);
  const thumb = (view.thumb ?? []).filter(Boolean);
  root.replaceChildren(bar(view), main, thumb.length > 0 ? h("footer", { class: "thumb" }, ...thumb) : "");
  if (isNew) main.scrollTop = 0;
  else {
    main.scrollTop = scroll;
    if (focused) document.getElementById(focused)?.focus();
  }
}

function bar(view: View): HTMLElement {
  const goBack = (): void => go(view.back ?? "home");
  const back =
    view.back !== undefined &&
    h("button", { type: "button", class: "bar-back", onclick: goBack, "aria-label": t("back") }, icon("back"));
  return h(
    "header",
    { class: "bar" },
    back,
    h("h1", { class: "bar-title" }, view.title),
    h("div", { class: "bar-state", id: "bar-state" }, ...state()),
  );
}

function state(): Node[] {
  const { waiting, sending, kept } = app.queue;
  const total = waiting + sending + kept;
  const isOnline = navigator.onLine && app.isReached;
  const network = h(
    "span",
    { class: "net", "data-on": isOnline ? "yes" : "no" },
    t(isOnline ? "online" : "offline"),
  );
  const words = total > 0 ? t("queued", { n: total }) : t("allSent");
  const tone = kept > 0 ? "kept" : total > 0 ? "some" : "none";
  const queue = h("a", { class: "queue-chip", href: "#/queue", "data-tone": tone }, words);
  return [network, queue];
}

/** Brings the counter and the network's state up to date without touching the rest. */
export function showState(): void {
  document.getElementById("bar-state")?.replaceChildren(...state());
}

export function startShell(): void {
  addEventListener("hashchange", () => void draw(true));
  addEventListener("online", () => {
    showState();
    app.sender.nudge();
    void app.refreshWork();
  });
  addEventListener("offline", showState);
  app.changed = showState;
  app.closed = () => void draw(true);
  void draw(true);
}
