"""What tracing does when a case is opened, corrected, isolated or moved."""

from __future__ import annotations

from lachan.audit.models import Entry
from lachan.cases.models import Case
from lachan.cases.queries.cases import cases
from lachan.cases.terms import STANDING
from lachan.cases.terms import Permission as CasePermission
from lachan.core.actor import system
from lachan.tracing.actions.investigating import follow_case, open_investigation
from lachan.tracing.actions.notice_lists import doubt_notices
from lachan.tracing.terms import Permission

TRACER = system("tracing", Permission.INVESTIGATE, CasePermission.READ)


def on_cases_opened(entry: Entry) -> None:
    """A case is looked into from the moment at which it is opened."""
    case = _case_of(entry)
    if case.classification in STANDING:
        open_investigation(TRACER, case, now=entry.recorded_at)


def on_cases_corrected(entry: Entry) -> None:
    """Another day of the sample, the report or the isolation: other days are asked about."""
    follow_case(_case_of(entry))


def on_cases_isolated(entry: Entry) -> None:
    """Days after the isolation are asked about no more."""
    follow_case(_case_of(entry))


def on_cases_moved(entry: Entry) -> None:
    """Another unit answers for the case, and for what is asked about it."""
    follow_case(_case_of(entry))


def _case_of(entry: Entry) -> Case:
    return cases(TRACER).get(pk=entry.payload["case_id"])


def on_tracing_line_struck(entry: Entry) -> None:
    """A struck stay leaves the notices that were drafted from it to be corrected."""
    doubt_notices(TRACER, tuple(entry.payload["stays"]), now=entry.recorded_at)
