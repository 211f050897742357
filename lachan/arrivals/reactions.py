"""What arrivals do with news from below: decide backwards, take lists in."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lachan.arrivals.actions.rerunning import plan_rerun
from lachan.arrivals.actions.taking_lists import take_list
from lachan.arrivals.models import Arrival
from lachan.arrivals.terms import Permission
from lachan.audit.models import Entry
from lachan.core.actor import system

LISTS = system("lists", *Permission, "people.edit", "people.read", "places.read")


def on_policies_rule_changed(entry: Entry) -> None:
    """A rule was put in force or ended: everyone in its reach is decided again, once."""
    _rerun(entry)


def on_policies_area_named(entry: Entry) -> None:
    """An area was named: those who came from there before are found and decided again, once."""
    _rerun(entry)


def on_policies_rules_imported(entry: Entry) -> None:
    """Rules came in from a document: everyone is decided again by what holds now, once."""
    if entry.payload["new"] and Arrival.objects.exists():
        plan_rerun(
            entry.pk,
            path=entry.path,
            rule=entry.payload["source"],
            words=_("Rules taken in: %(source)s") % {"source": entry.payload["source"]},
            due_at=entry.recorded_at,
            now=entry.recorded_at,
        )


def on_lists_imported(entry: Entry) -> None:
    """The people of a list of returnees have come: each row is joined with what is known, once."""
    if entry.payload["kind"] == "returnees":
        take_list(LISTS, entry.payload["list_id"], path=entry.path, now=entry.recorded_at)


def _rerun(entry: Entry) -> None:
    payload = entry.payload
    effective = payload.get("effective_at") or payload.get("valid_from")
    plan_rerun(
        entry.pk,
        path=entry.path,
        rule=str(payload.get("rule") or payload.get("code") or ""),
        words=str(payload.get("words") or ""),
        due_at=datetime.fromisoformat(effective) if effective else entry.recorded_at,
        now=entry.recorded_at,
    )
