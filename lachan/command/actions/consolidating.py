"""Working on the day's consolidation, and signing it: numbered, frozen, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.command import events
from lachan.command.actions.drafting import SECTION_LIMIT
from lachan.command.actions.numbers import next_number
from lachan.command.actions.submitting import SERIES
from lachan.command.actions.telling import tell
from lachan.command.models import Consolidation
from lachan.command.queries.consolidation import collated, collected
from lachan.command.queries.form import consolidating_path, duties_on, hours_on, title_of
from lachan.command.rules.windows import obstacles_to_sign
from lachan.command.terms import ConsolidationState, Permission, Section
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere, Refused, refuse_if


def _locked(actor: Actor, day: date, now: datetime) -> Consolidation:
    """The actor's office's consolidation of the day, begun if need be, locked."""
    path = consolidating_path(actor, day)
    if not path:
        raise NotThere
    if day > day_of(now):
        raise Refused(_("The report of a day to come cannot be written yet."))
    Consolidation.objects.bulk_create(
        [Consolidation(path=path, day=day, year=day.year)], ignore_conflicts=True
    )
    return Consolidation.objects.select_for_update().get(path=path, day=day)


@transaction.atomic
def save_words(
    actor: Actor, day: date, words: Mapping[str, str], version: int, now: datetime
) -> Consolidation:
    """Keep the edited parts of the consolidation; refused when somebody else changed them."""
    row = _locked(actor, day, now)
    if row.state == ConsolidationState.SIGNED:
        raise Refused(_("The consolidation of this day was signed already."))
    if row.version != version:
        raise Refused(
            _("Somebody else changed the consolidation meanwhile; open it again and compare.")
        )
    for section in Section:
        if section in words:
            text = words[section].replace("\r\n", "\n").replace("\x00", "")
            setattr(row, section, text.strip()[: 4 * SECTION_LIMIT])
    row.version += 1
    row.changed_at = now
    row.changed_by_id = actor.id
    row.save()
    return row


@transaction.atomic
def sign(actor: Actor, day: date, now: datetime, *, version: int) -> Consolidation:
    """Number and freeze the day's consolidation, with all that it held at this instant.

    1. Collect once more, under the lock, and freeze what was collected.
    2. Words that nobody edited are the units' own, collated.
    3. The slips that correct earlier days are bound to this report, so that each is told once.
    """
    row = _locked(actor, day, now)
    if not actor.may(Permission.SIGN, row.path):
        raise Refused(_("Only a leader of the office may sign the consolidation."))
    content = collected(row.path, day, as_of=now, now=now)
    refuse_if(
        obstacles_to_sign(
            is_signed=row.state == ConsolidationState.SIGNED,
            now=now,
            cut_off_at=hours_on(row.path, day).cut_off_at,
            missing=content["owed"] - content["sent"],
            is_balanced=not any(part["difference"] for part in content["balance"]),
        )
    )
    if row.version != version:
        raise Refused(
            _("Somebody else changed the consolidation meanwhile; open it again and compare.")
        )
    row.adjustments.set([slip["id"] for slip in content["adjustments"]])
    if row.changed_at is None:
        for section in Section:
            setattr(row, section, collated(content, section))
    row.content = content
    row.number = next_number(row.path, SERIES, day.year)
    row.state = ConsolidationState.SIGNED
    row.signed_at = now
    row.signed_by_id = actor.id
    row.on_behalf_of = actor.on_behalf_of
    row.signer_title = title_of(actor)
    row.version += 1
    row.save()
    record(
        events.Consolidated(
            consolidation_id=row.pk,
            day=day,
            number=row.number,
            sent=content["sent"],
            owed=content["owed"],
            missing=tuple(content["missing"]),
            late=tuple(content["late"]),
        ),
        actor=actor,
        path=row.path,
        subject=row,
    )
    tell(
        [duty.path for duty in duties_on(row.path, day)],
        permission=Permission.REPORT,
        title=_("The consolidated report of the day was signed"),
        text=_("Corrections are made by slip from now on."),
        key=f"command.signed.{row.pk}",
        now=now,
    )
    return row
