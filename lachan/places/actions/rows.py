"""Between the tree in memory and its tables: reading part of it, writing what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection

from lachan.core.scope import within
from lachan.places.models import Succession, Unit
from lachan.places.rules.search import search_text_of
from lachan.places.rules.tree import Link, Node, Tree, short_name
from lachan.places.terms import UnitKind

Progress = Callable[[int, int], None]
BATCH = 2_000
# Any number that nobody else locks by: one writer of units at a time.
_LOCK = 7_096_001


def lock_units() -> None:
    """Wait until no other transaction writes units; held until the end of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def analyse() -> None:
    """Tell the database how many rows there are now, so that it uses its indexes at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_unit, places_succession, places_organisation")


def stored_tree(provinces: Iterable[str]) -> Tree:
    """The tree below these province paths as it is stored, hamlets included."""
    scope = within(tuple(provinces))
    columns = ("id", "path", "full_name", "kind", "valid_from", "valid_until", "source")
    nodes = {
        row[0]: Node(
            id=row[0],
            path=row[1],
            full_name=row[2],
            kind=UnitKind(row[3]),
            valid_from=row[4],
            valid_until=row[5],
            source=row[6],
        )
        for row in Unit.objects.filter(scope).values_list(*columns)
    }
    links = [
        Link(
            id=row.pk,
            predecessor=nodes[row.predecessor_id],
            successor=nodes[row.successor_id],
            happened_on=row.happened_on,
            is_partial=row.is_partial,
            source=row.source,
        )
        for row in Succession.objects.filter(predecessor__in=nodes, successor__in=nodes)
    ]
    return Tree(nodes.values(), links)


def unit_row(node: Node, tree: Tree, parent_id: int | None) -> Unit:
    """The table row of a node."""
    return Unit(
        pk=node.id,
        code=node.code,
        kind=node.kind,
        name=short_name(node.full_name),
        full_name=node.full_name,
        search_text=search_text_of(node.full_name, _names_above(node, tree), node.code),
        parent_id=parent_id,
        path=node.path,
        valid_from=node.valid_from,
        valid_until=node.valid_until,
        source=node.source,
    )


def _names_above(node: Node, tree: Tree) -> list[str]:
    names = []
    above = tree.parent_of(node)
    while above is not None:
        names.append(above.full_name)
        above = tree.parent_of(above)
    return names


def write_new(
    tree: Tree, nodes: Sequence[Node], progress: Progress | None = None, total: int = 0
) -> int:
    """Insert these nodes, units above before those below, and give them their ids."""
    done = 0
    by_depth: dict[int, list[Node]] = {}
    for node in nodes:
        by_depth.setdefault(node.path.count("/"), []).append(node)
    for depth in sorted(by_depth):
        level = by_depth[depth]
        for start in range(0, len(level), BATCH):
            part = level[start : start + BATCH]
            rows = []
            for node in part:
                above = tree.parent_of(node)
                rows.append(unit_row(node, tree, above.id if above else None))
            for node, row in zip(part, Unit.objects.bulk_create(rows), strict=True):
                node.id = row.pk
            done += len(part)
            if progress:
                progress(done, total)
    return done


def write_changed(tree: Tree) -> None:
    """Write what amendments changed: nodes, then links; parents follow their first day."""
    changed = [node for node in tree.nodes if node.is_changed]
    # First the rows that gave way, so that two rows never begin at one path on one day.
    kept = [node for node in changed if node.id is not None]
    for node in sorted(kept, key=lambda one: one.valid_from, reverse=True):
        Unit.objects.filter(pk=stored_id(node)).update(
            valid_from=node.valid_from, valid_until=node.valid_until, source=node.source
        )
    write_new(tree, [node for node in changed if node.id is None])
    _adopt(tree, {node.path for node in changed})
    for link in tree.links:
        if not link.is_changed:
            continue
        values: dict[str, Any] = {
            "predecessor_id": link.predecessor.id,
            "successor_id": link.successor.id,
            "happened_on": link.happened_on,
            "is_partial": link.is_partial,
            "source": link.source,
        }
        if link.id is None:
            link.id = Succession.objects.create(**values).pk
        else:
            Succession.objects.filter(pk=link.id).update(**values)


def stored_id(node: Node) -> int:
    """The id of a node that has been written."""
    if node.id is None:
        raise ValueError(f"{node.path} has not been written")
    return node.id


def _adopt(tree: Tree, paths: set[str]) -> None:
    """Point the parts of changed units at the row of the unit above when they began."""
    for node in tree.nodes:
        above = node.path[: node.path.rstrip("/").rfind("/") + 1]
        if above in paths and node.id is not None:
            parent = tree.parent_of(node)
            parent_id = parent.id if parent else None
            Unit.objects.filter(pk=node.id).exclude(parent_id=parent_id).update(parent_id=parent_id)
