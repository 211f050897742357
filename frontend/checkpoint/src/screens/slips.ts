/* "Take the slip, let go, key in later": when the queue is longer than the hour allows. */

import { app } from "../app";
import { button, h } from "../dom";
import { textField } from "../fields";
import { emptyPerson, emptyVehicle } from "../form";
import { go, refresh, screen } from "../shell";
import type { UnkeyedSlip } from "../store";
import { clock, t } from "../words";

const wish = { people: 1, plate: "", note: "" };

/** The next number of this phone: its own last figures, then a count that never goes back. */
async function nextNumber(): Promise<string> {
  const count = (await app.store.setting("slip-count", 0)) + 1;
  const letters = (app.device?.id ?? "").replace(/[^0-9A-Za-z]/g, "").slice(-3).toUpperCase();
  return `${letters}-${count}`;
}

screen("slip", async () => {
  const number = await nextNumber();
  const step = (by: number): void => {
    wish.people = Math.min(99, Math.max(1, wish.people + by));
    void refresh();
  };
  return {
    title: t("slipTitle"),
    back: "home",
    body: [
      h("p", { class: "slip-number" }, h("span", {}, t("slipNumber")), h("b", {}, number)),
      h(
        "div",
        { class: "field" },
        h("span", { class: "label" }, t("slipPeople")),
        h(
          "div",
          { class: "stepper" },
          h("button", { type: "button", id: "fewer", class: "step", onclick: () => step(-1), "aria-label": "−1" }, "−"),
          h("output", { class: "step-count", "aria-live": "polite" }, String(wish.people)),
          h("button", { type: "button", id: "more", class: "step", onclick: () => step(1), "aria-label": "+1" }, "+"),
        ),
      ),
      textField("slip-plate", t("slipPlate"), wish.plate, (plate) => (wish.plate = plate), { kind: "plate" }),
      textField("slip-note", t("slipNote"), wish.note, (note) => (wish.note = note), { kind: "long" }),
    ],
    thumb: [button(t("slipSave"), "main", () => void save(number), "check")],
  };
});

async function save(number: string): Promise<void> {
  const { people, note } = wish;
  const plate = wish.plate.trim().toUpperCase();
  const plateEnd = plate ? `···${plate.replace(/[^0-9A-Z]/g, "").slice(-3)}` : "";
  const slip: UnkeyedSlip = { number, at: app.now().getTime(), people, plateEnd };
  await app.record({
    kind: "slip",
    payload: { number, people, plate, note: note.trim() },
    trace: app.trace([number, plateEnd].filter(Boolean).join(" "), people),
    slip,
  });
  await app.store.set("slip-count", (await app.store.setting("slip-count", 0)) + 1);
  Object.assign(wish, { people: 1, plate: "", note: "" });
  go("home");
}

screen("slips", async () => {
  const slips = await app.store.slips.orderBy("at").toArray();
  const rows = slips.map((slip) =>
    h(
      "li",
      { class: "row" },
      h(
        "div",
        {},
        h("b", {}, slip.number),
        h("span", {}, t("slipLine", { people: slip.people, at: clock(slip.at) }), " ", slip.plateEnd),
      ),
      button(t("slipKey", { number: slip.number }), "plain", () => keyIn(slip), "keys"),
    ),
  );
  return {
    title: t("slipsTitle"),
    back: "home",
    body: [rows.length > 0 ? h("ul", { class: "rows" }, ...rows) : h("p", { class: "empty" }, t("slipsNone"))],
  };
});

function keyIn(slip: UnkeyedSlip): void {
  const { draft } = app.begin("in");
  Object.assign(draft, { slip: slip.number, passedAt: slip.at, slipPeople: slip.people });
  if (slip.plateEnd) {
    draft.vehicle = emptyVehicle();
    draft.people = [emptyPerson("driver")];
  }
  app.keepDraft();
  go("person");
}
