/* A new version of the app is taken when it is asked for, or when all windows are closed. */

let waiting: ServiceWorker | undefined;

export function updateIsReady(): boolean {
  return waiting !== undefined;
}

export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting?.postMessage("take-over");
}

/** Registers the worker; `found` is called when a newer one waits. */
export async function startWorker(found: () => void): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/checkpoint/worker.js", {
    scope: "/checkpoint/",
    updateViaCache: "none",
  });
  const note = (worker: ServiceWorker | null): void => {
    if (!worker || !navigator.serviceWorker.controller) return;
    waiting = worker;
    found();
  };
  note(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed") note(registration.waiting);
    });
  });
}
