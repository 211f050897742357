"""Set the next value of a duration, or the next version of a case definition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.audit.actions import record
from lachan.cases import events
from lachan.cases.models import CaseDefinition
from lachan.cases.queries.definitions import definitions, next_version
from lachan.cases.queries.limits import ROWS
from lachan.cases.rules.definitions import read_criteria
from lachan.cases.rules.limits import BOUNDS
from lachan.cases.rules.words import LIMITS
from lachan.cases.terms import Classification, Permission
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.limit_setting import Numbers
from lachan.core.limits import LONGEST_SOURCE, told_source
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal

NUMBERS = Numbers(
    rows=ROWS,
    words=LIMITS,
    bounds=BOUNDS,
    permission=Permission.SET_LIMITS,
    forbidden=gettext_lazy("You may not set the definitions and durations of cases."),
    event=events.LimitSet,
    record=record,
)


def set_definition(
    actor: Actor,
    code: str,
    classification: Classification,
    criteria: Sequence[Sequence[str]],
    words: str,
    *,
    valid_from: date,
    source: str,
    now: datetime,
) -> CaseDefinition:
    """The definition reads so from the day on; what was classified before keeps its version.

    `criteria` are alternatives, each a list of `rules.definitions.Condition`. A source that begins
    with "cần xác nhận" marks the version as still to be confirmed.
    """
    home = paths.join(settings.PROVINCE)
    refuse_if([] if NUMBERS.may_set(actor) else [str(NUMBERS.forbidden)])
    obstacles = []
    try:
        read_criteria([list(each) for each in criteria])
    except ValueError as wrong:
        obstacles.append(_("The criteria cannot be read: %(why)s.") % {"why": wrong})
    if not slugify(code) or slugify(code) != code:
        obstacles.append(_("A definition's code is made of small letters, digits and dashes."))
    if any(row.code == code and row.classification != classification for row in definitions()):
        obstacles.append(_("This code defines another classification."))
    if valid_from < day_of(now):
        obstacles.append(_("The past is not changed: the first day can be today at the earliest."))
    if not normal(words):
        obstacles.append(_("Write the definition in words, as the document has it."))
    if not source.strip() or len(source) > LONGEST_SOURCE:
        obstacles.append(_("Name the document that sets the definition, in 300 signs at most."))
    refuse_if(obstacles)
    cited, is_unconfirmed = told_source(normal(source))
    with transaction.atomic():
        _wait_for_others()
        if any(
            (row.code, row.valid_from, [list(each) for each in row.criteria], row.words)
            == (code, valid_from, [list(each) for each in criteria], normal(words)[:500])
            for row in definitions()
        ):
            raise Refused(_("This very version is there already; nothing was added."))
        row = CaseDefinition.objects.create(
            code=code,
            version=next_version(code),
            classification=classification,
            criteria=[list(each) for each in criteria],
            words=normal(words)[:500],
            valid_from=valid_from,
            source=cited,
            is_confirmed=not is_unconfirmed,
        )
        record(
            events.DefinitionSet(code, row.version, str(classification), valid_from, row.source),
            actor=actor,
            path=home,
            subject=row,
        )
    return row


def _wait_for_others() -> None:
    """Two who set a version at once get two numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('cases.definitions', 0))")
