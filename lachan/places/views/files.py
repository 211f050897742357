"""What pages share when a list is sent: reading it, and keeping its faulty rows to be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lachan.core.http import Request
from lachan.places.actions import cells_of

MOST_KEPT = 2_000
_KEPT = "places_faults_"


def read_cells(file: Any) -> tuple[list[list[str]], str]:
    """The cells of an uploaded file and its encoding. Raises Refused, in words."""
    return cells_of(file.read(), file.name)


def keep_faults(
    request: Request, key: str, faults: Sequence[tuple[int, str, dict[str, str]]]
) -> dict[str, Any]:
    """Keep the faulty rows of a list for this person; what the page shows of them."""
    request.session[f"{_KEPT}{key}"] = [
        [number, why, row] for number, why, row in faults[:MOST_KEPT]
    ]
    return {"key": key, "rows": faults[:50], "count": len(faults)}


def kept_faults(request: Request, key: str) -> list[Any]:
    """The rows kept last under this key, or none."""
    found: list[Any] = request.session.get(f"{_KEPT}{key}", [])
    return found
