"""Setting what is reported, by whom, and how reports are headed: from a day on, never backwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.command import events
from lachan.command.models import FigureDefinition, Letterhead, ReportDuty
from lachan.command.queries.form import bodies, get_definition, get_duty
from lachan.command.queries.measures import MEASURES
from lachan.command.terms import Permission, Source
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.places.models import Organisation


@transaction.atomic
def define_figure(
    actor: Actor, path: str, values: Mapping[str, Any], today: date
) -> FigureDefinition:
    """Ask units for one more figure, from today on."""
    _may_configure(actor, path)
    _check_query(values)
    if FigureDefinition.objects.on(today).filter(path=path, code=values["code"]).exists():
        raise Refused(_("A figure with this code is asked for already."))
    row = FigureDefinition.objects.create(path=path, valid_from=today, **values)
    _record_figure(actor, row, "defined")
    return row


@transaction.atomic
def change_figure(
    actor: Actor, definition_id: int, values: Mapping[str, Any], today: date
) -> FigureDefinition:
    """Change a figure from tomorrow on; what was reported until today keeps the old one."""
    row = get_definition(actor, definition_id)
    _check_query(values)
    if row.valid_until is not None:
        raise Refused(_("This figure is not asked for any more."))
    if row.valid_from > today:
        for name, value in _without_code(values).items():
            setattr(row, name, value)
        row.save()
    else:
        tomorrow = today + timedelta(days=1)
        FigureDefinition.objects.filter(pk=row.pk).update(valid_until=tomorrow)
        row = FigureDefinition.objects.create(
            path=row.path, code=row.code, valid_from=tomorrow, **_without_code(values)
        )
    _record_figure(actor, row, "changed")
    return row


@transaction.atomic
def end_figure(actor: Actor, definition_id: int, today: date) -> None:
    """Ask for a figure no more, from tomorrow on; reports of earlier days keep it."""
    row = get_definition(actor, definition_id)
    if row.valid_until is not None:
        raise Refused(_("This figure is not asked for any more."))
    row.valid_until = max(today, row.valid_from) + timedelta(days=1)
    row.save()
    _record_figure(actor, row, "ended")


def _without_code(values: Mapping[str, Any]) -> dict[str, Any]:
    """The code is what yesterday and today are compared by: it never changes."""
    return {name: value for name, value in values.items() if name != "code"}


def _record_figure(actor: Actor, row: FigureDefinition, change: str) -> None:
    record(
        events.FigureDefined(definition_id=row.pk, code=row.code, change=change),
        actor=actor,
        path=row.path,
        subject=row,
    )


def _check_query(values: Mapping[str, Any]) -> None:
    if values.get("source") == Source.COMPUTED and values.get("query") not in MEASURES:
        raise Refused(_("There is no query of this name."))


@transaction.atomic
def give_duty(
    actor: Actor, organisation_id: int, recipient_path: str, values: Mapping[str, Any], today: date
) -> ReportDuty:
    """Make a body owe this office a daily report, from today on."""
    _may_configure(actor, recipient_path)
    body: Organisation | None = bodies(actor, today).filter(pk=organisation_id).first()
    if body is None or not paths.contains(recipient_path, body.path):
        raise NotThere
    if (
        ReportDuty.objects.on(today)
        .filter(organisation=body, recipient_path=recipient_path)
        .exists()
    ):
        raise Refused(_("This body owes the report already."))
    row = ReportDuty.objects.create(
        path=body.path,
        organisation=body,
        recipient_path=recipient_path,
        valid_from=today,
        **values,
    )
    _record_duty(actor, row)
    return row


@transaction.atomic
def change_contact(actor: Actor, duty_id: int, name: str, phone: str) -> ReportDuty:
    """Say whom to ring when a body's report is missing."""
    row = get_duty(actor, duty_id)
    row.contact_name, row.contact_phone = name.strip(), phone.strip()
    row.save()
    _record_duty(actor, row)
    return row


@transaction.atomic
def end_duty(actor: Actor, duty_id: int, today: date) -> None:
    """Let a body owe no report any more, from tomorrow on."""
    row = get_duty(actor, duty_id)
    if row.valid_until is not None:
        raise Refused(_("This duty has ended."))
    row.valid_until = max(today, row.valid_from) + timedelta(days=1)
    row.save()
    _record_duty(actor, row)


def _record_duty(actor: Actor, row: ReportDuty) -> None:
    record(
        events.DutyChanged(
            duty_id=row.pk,
            organisation=row.organisation.name,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        ),
        actor=actor,
        path=row.path,
        subject=row,
    )


@transaction.atomic
def set_letterhead(actor: Actor, path: str, values: Mapping[str, Any], today: date) -> Letterhead:
    """Head and sign the reports of the body or office at this path in this way from today on."""
    _may_configure(actor, path)
    row: Letterhead | None = Letterhead.objects.on(today).filter(path=path).first()
    if row is None or row.valid_from < today:
        Letterhead.objects.on(today).filter(path=path).update(valid_until=today)
        row = Letterhead(path=path, valid_from=today)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(
        events.LetterheadChanged(letterhead_id=row.pk, issuer=row.issuer),
        actor=actor,
        path=row.path,
        subject=row,
    )
    return row


def _may_configure(actor: Actor, path: str) -> None:
    if not actor.may(Permission.CONFIGURE, path):
        raise Refused(_("You may not set what is reported here."))
