/* The post's app begins here. */

import "./styles.css";
import { codeReader } from "../../src/shared/scan";
import { app } from "./app";
import { refresh, startShell } from "./shell";
import { startWorker } from "./updates";
import { type Language, speak } from "./words";
import { type Theme, wear } from "./screens/settings";
import "./screens/call";
import "./screens/calls";
import "./screens/entry";
import "./screens/history";
import "./screens/home";
import "./screens/opening";
import "./screens/person";
import "./screens/queue";
import "./screens/scanning";
import "./screens/shift";
import "./screens/slips";
import "./screens/tests";
import "./screens/vehicle";
import "./screens/verdict";

const IDLE_MS = 15 * 60_000;
const CONTACT_MS = 5 * 60_000;

async function begin(): Promise<void> {
  await app.start();
  speak(await app.store.setting<Language>("language", "vi"));
  wear(await app.store.setting<Theme>("theme", "auto"));
  startShell();
  app.sender.nudge();
  lockWhenIdle();
  setInterval(() => {
    app.sender.nudge();
    void app.refreshWork();
  }, CONTACT_MS);
  addEventListener("visibilitychange", () => void app.storeDraft());
  // Not awaited: on the first visit this fetches all files, and the screen is there already.
  void startWorker(() => void refresh()).catch(() => undefined);
  setTimeout(() => void codeReader().catch(() => undefined), 3000);
}

/** Locks after a quarter of an hour without a touch. */
function lockWhenIdle(): void {
  let last = Date.now();
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (last = Date.now()));
  setInterval(() => {
    if (app.vault && Date.now() - last > IDLE_MS) {
      app.lock();
      void refresh();
    }
  }, 30_000);
}

void begin();
