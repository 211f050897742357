"""The columns of the line list, and the words that rows of it are shown with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lachan.cases.rules.words import (
    CLASSIFICATION_TONES,
    CLASSIFICATIONS,
    ORIGINS,
    OUTCOMES,
    RE_POSITIVE_STATES,
    RE_POSITIVE_TONES,
    RESULTS,
    SOURCES,
    SYMPTOMS,
)
from lachan.core.dates import VIETNAM
from lachan.core.listing import Column
from lachan.core.spreadsheet import Value
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import initials
from lachan.people.rules.words import SEXES
from lachan.places.queries.units import unit_names

ALL = (
    Column(
        "name",
        _("Full name"),
        lambda row: row.shown.full_name,
        order_by="person__folded_name",
        template="cases/_name_cell.html",
    ),
    Column("number", _("Number"), lambda row: row.code, order_by="number"),
    Column(
        "classification",
        _("Classification"),
        lambda row: row.classification_words,
        order_by="classification",
        template="cases/_classification_cell.html",
    ),
    Column("birth", _("Birth"), lambda row: row.birth_words),
    Column("sex", _("Sex"), lambda row: str(SEXES[row.shown.sex])),
    Column("unit", _("Unit"), lambda row: row.unit_name, order_by="path"),
    Column("reported", _("Reported"), lambda row: row.reported_at, order_by="reported_at"),
    Column("onset", _("Onset"), lambda row: row.onset_on, order_by="onset_on"),
    Column("sampled", _("Sampled"), lambda row: row.sampled_at, order_by="sampled_at"),
    Column("confirmed", _("Confirmed on"), lambda row: row.confirmed_at, order_by="confirmed_at"),
    Column("isolated", _("Isolated"), lambda row: row.isolated_at, order_by="isolated_at"),
    Column("symptoms", _("Symptoms"), lambda row: str(SYMPTOMS[row.symptoms])),
    Column("pcr", _("PCR"), lambda row: str(RESULTS[row.pcr])),
    Column("antigen", _("Rapid antigen test"), lambda row: str(RESULTS[row.antigen])),
    Column(
        "ct",
        _("CT value"),
        lambda row: None if row.ct is None else float(row.ct),
        order_by="ct",
        numeric=True,
    ),
    Column("origin", _("Infected where"), lambda row: row.origin_words_shown, order_by="origin"),
    Column("source", _("Source"), lambda row: str(SOURCES[row.source]), order_by="source"),
    Column(
        "infectious_from",
        _("Infectious from"),
        lambda row: row.infectious_from,
        order_by="infectious_from",
    ),
    Column(
        "infectious_until",
        _("Infectious until"),
        lambda row: row.infectious_until,
        order_by="infectious_until",
    ),
    Column(
        "outcome", _("Outcome of the illness"), lambda row: row.outcome_words, order_by="outcome"
    ),
    Column("outcome_at", _("Ended"), lambda row: row.outcome_at, order_by="outcome_at"),
    Column("episode", _("Episode"), lambda row: row.episode, order_by="episode", numeric=True),
    Column("note", _("Note"), lambda row: row.note),
)
BY_KEY = {column.key: column for column in ALL}
# The name is always there: it is the row's link. On a telephone each row becomes a card.
FIRST = "name"
USUAL = (
    *("name", "number", "classification", "unit", "reported"),
    *("onset", "isolated", "origin", "source"),
)
# What a masked file leaves out: free words may name anybody.
NOT_MASKED = frozenset({"note"})


def columns_of(keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these keys in this order, the name first; unknown keys are passed over."""
    wanted = dict.fromkeys([FIRST, *(key for key in keys if key in BY_KEY)])
    return tuple(BY_KEY[key] for key in (wanted if len(wanted) > 1 else USUAL))


def dress(rows: Iterable[Any]) -> None:
    """Give cases the words that lists and pages show."""
    rows = list(rows)
    names = unit_names([*(row.path for row in rows), *(row.number_path for row in rows)])
    for row in rows:
        row.shown = row.person.root or row.person
        row.code = f"{row.number}/{row.year}"
        row.unit_name = names.get(row.path, row.path)
        row.number_unit = names.get(row.number_path, row.number_path)
        row.birth_words = birth_words(row.shown.birth_on, row.shown.birth_year)
        row.classification_words = str(CLASSIFICATIONS[row.classification])
        row.tone, row.shape = CLASSIFICATION_TONES[row.classification]
        row.origin_words_shown = ": ".join(
            filter(None, [str(ORIGINS[row.origin]), row.origin_words])
        )
        row.outcome_words = str(OUTCOMES[row.outcome]) if row.outcome else ""
        linked = getattr(row, "re_positive", None) if row.previous_id else None
        row.re_positive_words = str(RE_POSITIVE_STATES[linked.state]) if linked else ""
        if linked:
            row.re_positive_tone, row.re_positive_shape = RE_POSITIVE_TONES[linked.state]


def masked_value(column: Column, row: Any) -> Value:
    """A cell as a file shows it that tells no more of a person than it must."""
    if column.key == FIRST:
        return initials(row.shown.full_name)
    if column.key == "birth":
        return str(row.shown.birth_year or "")
    if column.key == "origin":
        return str(ORIGINS[row.origin])
    if column.key in NOT_MASKED:
        return ""
    return column.value(row)


def moment_words(instant: datetime | None) -> str:
    """`17:00 15/9/2021`, as it is written here."""
    if instant is None:
        return "–"
    local = instant.astimezone(VIETNAM)
    return f"{local:%H:%M} {local.day}/{local.month}/{local.year}"


def link_of(row: Any) -> str:
    """The address of a case."""
    return reverse("cases:case", args=[row.key])
