/* The vehicle: plates of tractor and trailer, goods, the road, the stops that are permitted. */

import { app } from "../app";
import { button, h } from "../dom";
import { chips, textField } from "../fields";
import { emptyVehicle, type VehicleDraft } from "../form";
import { plateWords } from "../mirror";
import { go, refresh, screen } from "../shell";
import { t } from "../words";

const KINDS: readonly VehicleDraft["kind"][] = ["motorbike", "car", "truck", "bus", "boat", "other"];

screen("vehicle", () => {
  const { draft } = app.unfinished ?? app.begin("in");
  draft.vehicle ??= emptyVehicle();
  const vehicle = draft.vehicle;
  const put = (change: Partial<VehicleDraft>): void => {
    Object.assign(vehicle, change);
    app.keepDraft();
  };
  const plate = (id: "plate" | "trailer_plate", label: string): HTMLElement => {
    const read = plateWords(vehicle[id]);
    const field = textField(id, label, vehicle[id], (text) => put({ [id]: text.toUpperCase() }), {
      kind: "plate",
      error: vehicle[id] && !read ? t("problem_plate") : "",
      ...(read && read !== vehicle[id] ? { hint: read } : {}),
    });
    field.querySelector("input")?.addEventListener("change", () => void refresh());
    return field;
  };
  const isLorry = vehicle.kind === "truck";
  const drop = (): void => {
    draft.vehicle = null;
    app.keepDraft();
    go("person");
  };
  return {
    title: t("vehicle"),
    back: "person",
    body: [
      chips(
        "kind",
        t("vehicleKind"),
        KINDS.map((kind) => [kind, t(kind)] as const),
        vehicle.kind,
        (kind) => {
          put({ kind: kind || "truck" });
          void refresh();
        },
        true,
      ),
      plate("plate", t("plate")),
      isLorry && plate("trailer_plate", t("trailerPlate")),
      textField("goods", t("goods"), vehicle.goods, (goods) => put({ goods })),
      textField("trip-from", t("tripFrom"), vehicle.from, (from) => put({ from })),
      textField("trip-to", t("tripTo"), vehicle.to, (to) => put({ to })),
      textField("stops", t("stops"), vehicle.stops, (stops) => put({ stops }), {
        kind: "long",
        hint: t("stopsHint"),
      }),
    ],
    thumb: [
      h(
        "div",
        { class: "pair" },
        button(t("noVehicle"), "quiet", drop),
        button(t("done"), "main", () => go("person"), "check"),
      ),
    ],
  };
});
