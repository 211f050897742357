"""Trace again when a case, a window, a line or a gathered stay changed what is known."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from lachan.audit.models import Entry
from lachan.audit.queries import is_asked_again
from lachan.contacts.actions.tracing import trace_again
from lachan.contacts.terms import Cause


def on_cases_opened(entry: Entry) -> None:
    """A case was opened: everyone whom it exposed is found now."""
    _trace(Cause.CASE_OPENED, entry)


def on_cases_window_changed(entry: Entry) -> None:
    """From when until when a case infected others is told differently."""
    _trace(Cause.WINDOW_CHANGED, entry)


def on_cases_classified(entry: Entry) -> None:
    """A case is held to be something else, or no case."""
    _trace(Cause.CASE_RECLASSIFIED, entry)


def on_cases_re_positive_decided(entry: Entry) -> None:
    """A re-positive was confirmed or refuted."""
    _trace(Cause.CASE_RECLASSIFIED, entry)


def on_tracing_line_added(entry: Entry) -> None:
    """Somebody told where a case was, or whom they met."""
    _trace(Cause.LINE_ADDED, entry)


def on_tracing_line_struck(entry: Entry) -> None:
    """A line was struck: exactly what hung on it falls away."""
    _trace(Cause.LINE_STRUCK, entry)


def on_tracing_stays_gathered(entry: Entry) -> None:
    """Check-ins and trips were brought in."""
    _trace(Cause.STAYS_GATHERED, entry)


def on_contacts_level_set(entry: Entry) -> None:
    """Somebody set a level by hand: what follows from it is proposed."""
    _ask_anew(Cause.BY_HAND, entry)


def on_people_merged(entry: Entry) -> None:
    """Two records were found to be one person."""
    _trace(Cause.PEOPLE_MERGED, entry)


def on_people_unmerged(entry: Entry) -> None:
    """A merge was taken back: the two were two persons after all."""
    _trace(Cause.PEOPLE_MERGED, entry)


def on_policies_rule_changed(entry: Entry) -> None:
    """A rule was put in force or ended: what it asks of contacts is proposed."""
    _ask_anew(Cause.RULES_CHANGED, entry)


def on_policies_rules_imported(entry: Entry) -> None:
    """Rules came in from a document."""
    _ask_anew(Cause.RULES_CHANGED, entry)


_ASKING_ANEW = [
    f"{asked.__module__}.{asked.__name__}"
    for asked in (on_contacts_level_set, on_policies_rule_changed, on_policies_rules_imported)
]


def _ask_anew(cause: Cause, entry: Entry) -> None:
    """Trace, unless the same is asked after this entry too: one trace for a dozen new rules.

    Nobody's positive waits behind traces of which each makes the one before it void.
    """
    if not is_asked_again(_ASKING_ANEW, entry):
        _trace(cause, entry)


def _trace(cause: Cause, entry: Entry) -> None:
    now = import_string(settings.CLOCK)()
    trace_again(cause, entry.subject, asked_at=entry.recorded_at, now=max(now, entry.recorded_at))
