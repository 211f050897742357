/* The shift: who is on duty, hand-over with its figures, and its end. */

import { uuid7 } from "../../../src/shared/uuid7";
import { app, type Shift } from "../app";
import { button, h } from "../dom";
import { textField } from "../fields";
import { go, refresh, screen, type View } from "../shell";
import type { Trace } from "../store";
import { clock, type Key, t } from "../words";

type Action = "start" | "hand_over" | "end";

const wish = { officers: [] as string[], typed: "", note: "" };
let error = "";
/** Whether the shift on duty is being handed over, rather than looked at. */
let isHandingOver = false;

screen("shift", async () => {
  const { shift } = app;
  if (!shift || isHandingOver) return roster(shift);
  const figures = await shiftFigures(shift);
  return {
    title: t("shiftTitle"),
    back: "home",
    body: [
      h("p", { class: "lead" }, t("onShift", { who: shift.names.join(", "), at: clock(shift.at) })),
      h("h2", {}, t("shiftFigures")),
      h(
        "dl",
        { class: "facts" },
        ...figures.flatMap(([label, value]) => [h("dt", {}, t(label)), h("dd", {}, String(value))]),
      ),
      textField("shift-note", t("shiftNote"), wish.note, (note) => (wish.note = note), { kind: "long" }),
    ],
    thumb: [
      h(
        "div",
        { class: "pair" },
        button(t("shiftEnd"), "plain", () => void change("end", shift)),
        button(t("shiftHandOver"), "main", () => {
          isHandingOver = true;
          void refresh();
        }, "shift"),
      ),
    ],
  };
});

function roster(shift: Shift | null): View {
  const officers = app.people?.officers ?? [];
  const forces = [...new Set(officers.map(({ force }) => force))];
  const toggle = (id: string): void => {
    wish.officers = wish.officers.includes(id)
      ? wish.officers.filter((each) => each !== id)
      : [...wish.officers, id];
    void refresh();
  };
  const groups = forces.map((force) =>
    h(
      "div",
      { class: "field", role: "group" },
      h("span", { class: "label" }, wordsOfForce(force)),
      h(
        "div",
        { class: "chips" },
        ...officers
          .filter((officer) => officer.force === force)
          .map(({ id, name }) => {
            const isOn = wish.officers.includes(id);
            const props = { type: "button", id: `officer-${id}`, class: "chip", "aria-pressed": String(isOn) };
            return h("button", { ...props, onclick: () => toggle(id) }, name);
          }),
      ),
    ),
  );
  const action: Action = shift ? "hand_over" : "start";
  return {
    title: t(shift ? "shiftTakesOver" : "startShift"),
    back: "home",
    body: [
      h("p", { class: "lead" }, t("shiftOfficersLead")),
      ...groups,
      textField("shift-typed", t("shiftTyped"), wish.typed, (typed) => (wish.typed = typed), {
        kind: "name",
        error,
      }),
      shift && textField("shift-note", t("shiftNote"), wish.note, (note) => (wish.note = note), { kind: "long" }),
    ],
    thumb: [
      button(t(shift ? "shiftHandOver" : "shiftStart"), "main", () => void change(action, shift), "check"),
    ],
    left: () => {
      if (location.hash !== "#/shift") isHandingOver = false;
    },
  };
}

function wordsOfForce(force: string): string {
  return ["police", "military", "health"].includes(force) ? t(`force_${force}` as Key) : force;
}

async function shiftFigures(shift: Shift): Promise<readonly (readonly [Key, number])[]> {
  const traces = (await app.store.traces.where("shift").equals(shift.id).toArray()).filter((each) => !each.struck);
  const of = (keep: (trace: Trace) => boolean, count: (trace: Trace) => number = () => 1): number =>
    traces.filter(keep).reduce((sum, each) => sum + count(each), 0);
  const isPassage = (trace: Trace): boolean => trace.kind === "passage";
  const people = (trace: Trace): number => trace.people;
  return [
    ["figurePeople", of(isPassage, people)],
    ["todayThrough", of((each) => each.outcome === "let_through", people)],
    ["todayRefused", of((each) => each.outcome === "refused", people)],
    ["todayReferred", of((each) => each.outcome === "referred", people)],
    ["figureVehicles", of(isPassage, (each) => each.vehicle)],
    ["figureTests", of((each) => each.kind === "test")],
    ["figureOverrides", of(isPassage, (each) => each.overridden)],
    ["figureSlips", of((each) => each.kind === "slip")],
    ["figureUnkeyed", await app.store.slips.count()],
    ["figureUnsent", await app.store.outbox.count()],
  ];
}

async function change(action: Action, before: Shift | null): Promise<void> {
  const typed = wish.typed.trim();
  const officers = [...wish.officers, ...(typed ? [typed] : [])];
  if (action !== "end" && officers.length === 0) {
    error = t("shiftNobody");
    return refresh();
  }
  error = "";
  const nameOf = new Map((app.people?.officers ?? []).map(({ id, name }) => [id, name]));
  const names = officers.map((each) => nameOf.get(each) ?? each);
  const after: Shift | null =
    action === "end" ? null : { id: uuid7(app.now().getTime()), at: app.now().getTime(), officers, names };
  // The hand-over is signed by who leaves, a start by who comes.
  if (!before) app.shift = after;
  await app.record({
    kind: "shift",
    payload: {
      action,
      officers: before ? [...before.officers] : officers,
      takes_over: action === "hand_over" ? (officers[0] ?? "") : "",
      unkeyed_slips: await app.store.slips.count(),
      unsent: await app.store.outbox.count(),
      note: wish.note.trim(),
    },
    trace: app.trace(names.join(", ")),
  });
  app.shift = after;
  isHandingOver = false;
  await app.store.set("shift", after);
  Object.assign(wish, { officers: [], typed: "", note: "" });
  go("home");
}
