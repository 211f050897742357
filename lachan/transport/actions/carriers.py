"""Enter and correct carriers and vehicles."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record, record_all
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.core.text import folded, normal
from lachan.transport.events import (
    CarrierChanged,
    CarrierRegistered,
    VehicleChanged,
    VehicleRegistered,
)
from lachan.transport.models import Carrier, Vehicle
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import CarrierKind, Permission, VehicleKind

# What `bulk_create` cannot tell: which rows were entered here, and not by another at the same time.
_ENTER = """
    INSERT INTO transport_vehicle
        (path, plate, kind, seats, seats_a_row, owner_words, note, recorded_at)
    SELECT path, plate, kind, 0, 0, '', '', %s
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS told (plate, kind, path)
    ON CONFLICT (plate) DO NOTHING
    RETURNING plate
"""


@dataclass(frozen=True)
class CarrierFacts:
    """What is known of a carrier."""

    path: str
    kind: CarrierKind
    name: str
    hamlet: str = ""
    phone: str = ""
    note: str = ""
    ended_on: date | None = None


@dataclass(frozen=True)
class VehicleFacts:
    """What is known of a vehicle; `path` counts only where it has no carrier."""

    plate: str
    kind: VehicleKind
    path: str
    carrier_id: int | None = None
    seats: int = 0
    seats_a_row: int = 0
    owner_words: str = ""
    note: str = ""


def register_carrier(actor: Actor, facts: CarrierFacts, *, now: datetime) -> Carrier:
    """Enter a carrier at its commune. Raises Refused where one of that name is there already."""
    _may_edit(actor, facts.path)
    with transaction.atomic():
        name = normal(facts.name)
        search_text = _search_text(facts)
        # Two clerks of one commune may key the same list at the same time.
        standing = Carrier.objects.select_for_update().filter(
            path=facts.path, search_text=search_text, ended_on__isnull=True
        )
        if standing.exists():
            raise Refused(_("a carrier of this name is registered at this place already"))
        carrier: Carrier = Carrier.objects.create(
            **(asdict(facts) | {"name": name}),
            search_text=search_text,
            access_code=secrets.token_urlsafe(18),
            recorded_at=now,
        )
        record(
            CarrierRegistered(carrier.pk, str(facts.kind)),
            actor=actor,
            path=carrier.path,
            subject=carrier,
        )
    return carrier


def change_carrier(actor: Actor, carrier_id: int, facts: CarrierFacts, *, now: datetime) -> Carrier:
    """Correct a carrier; its vehicles and coming trips go with it when it moves."""
    with transaction.atomic():
        carrier = _locked_carrier(carrier_id)
        _may_edit(actor, carrier.path)
        _may_edit(actor, facts.path)
        after = asdict(facts) | {"name": normal(facts.name)}
        changed = tuple(name for name, value in after.items() if getattr(carrier, name) != value)
        if not changed:
            return carrier
        for name in changed:
            setattr(carrier, name, after[name])
        carrier.search_text = _search_text(facts)
        carrier.save()
        if "path" in changed:
            carrier.vehicles.update(path=carrier.path)
            carrier.trips.filter(departs_at__gt=now).update(path=carrier.path)
        record(CarrierChanged(carrier.pk, changed), actor=actor, path=carrier.path, subject=carrier)
    return carrier


def renew_code(actor: Actor, carrier_id: int) -> Carrier:
    """Give the carrier a new code for its page; the old one opens nothing any more."""
    with transaction.atomic():
        carrier = _locked_carrier(carrier_id)
        _may_edit(actor, carrier.path)
        carrier.access_code = secrets.token_urlsafe(18)
        carrier.save(update_fields=["access_code"])
        record(
            CarrierChanged(carrier.pk, ("access_code",)),
            actor=actor,
            path=carrier.path,
            subject=carrier,
        )
    return carrier


def register_vehicle(actor: Actor, facts: VehicleFacts, *, now: datetime) -> Vehicle:
    """Enter a vehicle, or complete one that a post has seen before under this plate.

    Raises Refused for an empty plate, and where the vehicle belongs to another carrier: what
    another unit registered is not taken from it by keying in a plate.
    """
    key = plate_key(facts.plate)
    if not key:
        raise Refused(_("type the plate of the vehicle"))
    with transaction.atomic():
        path = _path_for(actor, facts)
        row, is_new = Vehicle.objects.get_or_create(
            plate=key, defaults={"path": path, "kind": facts.kind, "recorded_at": now}
        )
        row = Vehicle.objects.select_for_update().get(pk=row.pk)
        if row.carrier_id not in (None, facts.carrier_id):
            raise Refused(_("a vehicle with this plate is registered with another carrier"))
        changed = _write(row, facts, path)
        if is_new:
            record(
                VehicleRegistered(row.pk, str(row.kind), row.carrier_id),
                actor=actor,
                path=row.path,
                subject=row,
            )
        elif changed:
            record(VehicleChanged(row.pk, changed), actor=actor, path=row.path, subject=row)
    return row


def change_vehicle(actor: Actor, vehicle_id: int, facts: VehicleFacts) -> Vehicle:
    """Correct a vehicle; its plate stays, for it names the vehicle."""
    with transaction.atomic():
        row = Vehicle.objects.select_for_update().filter(pk=vehicle_id).first()
        if row is None:
            raise NotThere
        _may_edit(actor, row.path)
        changed = _write(row, facts, _path_for(actor, facts))
        if changed:
            record(VehicleChanged(row.pk, changed), actor=actor, path=row.path, subject=row)
    return row


def known_vehicle(
    actor: Actor, plate: str, *, kind: VehicleKind, path: str, now: datetime
) -> Vehicle:
    """The vehicle of a plate, locked; one not known is entered with what is told here."""
    return known_vehicles(actor, {plate_key(plate): (kind, path)}, now=now)[plate_key(plate)]


def known_vehicles(
    actor: Actor, told: Mapping[str, tuple[VehicleKind, str]], *, now: datetime
) -> dict[str, Vehicle]:
    """The vehicles of these plates (`plate_key`), locked; those not known are entered.

    `told` says of each plate what kind it is and at which unit it was seen. They are entered and
    locked in the order of their plates: of two who report the same ones at once, one waits.
    """
    plates = sorted(told)
    there = set(Vehicle.objects.filter(plate__in=plates).values_list("plate", flat=True))
    missing = [plate for plate in plates if plate not in there]
    entered: set[str] = set()
    if missing:
        with connection.cursor() as cursor:
            kinds = [str(told[plate][0]) for plate in missing]
            cursor.execute(_ENTER, [now, missing, kinds, [told[plate][1] for plate in missing]])
            entered = {plate for (plate,) in cursor.fetchall()}
    rows = Vehicle.objects.select_for_update().filter(plate__in=plates).order_by("plate")
    found = {row.plate: row for row in rows}
    record_all(
        [
            (VehicleRegistered(row.pk, str(row.kind), None), row.path, row)
            for plate, row in found.items()
            if plate in entered
        ],
        actor=actor,
    )
    return found


def _path_for(actor: Actor, facts: VehicleFacts) -> str:
    if facts.carrier_id is None:
        _may_edit(actor, facts.path)
        return facts.path
    carrier = _locked_carrier(facts.carrier_id)
    _may_edit(actor, carrier.path)
    return carrier.path


def _write(row: Vehicle, facts: VehicleFacts, path: str) -> tuple[str, ...]:
    after = asdict(facts) | {"path": path, "plate": row.plate}
    changed = tuple(name for name, value in after.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        row.save()
    return changed


def _search_text(facts: CarrierFacts) -> str:
    return folded(f"{facts.name} {facts.hamlet}")[:300]


def _locked_carrier(carrier_id: int) -> Carrier:
    found: Carrier | None = Carrier.objects.select_for_update().filter(pk=carrier_id).first()
    if found is None:
        raise NotThere
    return found


def _may_edit(actor: Actor, path: str) -> None:
    if not actor.may(Permission.EDIT, path):
        raise Refused(_("you may not edit transport at this unit"))
