/* The service worker: all files of one version are kept before it takes over, then every start is from the
   phone. A new version waits until it is asked for or all windows are closed, never in the middle of a form. */

interface Lifetime extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", listener: (event: Lifetime) => void): void;
  addEventListener(kind: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(kind: "message", listener: (event: MessageEvent) => void): void;
}

const scope = globalThis as unknown as Scope;
const STATIC = "/static/checkpoint/";
const PAGE = "/checkpoint/";
const NAME = `lachan-checkpoint-${__APP_VERSION__}`;
const FILES = "__FILES__" as unknown as readonly string[];
const KEPT = [
  ...[PAGE, "/static/checkpoint/manifest.webmanifest", "/static/favicon.svg"],
  ...["/static/icon-192.png", "/static/icon-512.png", "/static/apple-touch-icon.png"],
  ...FILES.map((file) => STATIC + file),
];

async function keepAll(): Promise<void> {
  const cache = await caches.open(NAME);
  await Promise.all(
    KEPT.map(async (path) => {
      // Past the browser's own cache, which may hold the page of the version before.
      const response = await fetch(path, { cache: path.startsWith(STATIC) ? "default" : "reload" });
      if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
      await cache.put(path, response);
    }),
  );
  const page = await (await cache.match(PAGE))?.text();
  // The page of another version, or of a captive portal, would ask for files that are not here.
  if (!page || !FILES.some((file) => file.endsWith(".js") && page.includes(STATIC + file)))
    throw new Error("the page is not of this version");
}

async function forgetOlder(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith("lachan-checkpoint-") && name !== NAME) await caches.delete(name);
  await scope.clients.claim();
}

async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(path)) ?? fetch(request);
}

scope.addEventListener("install", (event) => event.waitUntil(keepAll()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
scope.addEventListener("message", (event) => {
  if (event.data === "take-over") void scope.skipWaiting();
});
scope.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== scope.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE)
    event.respondWith(answer(event.request, PAGE));
  else if (KEPT.includes(url.pathname)) event.respondWith(answer(event.request, url.pathname));
});
