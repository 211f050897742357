"""What cases do with news from below: open cases from lists."""

from __future__ import annotations

from lachan.audit.models import Entry
from lachan.cases.actions.taking_lists import KINDS, open_cases_from_list
from lachan.cases.terms import Permission
from lachan.core.actor import system

LISTS = system("lists", *Permission)


def on_lists_imported(entry: Entry) -> None:
    """A list of cases or of laboratory results has come: each row that is a case opens one."""
    if entry.payload["kind"] in KINDS:
        open_cases_from_list(
            LISTS,
            entry.payload["list_id"],
            entry.payload["kind"],
            path=entry.path,
            now=entry.recorded_at,
        )
