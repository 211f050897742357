"""The columns of the list of contacts, and the words that its rows are shown with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lachan.contacts.rules.telling import is_going_on, span_words
from lachan.contacts.rules.words import RISKS, STATE_TONES, STATES, level_tone, level_words
from lachan.contacts.views.sight import Sight
from lachan.core.listing import Column
from lachan.core.spreadsheet import Value
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import initials
from lachan.tracing.rules.words import SETTINGS
from lachan.tracing.terms import Setting

FIRST = "name"
COLUMNS = (
    Column(
        FIRST,
        _("Full name"),
        lambda row: row.shown.full_name,
        template="contacts/_name_cell.html",
    ),
    Column(
        "level",
        _("F level"),
        lambda row: row.level_words,
        order_by="counted",
        template="contacts/_level_cell.html",
    ),
    Column("birth", _("Birth"), lambda row: row.birth_words, exported_only=True),
    Column("unit", _("Unit"), lambda row: row.unit_name, order_by="path"),
    Column("case", _("Of the case"), lambda row: row.case_words),
    Column(
        "evidence",
        _("Where and when"),
        lambda row: row.evidence_words,
        template="contacts/_evidence_cell.html",
    ),
    Column("setting", _("Setting"), lambda row: row.setting_words, exported_only=True),
    Column("last", _("Last exposed"), lambda row: row.last_shown),
    Column("until", _("Followed until"), lambda row: row.follow_until),
    Column("risk", _("Risk"), lambda row: RISKS[row.risk], order_by="risk"),
    Column("changed", _("Changed"), lambda row: row.changed_at, order_by="changed_at"),
    Column("state", _("State"), lambda row: row.state_words, exported_only=True),
)


def dress(rows: Iterable[Any], sight: Sight) -> None:
    """Give contacts the words that lists and pages show."""
    rows = list(rows)
    cases = [row.case for row in rows if row.case]
    of_cases = [path for case in cases for path in (case.number_path, case.path)]
    sight.know_units([*(row.path for row in rows), *of_cases])
    for row in rows:
        row.shown = row.person.root or row.person
        row.unit_name = sight.unit(row.path)
        row.birth_words = birth_words(row.shown.birth_on, row.shown.birth_year)
        counted = row.counted_level
        row.level_words = level_words(counted)
        row.tone, row.shape = level_tone(counted)
        row.traced_words = level_words(row.level)
        row.is_by_hand = row.level_by_hand is not None
        row.state_words = str(STATES[row.state])
        row.state_tone, row.state_shape = STATE_TONES[row.state]
        row.setting_words = str(SETTINGS.get(row.setting, ""))
        row.case_words = sight.case_number(row.case) if row.case else ""
        row.place_words = _place(row, sight)
        is_exposed = row.last_exposed_at is not None and row.last_exposed_at > sight.now
        row.last_shown = _now("still going on") if is_exposed else row.last_exposed_at
        lasts = is_going_on(row.met_until, sight.now, is_home=row.is_home)
        row.when_words = (
            span_words(row.met_from, row.met_until, is_going_on=lasts) if row.met_until else ""
        )
        row.evidence_words = ", ".join(filter(None, (row.place_words, row.when_words)))


def _place(row: Any, sight: Sight) -> str:
    if row.is_home:
        return _now("at home")
    if row.venue is not None:
        return sight.place(row.venue)
    return _now("as was told") if row.met_from else ""


def masked_value(column: Column, row: Any) -> Value:
    """A cell as a file shows it that tells no more of a person than it must."""
    if column.key == FIRST:
        return initials(row.shown.full_name)
    if column.key == "birth":
        return str(row.shown.birth_year or "")
    if column.key == "evidence" and row.venue and row.venue.setting == Setting.HOUSEHOLD:
        # A home is named by its address.
        return str(row.when_words)
    return column.value(row)
