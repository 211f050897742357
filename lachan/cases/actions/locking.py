"""Take a case for changing it; derive anew when it was over, and its window."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.cases.events import WindowChanged
from lachan.cases.models import Case
from lachan.cases.queries.protocols import window_protocol
from lachan.cases.rules.episodes import closed_at_of
from lachan.cases.rules.windows import Window, WindowFacts, infectious_window
from lachan.cases.terms import STANDING, Classification, Permission, RePositiveState
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere, Refused

ONE_OPEN = "a person has one open episode"


def lock_case(
    actor: Actor, key: UUID | str, permission: Permission, *, seen_at: datetime | None = None
) -> Case:
    """The case, locked until the end of the transaction; other cases may go on to point at it.

    NotThere where it is out of sight; Refused where it may be read but not changed so, and where
    it was changed after `seen_at` (its `changed_at` when the form was drawn): nobody overwrites
    what they have not seen.
    """
    found = (
        Case.objects.visible_to(actor, Permission.READ)
        .select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .filter(key=key)
        .first()
    )
    if found is None:
        raise NotThere
    if not actor.may(permission, found.path):
        raise Refused(_("You may not change this case."))
    if seen_at is not None and found.changed_at != seen_at:
        raise Refused(_("Somebody changed this case meanwhile: look at it again, then save."))
    return found


def window_of(case: Case, *, is_refuted: bool = False) -> Window:
    """The window that follows from the case as it stands, by the protocol of its report's day."""
    facts = WindowFacts(
        is_standing=case.classification in STANDING and not is_refuted,
        onset_on=case.onset_on,
        sampled_at=case.sampled_at,
        isolated_at=case.isolated_at,
        cleared_at=case.cleared_at,
        outcome_at=case.outcome_at,
    )
    return infectious_window(facts, window_protocol(case.path, day_of(case.reported_at)))


def put_window(case: Case, window: Window) -> None:
    """Write a window into the columns of a case."""
    case.infectious_from, case.infectious_until = window.begins_at, window.ends_at
    case.window_basis = str(window.basis)
    case.window_protocol, case.window_source = window.protocol, window.source


def save_changed(actor: Actor, case: Case, *, now: datetime) -> None:
    """Save a changed case, open or closed as it now is, with its window.

    It is told when the window is another one now. Refused where the case is open again and the
    person has another open one: the database allows one.
    """
    before = (case.infectious_from, case.infectious_until)
    state = _re_positive_state(case)
    case.closed_at = closed_at_of(
        case.closed_at, Classification(case.classification), case.outcome_at, state, now
    )
    put_window(case, window_of(case, is_refuted=state == RePositiveState.REFUTED))
    case.changed_at = now
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError as error:
        if ONE_OPEN in str(error):
            raise Refused(
                _("This person has another open case; close one of them first.")
            ) from error
        raise
    if before != (case.infectious_from, case.infectious_until):
        record(
            WindowChanged(
                case.pk, *before, case.infectious_from, case.infectious_until, case.window_protocol
            ),
            actor=actor,
            path=case.path,
            subject=case,
        )


def _re_positive_state(case: Case) -> RePositiveState | None:
    linked = getattr(case, "re_positive", None)
    return None if linked is None else RePositiveState(linked.state)
