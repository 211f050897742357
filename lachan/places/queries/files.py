"""What leaves for a file or a command: bodies as CSV, results as plain values, comparisons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.path import join
from lachan.core.scope import within
from lachan.places.models import Unit
from lachan.places.queries.organisations import organisations
from lachan.places.queries.search import Found
from lachan.places.rules.bodies import COLUMNS, SEPARATOR
from lachan.places.rules.hamlets import Sorted
from lachan.places.rules.names import accented_key
from lachan.places.rules.tree import FIRST_DAY
from lachan.places.terms import UnitKind


def organisations_csv(actor: Actor, day: date) -> tuple[str, int]:
    """The bodies of a day as `lachan places organisations FILE` reads them, and their number."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    count = 0
    for row in organisations(actor, day).select_related("superior"):
        writer.writerow(
            [
                row.path,
                row.name,
                SEPARATOR.join(row.abbreviations),
                row.kind,
                row.superior.path if row.superior else "",
                "" if row.valid_from == FIRST_DAY else row.valid_from.isoformat(),
                row.valid_until.isoformat() if row.valid_until else "",
                row.source,
            ]
        )
        count += 1
    return out.getvalue(), count


def balance_line(result: Sorted) -> str:
    """ "Received 120 = new 100 + duplicate 15 + faulty 5"."""
    return _(
        "Received %(received)d = new %(new)d + duplicate %(duplicate)d + faulty %(faulty)d"
    ) % {
        "received": result.received,
        "new": len(result.new),
        "duplicate": len(result.duplicates),
        "faulty": len(result.faults),
    }


def found_as_json(found: Found) -> dict[str, Any]:
    """A search result as plain values."""
    row = found.row
    return {
        "id": row.pk,
        "path": row.path,
        "code": row.code,
        "kind": "organisation" if found.is_organisation else row.kind,
        "name": found.name,
        "label": found.label,
        "valid_from": None if row.valid_from == FIRST_DAY else row.valid_from.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "exists": found.exists,
        "became": [
            {
                "id": one.unit.pk,
                "path": one.unit.path,
                "name": one.unit.full_name,
                "since": one.since.isoformat(),
                "partial": one.is_partial,
                "source": one.source,
            }
            for one in found.became
        ],
    }


def differences(rows: Iterable[Mapping[str, str]], day: date) -> dict[str, dict[str, Any]]:
    """How the communes of a day differ from a list, by province: missing, extra, other names.

    Names that differ only in spacing or in where the tone is written are the same.
    """
    listed: dict[str, dict[str, str]] = {}
    for row in rows:
        codes = [row["province_code"], row.get("district_code") or "", row["ward_code"]]
        path = join(*filter(None, codes))
        listed.setdefault(row["province_code"], {})[path] = row["ward_full_name"]
    answer = {}
    for province, names in sorted(listed.items()):
        stored = dict(
            Unit.objects.filter(within((join(province),)), kind=UnitKind.COMMUNE)
            .on(day)
            .values_list("path", "full_name")
        )
        answer[province] = {
            "listed": len(names),
            "stored": len(stored),
            "missing": [f"{path} {names[path]}" for path in sorted(names.keys() - stored.keys())],
            "extra": [f"{path} {stored[path]}" for path in sorted(stored.keys() - names.keys())],
            "named_otherwise": [
                f"{path} {names[path]} / {stored[path]}"
                for path in sorted(names.keys() & stored.keys())
                if accented_key(names[path]) != accented_key(stored[path])
            ],
        }
    return answer
