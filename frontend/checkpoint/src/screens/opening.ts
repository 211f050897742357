/* "Xả chốt": the post is opened, nobody is checked, and somebody ordered it. */

import { app } from "../app";
import { button, h } from "../dom";
import { instantWithOffset } from "../events";
import { textField } from "../fields";
import { go, refresh, screen } from "../shell";
import { clock, t } from "../words";

const wish = { order: "", by: "", people: "" };
let errors: { order?: string; by?: string } = {};

screen("opening", () => {
  const { opened } = app;
  if (opened)
    return {
      title: t("openingTitle"),
      back: "home",
      body: [
        h("p", { class: "notice", "data-tone": "red" }, h("strong", {}, t("openedSince", { at: clock(opened.at) }))),
        h(
          "dl",
          { class: "facts is-words" },
          ...[h("dt", {}, t("openingOrder")), h("dd", {}, opened.order)],
          ...[h("dt", {}, t("openingBy")), h("dd", {}, opened.by)],
        ),
        textField("opening-people", t("openingPeople"), wish.people, (people) => (wish.people = people), {
          kind: "number",
        }),
      ],
      thumb: [button(t("openingEnd"), "main", () => void end(), "check")],
    };
  return {
    title: t("openingTitle"),
    back: "home",
    body: [
      h("p", { class: "lead" }, t("openingLead")),
      textField("opening-order", t("openingOrder"), wish.order, (order) => (wish.order = order), {
        kind: "long",
        isRequired: true,
        error: errors.order ?? "",
      }),
      textField("opening-by", t("openingBy"), wish.by, (by) => (wish.by = by), {
        kind: "name",
        isRequired: true,
        error: errors.by ?? "",
      }),
    ],
    thumb: [button(t("openingStart"), "danger", () => void start(), "open")],
  };
});

async function record(until: Date | null): Promise<void> {
  const { opened } = app;
  if (!opened) return;
  const people = Number(wish.people.replace(/\D/g, ""));
  await app.record({
    kind: "opening",
    payload: {
      from: instantWithOffset(new Date(opened.at)),
      until: until && instantWithOffset(until),
      order: opened.order,
      ordered_by: opened.by,
      people_estimated: wish.people.trim() ? people : null,
    },
    trace: app.trace(opened.by, people),
  });
}

async function start(): Promise<void> {
  errors = {};
  if (!wish.order.trim()) errors.order = t("required");
  if (!wish.by.trim()) errors.by = t("required");
  if (errors.order || errors.by) return refresh();
  app.opened = { at: app.now().getTime(), order: wish.order.trim(), by: wish.by.trim() };
  await record(null);
  await app.store.set("opened", app.opened);
  go("home");
}

async function end(): Promise<void> {
  await record(app.now());
  app.opened = null;
  await app.store.set("opened", null);
  Object.assign(wish, { order: "", by: "", people: "" });
  go("home");
}
