/* Before the work: the PIN, enrolment, and a phone that was revoked. */

import { app } from "../app";
import { button, h, icon } from "../dom";
import { codeIn, enrol, Refused } from "../enrolment";
import { textField } from "../fields";
import { go, refresh, screen, type View } from "../shell";
import { newVault, PIN_FORM, unlock } from "../vault";
import { t } from "../words";

const SHORTEST = 6;

screen("pin", () => {
  let typed = "";
  let isBusy = false;
  const dots = h("p", { class: "pin-dots", "aria-hidden": "true" });
  const says = h("p", { class: "error pin-says", role: "alert" });
  const show = (): void => {
    dots.replaceChildren(
      ...Array.from({ length: Math.max(SHORTEST, typed.length) }, (_, i) =>
        h("span", { class: i < typed.length ? "dot is-full" : "dot" }),
      ),
    );
    open.disabled = typed.length < SHORTEST || isBusy;
  };
  const press = (figure: string): void => {
    if (isBusy || typed.length >= 12) return;
    typed += figure;
    says.textContent = "";
    show();
  };
  const erase = (): void => {
    typed = typed.slice(0, -1);
    show();
  };
  const tryIt = async (): Promise<void> => {
    if (!PIN_FORM.test(typed) || isBusy) return;
    isBusy = true;
    show();
    says.textContent = t("working");
    const result = await unlock(app.store, typed);
    typed = "";
    isBusy = false;
    if (result.kind === "open") {
      await app.open(result.vault);
      void app.refreshWork().then((fetched) => {
        if (fetched === "new" || fetched === "revoked" || fetched === "wiped") void refresh();
      });
      await refresh();
      return;
    }
    says.textContent =
      result.kind === "wrong" ? t("pinWrong", { n: result.left }) : t("pinWiped");
    show();
    if (result.kind === "wiped") await refresh();
  };
  const key = (label: string, pressed: () => void, name = label): HTMLElement =>
    h("button", { type: "button", class: "pin-key", onclick: pressed, "aria-label": name }, label);
  const open = button(t("pinUnlock"), "main", () => void tryIt(), "lock");
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((n) => key(n, () => press(n)));
  const pad = h(
    "div",
    { class: "pin-pad" },
    ...keys,
    h("span", {}),
    key("0", () => press("0")),
    key("⌫", erase, t("pinErase")),
  );
  const typing = (event: KeyboardEvent): void => {
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") erase();
    else if (event.key === "Enter") void tryIt();
  };
  addEventListener("keydown", typing);
  show();
  return wipedOr({
    title: app.device?.postName ?? t("app"),
    body: [h("p", { class: "pin-title" }, t("pinTitle")), dots, says],
    thumb: [pad, open],
    tone: "pin",
    left: () => removeEventListener("keydown", typing),
  });
});

/** A phone whose PIN is gone has only enrolment left. */
async function wipedOr(view: View): Promise<View> {
  if (await app.store.settings.get("pin")) return view;
  view.left?.();
  const why = await app.store.setting("wiped", "");
  return {
    title: t("pinTitle"),
    body: [h("p", { class: "notice", "data-tone": "red", role: "alert" }, t(why === "remote" ? "remoteWiped" : "pinWiped"))],
    thumb: [button(t("enrolAgain"), "main", () => go("enrol"))],
  };
}

screen("revoked", () => ({
  title: t("revokedTitle"),
  tone: "revoked",
  body: [
    h("p", { class: "verdict-sign" }, icon("stop")),
    h("p", { class: "lead" }, t("revokedLead")),
  ],
  thumb: [
    button(t("queue"), "plain", () => go("queue"), "queue"),
    button(t("enrolAgain"), "main", () => go("enrol")),
  ],
}));

const wish = { code: "", name: "", pin: "", again: "" };
let problem = "";
let isEnrolling = false;

screen("enrol", (argument) => {
  if (argument) {
    wish.code = codeIn(`enrol=${argument}`) || argument;
    // The code is in no history and in no screenshot of the address.
    history.replaceState(null, "", "#/enrol");
  }
  const pinError = wish.pin && !PIN_FORM.test(wish.pin) ? t("pinFigures") : "";
  const differs = wish.again && wish.again !== wish.pin ? t("pinDiffers") : "";
  return {
    title: t("enrolTitle"),
    ...(app.device ? { back: "home" } : {}),
    body: [
      h("p", { class: "lead" }, t("enrolLead")),
      problem && h("p", { class: "notice", "data-tone": "red", role: "alert" }, problem),
      button(t("enrolScan"), "plain", () => go("scan/enrol"), "scan"),
      textField("enrol-code", t("enrolCode"), wish.code, (text) => (wish.code = text.trim()), {
        isRequired: true,
      }),
      textField("enrol-name", t("deviceName"), wish.name, (text) => (wish.name = text), {
        hint: t("deviceNameHint"),
        isRequired: true,
      }),
      textField("enrol-pin", t("pinNew"), wish.pin, (text) => (wish.pin = text), {
        kind: "secret",
        hint: t("pinFigures"),
        error: pinError,
        isRequired: true,
      }),
      textField("enrol-again", t("pinAgain"), wish.again, (text) => (wish.again = text), {
        kind: "secret",
        error: differs,
        isRequired: true,
      }),
    ],
    thumb: [
      button(isEnrolling ? t("working") : t("enrolGo"), "main", () => void begin(), "check"),
    ],
  };
});

/** Puts a scanned code into the form. */
export function takeCode(code: string): void {
  wish.code = code;
  go("enrol");
}

async function begin(): Promise<void> {
  const isWhole = wish.code && wish.name.trim() && PIN_FORM.test(wish.pin) && wish.pin === wish.again;
  if (isEnrolling) return;
  if (!isWhole) {
    problem = wish.code && wish.name.trim() ? "" : `${t("enrolCode")}, ${t("deviceName")}: ${t("required")}`;
    return refresh();
  }
  isEnrolling = true;
  problem = "";
  await refresh();
  try {
    const now = app.now().getTime();
    app.device = await enrol(app.store, wish.code, wish.name.trim(), now);
    await app.store.settings.delete("wiped");
    await app.open(await newVault(app.store, wish.pin));
    Object.assign(wish, { code: "", name: "", pin: "", again: "" });
    void navigator.storage?.persist?.();
    await app.refreshWork();
    app.sender.nudge();
    go("home");
  } catch (failed) {
    problem =
      failed instanceof Refused
        ? t("enrolRefused", { why: failed.message })
        : t("enrolNoNetwork");
  } finally {
    isEnrolling = false;
    await refresh();
  }
}
