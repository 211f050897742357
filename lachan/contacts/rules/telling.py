"""A meeting, and what a trace changed by it, in one plain sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lachan.contacts.rules.words import level_words
from lachan.core.dates import VIETNAM
from lachan.tracing.rules.relevelling import Turn


@dataclass(frozen=True)
class Meeting:
    """Who met whom, where and when, in the words in which the reader may know it.

    `place` is empty where the meeting was told without a place; `setting` may be empty. Of people
    who live together and still do, `is_going_on`: the stored end is only that of the trace's day.
    """

    person: str
    source: str
    place: str
    is_home: bool
    setting: str
    met_from: datetime
    met_until: datetime
    is_going_on: bool = False


@dataclass(frozen=True)
class Turned:
    """What became of a contact: levels and first instants of exposure before and after."""

    turn: Turn
    level_before: int | None
    level_after: int | None
    exposed_before: datetime | None
    exposed_after: datetime | None


# The turns that take something away: what explains them is a meeting that counts no longer.
UNDONE = frozenset({Turn.FREED, Turn.FARTHER, Turn.LATER})


def meeting_sentence(meeting: Meeting) -> str:
    """Who met whom, where, from when until when and for how long."""
    told = {
        "person": meeting.person,
        "source": meeting.source,
        "place": meeting.place,
        "setting": meeting.setting.lower(),
        "when": span_words(meeting.met_from, meeting.met_until, is_going_on=meeting.is_going_on),
        "length": length_words(meeting.met_from, meeting.met_until),
    }
    if meeting.is_going_on:
        return _("%(person)s has been at home with %(source)s %(when)s") % told
    if meeting.is_home:
        return _("%(person)s was at home with %(source)s %(when)s (%(length)s together)") % told
    if meeting.place and meeting.setting:
        return (
            _("%(person)s met %(source)s at %(place)s (%(setting)s) %(when)s (%(length)s together)")
            % told
        )
    if meeting.place:
        return _("%(person)s met %(source)s at %(place)s %(when)s (%(length)s together)") % told
    if meeting.setting:
        return (
            _("%(person)s met %(source)s (%(setting)s) %(when)s (%(length)s together), as was told")
            % told
        )
    return _("%(person)s met %(source)s %(when)s (%(length)s together), as was told") % told


def turn_sentence(told: Turned) -> str:
    """What changed, before and after."""
    values = {
        "before": level_words(told.level_before),
        "after": level_words(told.level_after),
        "since": moment_words(told.exposed_before),
        "now": moment_words(told.exposed_after),
    }
    sentences = {
        Turn.NAMED: _("Newly found to be exposed: %(after)s, from %(now)s"),
        Turn.FREED: _("No longer exposed: was %(before)s"),
        Turn.POSITIVE: _("Became a case: was %(before)s"),
        Turn.NEARER: _("Nearer to a case: %(before)s → %(after)s"),
        Turn.FARTHER: _("Farther from a case: %(before)s → %(after)s"),
        Turn.EARLIER: _("Still %(after)s, exposed earlier: %(since)s → %(now)s"),
        Turn.LATER: _("Still %(after)s, exposed later: %(since)s → %(now)s"),
        Turn.REPROVED: _("Still %(after)s from %(now)s, on other evidence"),
    }
    return sentences[told.turn] % values


def because_sentence(turn: Turn, meeting: Meeting) -> str:
    """The meeting that made the change, or the one that counts no longer."""
    words = meeting_sentence(meeting)
    if turn in UNDONE:
        return _("because this counts no longer: %(meeting)s") % {"meeting": words}
    if turn == Turn.POSITIVE:
        return _("had been exposed: %(meeting)s") % {"meeting": words}
    return _("because: %(meeting)s") % {"meeting": words}


def is_going_on(until: datetime | None, as_of: datetime, *, is_home: bool) -> bool:
    """Whether people at one home were still together: a trace cuts that at the end of its day."""
    return is_home and until is not None and until > as_of


def span_words(since: datetime, until: datetime, *, is_going_on: bool = False) -> str:
    """ "from 07:10 until 08:00 on 12/9/2021", or with both days where it went over midnight.

    What is still going on has no end: "since 07:10 12/9/2021, still going on".
    """
    if is_going_on:
        return _("since %(since)s, still going on") % {"since": moment_words(since)}
    first, last = since.astimezone(VIETNAM), until.astimezone(VIETNAM)
    if first.date() == last.date():
        return _("from %(since)s until %(until)s on %(day)s") % {
            "since": f"{first:%H:%M}",
            "until": f"{last:%H:%M}",
            "day": f"{first.day}/{first.month}/{first.year}",
        }
    return _("from %(since)s until %(until)s") % {
        "since": moment_words(since),
        "until": moment_words(until),
    }


def length_words(since: datetime, until: datetime) -> str:
    """ "50 minutes", "2 hours 10 minutes", "3 days 2 hours": two units at most."""
    minutes = int((until - since).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        *([ngettext("%d day", "%d days", days) % days] if days else []),
        *([ngettext("%d hour", "%d hours", hours) % hours] if hours else []),
        *([ngettext("%d minute", "%d minutes", rest) % rest] if rest or not minutes else []),
    ]
    return " ".join(parts[:2])


def moment_words(instant: datetime | None) -> str:
    """`17:00 15/9/2021`, as it is written here."""
    if instant is None:
        return "–"
    local = instant.astimezone(VIETNAM)
    return f"{local:%H:%M} {local.day}/{local.month}/{local.year}"
