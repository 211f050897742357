"""The words of the figures of tracing: what is counted, of what, and which share is aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Figure(StrEnum):
    """Shares of cases, then of contacts who met a case themselves (F1)."""

    INTERVIEWED = "interviewed"
    ISOLATED = "isolated"
    WITH_CONTACT = "with_contact"
    KNOWN_BEFORE = "known_before"
    REACHED_FIRST = "reached_first"
    REACHED_DAY = "reached_day"
    ORDERED = "ordered"
    BECAME_CASE = "became_case"
    ENDED = "ended"


class Part(StrEnum):
    """Which of those who are counted: met, missed, or not to be said yet."""

    ALL = "all"
    MET = "met"
    MISSED = "missed"
    WAITING = "waiting"


OF_CASES = frozenset(
    {Figure.INTERVIEWED, Figure.ISOLATED, Figure.WITH_CONTACT, Figure.KNOWN_BEFORE}
)


@dataclass(frozen=True)
class Words:
    """How a figure is headed and explained; `aim` in per cent, None where none is set."""

    label: Any
    says: Any
    aim: int | None
    source: str


WORDS: dict[Figure, Words] = {
    Figure.INTERVIEWED: Words(
        _("Interviewed within 24 hours"),
        _("cases interviewed within 24 hours of the report / cases reported"),
        None,
        "Resolve to Save Lives",
    ),
    Figure.ISOLATED: Words(
        _("Isolated within 24 hours"),
        _("cases isolated within 24 hours of the report / cases reported"),
        None,
        "Resolve to Save Lives",
    ),
    Figure.WITH_CONTACT: Words(
        _("Cases with a contact found"),
        _("cases who met at least one person / cases reported"),
        80,
        "Catalunya, KPI 1",
    ),
    Figure.KNOWN_BEFORE: Words(
        _("New cases already listed as contacts"),
        _("cases who were named as contacts before the report / cases reported"),
        None,
        "Catalunya; Guinée",
    ),
    Figure.REACHED_FIRST: Words(
        _("Reached within the first hour"),
        _("F1 reached within the minutes set for the first call / F1 named"),
        None,
        "QĐ 5053/QĐ-BYT",
    ),
    Figure.REACHED_DAY: Words(
        _("Reached within 24 hours"),
        _("F1 reached within 24 hours of being named / F1 named"),
        None,
        "Resolve to Save Lives",
    ),
    Figure.ORDERED: Words(
        _("Measure approved within 48 hours"),
        _("F1 with a measure approved within 48 hours of the case's report / F1 named"),
        80,
        "New Zealand",
    ),
    Figure.BECAME_CASE: Words(
        _("Became cases"),
        _("contacts who turned out to be cases / contacts named"),
        None,
        "Go.Data",
    ),
    Figure.ENDED: Words(
        _("Followed to the last day"),
        _("contacts whose days are over / contacts named, without those still followed"),
        None,
        "Go.Data",
    ),
}
PARTS: dict[Part, Any] = {
    Part.ALL: _("all who are counted"),
    Part.MET: _("yes"),
    Part.MISSED: _("no"),
    Part.WAITING: _("cannot be said yet"),
}
