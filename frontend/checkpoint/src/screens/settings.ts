/* Settings: screen, sound, language, storage, the device. */

import { app } from "../app";
import { button, h } from "../dom";
import { chips } from "../fields";
import { fetchAgain, go, refresh, screen } from "../shell";
import { type Language, speak, spoken, t, clock } from "../words";

export type Theme = "auto" | "day" | "night";

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
}

let installPrompt: InstallPrompt | undefined;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installPrompt = event as InstallPrompt;
});

const FULL = 0.8;
const MEGABYTE = 1_000_000;
let said = "";

export function wear(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}

screen("settings", async () => {
  const theme = await app.store.setting<Theme>("theme", "auto");
  const isPersisted = (await navigator.storage?.persisted?.()) ?? false;
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const rules = await app.store.setting("rules-version", "");
  const at = await app.store.setting("work-at", 0);
  const keep = (key: string, value: unknown): void => void app.store.set(key, value).then(refresh);
  return {
    title: t("settings"),
    back: "home",
    body: [
      chips(
        "theme",
        t("theme"),
        [["auto", t("themeAuto")], ["day", t("themeDay")], ["night", t("themeNight")]],
        theme,
        (value) => {
          wear(value || "auto");
          keep("theme", value || "auto");
        },
        true,
      ),
      chips(
        "sound",
        t("sound"),
        [["on", t("on")], ["off", t("off")]],
        app.hasSound ? "on" : "off",
        (value) => {
          app.hasSound = value === "on";
          keep("sound", app.hasSound);
        },
        true,
      ),
      chips<Language>(
        "language",
        t("language"),
        [["vi", "Tiếng Việt"], ["en", "English"]],
        spoken(),
        (value) => {
          speak(value || "vi");
          keep("language", value || "vi");
        },
        true,
      ),
      h("h2", {}, t("storage")),
      h("p", { class: "notice", "data-tone": isPersisted ? "green" : "yellow" }, t(isPersisted ? "persisted" : "notPersisted")),
      quota > 0 &&
        h(
          "p",
          { class: usage / quota > FULL ? "notice" : "quiet", "data-tone": "red" },
          t("quota", { used: Math.ceil(usage / MEGABYTE), quota: Math.floor(quota / MEGABYTE) }),
          usage / quota > FULL && `. ${t("quotaFull")}`,
        ),
      installPrompt && button(t("install"), "plain", () => void installPrompt?.prompt(), "save"),
      h("h2", {}, t("device")),
      h(
        "p",
        { class: "quiet" },
        [app.device?.name, app.device?.postName, app.device?.id].filter(Boolean).join(" · "),
      ),
      h("p", { class: "quiet" }, [
        t("version", { v: __APP_VERSION__ }),
        rules && t("rulesVersion", { v: rules }),
        at > 0 && t("rulesAt", { at: clock(at) }),
      ].filter(Boolean).join(" · ")),
      said && h("p", { class: "notice", "data-tone": "blue", role: "status" }, said),
      button(t("refreshWork"), "plain", () => void fetchAgain((words) => (said = words))),
      button(t("enrolAgain"), "quiet", () => go("enrol")),
    ],
    thumb: [button(t("lockNow"), "main", lock, "lock")],
  };
});

function lock(): void {
  app.lock();
  go("home");
}
