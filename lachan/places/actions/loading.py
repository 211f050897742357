"""Load the units of both worlds from the package: fast, and again without changing anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.places.actions.package import read_tree
from lachan.places.actions.permission import must_edit
from lachan.places.actions.rows import BATCH, Progress, analyse, lock_units, stored_id, write_new
from lachan.places.events import UnitsLoaded
from lachan.places.models import Succession, Unit
from lachan.places.rules.tree import Node, Tree
from lachan.places.terms import Permission

LOADER = system("lachan places load", Permission.EDIT)


@dataclass(frozen=True)
class Counts:
    """What a load found and did; `received = new + present` for both kinds of row."""

    units: int
    units_new: int
    successions: int
    successions_new: int
    provinces: int
    communes_of_2021: int
    communes_of_today: int

    @property
    def units_present(self) -> int:
        return self.units - self.units_new

    @property
    def successions_present(self) -> int:
        return self.successions - self.successions_new


def load_units(
    provinces: list[str] | None = None,
    progress: Progress | None = None,
    *,
    actor: Actor = LOADER,
) -> Counts:
    """Add the units and successions of these provinces (GSO codes), or of the whole country.

    A province brings those that it was merged with in 2025. Rows that are there already, also
    those that an amendment has changed since, stay as they are; so a second run adds nothing, and
    two at once leave one set. `progress(done, total)` is called now and then.
    Raises Refused for an unknown code.
    """
    tree = read_tree(provinces)
    nodes = list(tree.nodes)
    for root in {node.path[:3] for node in nodes}:
        must_edit(actor, root)
    total = len(nodes) + len(tree.links)
    with transaction.atomic():
        lock_units()
        missing = _missing(tree, nodes)
        write_new(tree, missing, progress, total)
        linked = _write_links(tree, progress, total)
        if missing or linked:
            record(
                UnitsLoaded(tuple(provinces or ("*",)), len(missing), linked),
                actor=actor,
                path="",
            )
            analyse()
    if progress:
        progress(total, total)
    return Counts(
        units=len(nodes),
        units_new=len(missing),
        successions=len(tree.links),
        successions_new=linked,
        provinces=len({node.path for node in nodes if node.path.count("/") == 1}),
        communes_of_2021=_communes(nodes, date(2021, 9, 15)),
        communes_of_today=_communes(nodes, date(2025, 7, 1)),
    )


def _communes(nodes: Iterable[Node], day: date) -> int:
    return sum(node.kind == "commune" and node.is_on(day) for node in nodes)


def _missing(tree: Tree, nodes: Sequence[Node]) -> list[Node]:
    """The nodes that no stored row stands for; the others get the id of the row that does."""
    stored: dict[str, list[tuple[int, date, date | None]]] = {}
    for pk, path, since, until in Unit.objects.exclude(kind="hamlet").values_list(
        "pk", "path", "valid_from", "valid_until"
    ):
        stored.setdefault(path, []).append((pk, since, until))
    missing = []
    for node in nodes:
        rows = stored.get(node.path, ())
        same = [row for row in rows if row[1] == node.valid_from]
        overlapping = [
            row
            for row in rows
            if (node.valid_until is None or row[1] < node.valid_until)
            and (row[2] is None or node.valid_from < row[2])
        ]
        for row in same or overlapping:
            node.id = row[0]
            break
        else:
            missing.append(node)
    return missing


def _write_links(tree: Tree, progress: Progress | None, total: int) -> int:
    known = set(Succession.objects.values_list("predecessor_id", "successor_id", "happened_on"))
    rows = []
    for link in tree.links:
        key = (stored_id(link.predecessor), stored_id(link.successor), link.happened_on)
        if key in known or key[0] == key[1]:
            continue
        known.add(key)
        rows.append(
            Succession(
                predecessor_id=key[0],
                successor_id=key[1],
                happened_on=link.happened_on,
                is_partial=link.is_partial,
                source=link.source,
            )
        )
    for start in range(0, len(rows), BATCH):
        Succession.objects.bulk_create(rows[start : start + BATCH])
        if progress:
            progress(total - len(rows) + min(start + BATCH, len(rows)), total)
    return len(rows)
