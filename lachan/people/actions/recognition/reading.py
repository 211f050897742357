"""What a batch of claims needs to know beforehand, each by one statement.

Long lists go over as one JSON document: psycopg spends more on thousands of parameters.
"""

from __future__ import annotations

import json
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
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [json.dumps([heard.claim.reference for heard in rows])])
        return dict(cursor.fetchall())


def known_by(rows: Iterable[Heard]) -> list[Known]:
    """The persons that share a strong number, or name, birth and phone together, with a claim."""
    numbers = {(str(kind), value) for heard in rows for kind, value, _ in heard.number_keys}
    births = {key for heard in rows for key in heard.birth_keys}
    if not numbers and not births:
        return []
    asked = [{"kind": kind, "value": value} for kind, value in numbers]
    born = [{"name": name, "born": day.isoformat(), "phone": p} for name, day, p in births]
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [json.dumps(asked), json.dumps(born)])
        return [
            Known(*row[:-2], tuple(row[-2]), _numbers(row[-1]))  # type: ignore[call-arg]
            for row in cursor.fetchall()
        ]


def _numbers(pairs: Iterable[Sequence[str]]) -> dict[str, set[str]]:
    numbers: dict[str, set[str]] = {}
    for kind, value in pairs:
        numbers.setdefault(kind, set()).add(value)
    return numbers


_TAKEN = f"""
    SELECT s.reference, s.person_id FROM {Source._meta.db_table} s
     WHERE s.reference IN (SELECT json_array_elements_text(%s::json))
"""  # noqa: S608 - only the name of our own table

_CANDIDATES = f"""
    WITH found AS MATERIALIZED (
        SELECT i.person_id AS id
          FROM json_to_recordset(%s::json) AS asked (kind text, value text)
          JOIN {Identifier._meta.db_table} i ON i.kind = asked.kind AND i.value = asked.value
        UNION
        SELECT p.id
          FROM json_to_recordset(%s::json) AS asked (name text, born date, phone text)
          JOIN {Identifier._meta.db_table} i ON i.kind = 'phone' AND i.value = asked.phone
          JOIN {Person._meta.db_table} p ON p.id = i.person_id
           AND p.folded_name = asked.name AND p.birth_on = asked.born
    )
    SELECT p.id, p.path, p.full_name, p.folded_name, p.sex, p.birth_on, p.birth_year,
           p.nationality, p.path_as_of, p.household_id, p.root_id, p.contradictions,
           (SELECT coalesce(array_agg(ARRAY[i.kind, i.value]), '{{}}')
              FROM {Identifier._meta.db_table} i WHERE i.person_id = p.id)
      FROM found JOIN {Person._meta.db_table} p USING (id) ORDER BY p.id
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
