"""What arrivals do when a rule or an area changed: decide backwards."""

from __future__ import annotations

from datetime import datetime

from lachan.arrivals.actions.rerunning import plan_rerun
from lachan.audit.models import Entry


def on_policies_rule_changed(entry: Entry) -> None:
    """A rule was put in force or ended: everyone in its reach is decided again, once."""
    _rerun(entry)


def on_policies_area_named(entry: Entry) -> None:
    """An area was named: those who came from there before are found and decided again, once."""
    _rerun(entry)


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
