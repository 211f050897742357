"""What was found in a file and what was chosen about it: sheets, columns, open questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lachan.lists.rules.headers import (
    Heading,
    find_heading,
    obstacles_to_mapping,
    propose_columns,
    signature_of,
)
from lachan.lists.rules.kinds import Kind
from lachan.lists.terms import Concern

PREVIEWED = 6
TAKE, LEAVE, WHOLE = "take", "leave", "whole"
ANSWERS = {
    Concern.HIDDEN_ROWS: (TAKE, LEAVE),
    Concern.HIDDEN_SHEETS: (TAKE, LEAVE),
    Concern.CUT_OFF: (WHOLE,),
}
# Heads the column in which a file of errors carries the keys of its rows.
KEY_HEADING = "Mã dòng (không sửa)"


def described(head: Sequence[tuple[int, Sequence[str]]], kind: Kind) -> dict[str, Any]:
    """The heading of a sheet, from its first rows (number, cells), with a preview of what follows.

    `heading` holds the numbers of its first and last row, or is null; `columns` its words.
    """
    found: Heading | None = find_heading([cells for _, cells in head], kind)
    if found is None:
        width = max((len(cells) for _, cells in head), default=0)
        return {
            "heading": None,
            "columns": [""] * width,
            "mapping": {},
            "preview": [list(cells) for _, cells in head[:PREVIEWED]],
        }
    below = [list(cells) for _, cells in head[found.last + 1 : found.last + 1 + PREVIEWED]]
    return {
        "heading": [head[found.first][0], head[found.last][0]],
        "columns": list(found.columns),
        "mapping": {str(c): name for c, name in propose_columns(found.columns, kind).items()},
        "preview": below,
    }


def layout_signature(sheet: Mapping[str, Any]) -> str:
    """What makes two sheets the same layout."""
    return signature_of(sheet["columns"])


def columns_of(sheet: Mapping[str, Any]) -> dict[int, str]:
    """The chosen columns of a sheet: index -> field."""
    return {int(column): name for column, name in sheet["mapping"].items()}


def first_row_of(sheet: Mapping[str, Any]) -> int:
    """The number of the first row below the heading."""
    return int(sheet["heading"][1]) + 1 if sheet["heading"] else 1


def open_concerns(concerns: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The questions about the file that have no answer with which it can be read."""
    return [
        name
        for name, concern in concerns.items()
        if concern.get("answer") not in ANSWERS[Concern(name)]
    ]


def missing_fields(sheets: Sequence[Mapping[str, Any]], kind: Kind) -> dict[str, list[str]]:
    """For each sheet that is to be read: the required fields that no column gives."""
    found = {}
    for sheet in sheets:
        if sheet["read"] and (names := obstacles_to_mapping(columns_of(sheet), kind)):
            found[sheet["name"]] = names
    return found


def concerns_of(sheets: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What must be asked about the file before it is read."""
    concerns: dict[str, dict[str, Any]] = {}
    hidden_sheets = [s for s in sheets if s["hidden"] and s["last_row"]]
    if hidden_sheets:
        concerns[Concern.HIDDEN_SHEETS] = {
            "count": len(hidden_sheets),
            "names": [s["name"] for s in hidden_sheets],
            "answer": None,
        }
    hidden_rows = sum(s["hidden_rows"] for s in sheets if not s["hidden"])
    if hidden_rows:
        concerns[Concern.HIDDEN_ROWS] = {"count": hidden_rows, "answer": None}
    cut = [s for s in sheets if s["cut_off"]]
    if cut:
        concerns[Concern.CUT_OFF] = {
            "count": max(s["last_row"] for s in cut),
            "names": [s["name"] for s in cut],
            "answer": None,
        }
    return concerns
