"""What a batch of claims needs to know beforehand, each by one statement."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from django.db import connection

from lachan.people.models import Household, Identifier, Person, Source
from lachan.people.rules.recognition import Heard, Known

# Locks are taken on a bounded number of drawers: a batch of any size fits the lock table.
DRAWERS = 512
_NAMESPACE = 7_100_000


def lock(rows: Iterable[Heard]) -> None:
    """Take the drawers of everything that names a person or a house in these claims, in order.

    Everybody takes them in the same order, so that two batches wait for each other instead of
    standing crosswise; they are given back at the end of the transaction.
    """
    names: set[object] = set()
    for heard in rows:
        names.add(heard.claim.reference)
        names.update((kind, value) for kind, value, _ in heard.number_keys)
        names.update(heard.birth_keys)
        if heard.address_key:
            names.add((heard.claim.residence_path, heard.address_key))
    drawers = sorted({_drawer(repr(name)) for name in names})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(%s, drawer)) FROM unnest(%s::int[]) AS drawer",
            [_NAMESPACE, drawers],
        )


def _drawer(name: str) -> int:
    return zlib.crc32(name.encode()) % DRAWERS


def sources_taken(rows: Sequence[Heard]) -> dict[str, int]:
    """The persons of the references that were taken before."""
    references = [heard.claim.reference for heard in rows]
    return dict(
        Source.objects.filter(reference__in=references)
        .order_by()
        .values_list("reference", "person_id")
    )


def known_by(rows: Iterable[Heard]) -> list[Known]:
    """The persons that share a strong number, or name, birth and phone together, with a claim."""
    numbers = {(str(kind), value) for heard in rows for kind, value, _ in heard.number_keys}
    births = {key for heard in rows for key in heard.birth_keys}
    if not numbers and not births:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [*_columns(numbers, 2), *_columns(births, 3)])
        ids = [pk for (pk,) in cursor.fetchall()]
    if not ids:
        return []
    found = {
        row[0]: Known(*row[:-1], tuple(row[-1]))  # type: ignore[call-arg]
        for row in Person.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list(
            *("pk", "path", "full_name", "folded_name", "sex", "birth_on", "birth_year"),
            *("nationality", "path_as_of", "household_id", "root_id"),
            "contradictions",
        )
    }
    identifiers = (
        Identifier.objects.filter(person_id__in=ids)
        .order_by()
        .values_list("person_id", "kind", "value")
    )
    for person_id, kind, value in identifiers:
        found[person_id].numbers.setdefault(kind, set()).add(value)
    return list(found.values())


_CANDIDATES = f"""
    SELECT i.person_id
      FROM unnest(%s::text[], %s::text[]) AS asked (kind, value)
      JOIN {Identifier._meta.db_table} i USING (kind, value)
    UNION
    SELECT p.id
      FROM unnest(%s::text[], %s::date[], %s::text[]) AS asked (folded_name, birth_on, phone)
      JOIN {Identifier._meta.db_table} i ON i.kind = 'phone' AND i.value = asked.phone
      JOIN {Person._meta.db_table} p ON p.id = i.person_id
       AND p.folded_name = asked.folded_name AND p.birth_on = asked.birth_on
"""  # noqa: S608 - only names of our own tables


def _columns(rows: Iterable[tuple[object, ...]], width: int) -> list[list[object]]:
    """Rows as columns, for unnest()."""
    kept = list(rows)
    return [[row[column] for row in kept] for column in range(width)]


def households_at(rows: Iterable[Heard]) -> dict[tuple[str, str], int]:
    """The households at the houses that the claims name: (path, address key) -> id."""
    asked = {(heard.claim.residence_path, heard.address_key) for heard in rows if heard.address_key}
    if not asked:
        return {}
    paths, keys = _columns(asked, 2)
    houses = Household.objects.filter(path__in=set(paths), address_key__in=keys)
    found = houses.order_by("-pk").values_list("path", "address_key", "pk")
    return {(path, key): pk for path, key, pk in found}
