"""The words of the figures of tracing: what is counted, of what, and which share is aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Figure(StrEnum):
    """Shares of cases, of contacts named in a period, of those followed now, of those measured."""

    INTERVIEWED = "interviewed"
    ISOLATED = "isolated"
    WITH_CONTACT = "with_contact"
    KNOWN_BEFORE = "known_before"
    MEASURED_BEFORE = "measured_before"
    REACHED_FIRST = "reached_first"
    REACHED_DAY = "reached_day"
    DONE_DAY = "done_day"
    ORDERED = "ordered"
    BECAME_CASE = "became_case"
    ENDED = "ended"
    SEEN_TODAY = "seen_today"
    NEVER_SEEN = "never_seen"
    LOST = "lost"
    MEASURED = "measured"
    MEASURED_SINCE = "measured_since"
    RELEASED = "released"


class Part(StrEnum):
    """Which of those who are counted: met, missed, or not to be said yet."""

    ALL = "all"
    MET = "met"
    MISSED = "missed"
    WAITING = "waiting"


OF_CASES = frozenset(
    {
        Figure.INTERVIEWED,
        Figure.ISOLATED,
        Figure.WITH_CONTACT,
        Figure.KNOWN_BEFORE,
        Figure.MEASURED_BEFORE,
    }
)
# As it stands now, whatever the period: of those followed, and of those with an approved measure.
OF_FOLLOWED = frozenset({Figure.SEEN_TODAY, Figure.NEVER_SEEN, Figure.LOST})
OF_MEASURED = frozenset({Figure.MEASURED, Figure.MEASURED_SINCE, Figure.RELEASED})
OF_NOW = OF_FOLLOWED | OF_MEASURED


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
    Figure.MEASURED_BEFORE: Words(
        _("New cases already under a measure"),
        _("cases under an approved measure at onset or first positive / cases reported"),
        None,
        "Resolve to Save Lives",
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
    Figure.DONE_DAY: Words(
        _("Reached and measure approved within 24 hours"),
        _("F1 reached and with a measure approved within 24 hours of being named / F1 named"),
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
        _("Seen on every day of follow-up"),
        _("contacts seen on every day after the naming / contacts whose days are over"),
        None,
        "Go.Data",
    ),
    Figure.SEEN_TODAY: Words(
        _("Seen today"),
        _("contacts seen today / contacts due today, without those still in time"),
        100,
        "Go.Data",
    ),
    Figure.NEVER_SEEN: Words(
        _("Never seen"),
        _("contacts not seen since they were named / contacts followed now"),
        None,
        "Go.Data",
    ),
    Figure.LOST: Words(
        _("Lost to follow-up"),
        _("contacts not seen for the days that mean lost / contacts followed now"),
        None,
        "Go.Data",
    ),
    Figure.MEASURED: Words(
        _("Under an approved measure today"),
        _("contacts whose measure runs today / contacts for whom a measure was ever approved"),
        None,
        "SORMAS",
    ),
    Figure.MEASURED_SINCE: Words(
        _("Newly under a measure in 24 hours"),
        _("contacts whose measure was approved in the last 24 hours / contacts under one today"),
        None,
        "SORMAS",
    ),
    Figure.RELEASED: Words(
        _("Released in 24 hours"),
        _("contacts whose measure was lifted, or ended yesterday / these and those under one"),
        None,
        "SORMAS",
    ),
}
PARTS: dict[Part, Any] = {
    Part.ALL: _("all who are counted"),
    Part.MET: _("yes"),
    Part.MISSED: _("no"),
    Part.WAITING: _("cannot be said yet"),
}
