"""What a public exposure notice may say: places, hours, and nothing that names anybody.

Form of the "thông báo khẩn" of Bộ Y tế (26/3/2020, No. 8): place, address, from when until when.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from lachan.core.dates import VIETNAM
from lachan.core.text import folded
from lachan.tracing.engine.tables import ROW_REACH
from lachan.tracing.rules.homes import AskedBecause, Place, is_home
from lachan.tracing.terms import NoticeState, Setting

QUARTER = timedelta(minutes=15)
# A case number (BN 1234), an age (26 tuổi), a number of an identity card (9 or 12 digits).
_OF_ONE_PERSON = re.compile(
    r"\b(bn|benh nhan|ca benh)( so)? ?\d+|\b\d{1,3} tuoi\b|(?<!\d)(\d{12}|\d{9})(?!\d)"
)
_PHONE = re.compile(r"[\d\s+.()]*")


class LeftOutBecause(StrEnum):
    """Why a place of a trace is not drafted."""

    HOME = "home"
    QUARANTINE = "quarantine"
    NAMES = "names"
    PRIVATE_VEHICLE = "private_vehicle"


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay of a case as the draft reads it.

    `is_home` where the place surely is somebody's home, `asked` where it may be one.
    """

    stay_id: int
    venue_id: int
    name: str
    address: str
    setting: Setting
    started_at: datetime
    ended_at: datetime
    is_home: bool = False
    is_private_vehicle: bool = False
    asked: AskedBecause | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """Hours of risk at one place, and the stays that they come from."""

    started_at: datetime
    ended_at: datetime
    stays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Spells by venue in order of time; venues left out, and venues to be asked about, with why."""

    places: dict[int, tuple[Spell, ...]]
    left_out: dict[int, LeftOutBecause]
    asked: dict[int, AskedBecause] = field(default_factory=dict)


def drafted(
    visits: Iterable[Visit], *, since: datetime, until: datetime, names: Collection[str]
) -> Draft:
    """The places of one case within its infectious window [since, until].

    1. Stays are cut to the window; those outside it fall away.
    2. Homes, quarantine sites, private vehicles and places that name a person are left out.
    3. Hours are rounded outward to the quarter, and joined where they touch.
    """
    spells: dict[int, list[Spell]] = {}
    left_out: dict[int, LeftOutBecause] = {}
    asked: dict[int, AskedBecause] = {}
    for one in visits:
        if one.started_at > until or one.ended_at < since:
            continue
        why = why_left_out(one, names)
        if why is not None:
            left_out[one.venue_id] = why
            continue
        if one.asked is not None:
            asked[one.venue_id] = one.asked
        spells.setdefault(one.venue_id, []).append(
            Spell(max(one.started_at, since), min(one.ended_at, until), (one.stay_id,))
        )
    # A place that is private by one of its stays is private by all.
    places = {venue: joined(rows) for venue, rows in spells.items() if venue not in left_out}
    return Draft(places, left_out, asked)


def why_left_out(visit: Visit, names: Collection[str]) -> LeftOutBecause | None:
    """Why the public is not told of this place; None where it may be."""
    if visit.is_home or is_home(Place("", visit.name, setting=visit.setting), ()):
        return LeftOutBecause.HOME
    if visit.setting == Setting.QUARANTINE:
        return LeftOutBecause.QUARANTINE
    if visit.is_private_vehicle:
        return LeftOutBecause.PRIVATE_VEHICLE
    if identifying(f"{visit.name} . {visit.address}", names):
        return LeftOutBecause.NAMES
    return None


def identifying(text: str, names: Collection[str]) -> list[str]:
    """The words of a text that tell of one person: names, case numbers, ages, identity numbers.

    Compared without diacritics and signs, in whole words; a name of one word counts only where
    the whole text is that name, since most given names are words of the language too.
    """
    plain = folded(text)
    bare = f" {_bare(plain)} "
    found = []
    for name in names:
        wanted = _bare(folded(name))
        if wanted and (f" {wanted} " in bare if " " in wanted else bare.strip() == wanted):
            found.append(name)
    return found + [match.group() for match in _OF_ONE_PERSON.finditer(plain)]


def _bare(plain: str) -> str:
    return " ".join(re.findall(r"\w+", plain))


def joined(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Spells rounded outward to the quarter hour; overlapping or touching ones are one."""
    found: list[Spell] = []
    rounded = [Spell(_floor(one.started_at), _ceiling(one.ended_at), one.stays) for one in spells]
    for one in sorted(rounded, key=lambda row: (row.started_at, row.ended_at, row.stays)):
        last = found[-1] if found else None
        if last is not None and one.started_at <= last.ended_at:
            found[-1] = Spell(
                last.started_at, max(last.ended_at, one.ended_at), (*last.stays, *one.stays)
            )
        else:
            found.append(one)
    return tuple(found)


def _floor(instant: datetime) -> datetime:
    local = instant.astimezone(VIETNAM)
    return local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)


def _ceiling(instant: datetime) -> datetime:
    down = _floor(instant)
    return down if down == instant else down + QUARTER


def span_words(started_at: datetime, ended_at: datetime) -> str:
    """ "từ 7 giờ 00 đến 9 giờ 15, ngày 10/9/2021", as an urgent notice writes hours."""
    since, until = started_at.astimezone(VIETNAM), ended_at.astimezone(VIETNAM)
    if (until - since) == timedelta(days=1) and since.hour == since.minute == 0:
        return _("all day, %(day)s") % {"day": _day(since)}
    hours = {
        "since": f"{since.hour} giờ {since:%M}",
        "until": f"{until.hour} giờ {until:%M}",
        "day": _day(since),
        "last": _day(until),
    }
    if since.date() == until.date():
        return _("from %(since)s to %(until)s, %(day)s") % hours
    return _("from %(since)s, %(day)s, to %(until)s, %(last)s") % hours


def trip_words(
    carrier: str,
    number: str,
    origin: str,
    destination: str,
    departs_at: datetime,
    rows: Collection[int] = (),
) -> str:
    """A trip as an urgent notice names it: carrier, number, line, departure, rows of seats.

    The rows told are those near the rows in which the cases sat: never their own alone, which
    whoever has the list of passengers could put a name to.
    """
    local = departs_at.astimezone(VIETNAM)
    departure = _("departing at %(hour)s, %(day)s") % {
        "hour": f"{local.hour} giờ {local:%M}",
        "day": _day(local),
    }
    seats = ""
    if rows:
        first, last = max(1, min(rows) - ROW_REACH), max(rows) + ROW_REACH
        seats = _("seat rows %(first)d to %(last)d") % {"first": first, "last": last}
    name = f"{carrier} ({number})" if number else carrier
    return " · ".join(filter(None, [name, f"{origin} – {destination}", departure, seats]))


def _day(local: datetime) -> str:
    return f"{local.day}/{local.month}/{local.year}"


def obstacles_to_approval(
    *,
    state: NoticeState,
    places: int,
    guidance: str,
    phone: str,
    found: Sequence[str],
    homes: Sequence[str] = (),
    asked: Sequence[str] = (),
    doubted: Sequence[str] = (),
) -> list[str]:
    """Why a notice cannot be approved.

    `found` are words in it that tell of one person, `homes` its places that surely are a home by
    now, `asked` those of which nobody has said yet that they are none, `doubted` those whose hours
    rest on a stay that was struck.
    """
    reasons = []
    if state != NoticeState.DRAFT:
        reasons.append(_("Only a draft is approved."))
    if not places:
        reasons.append(_("The notice names no place."))
    if not guidance.strip():
        reasons.append(_("Say what people should do."))
    if not phone.strip():
        reasons.append(_("Give the telephone number to ring."))
    reasons += obstacles_to_phone(phone)
    if found:
        reasons.append(words_that_identify(found))
    reasons += [words_of_home(name) for name in homes]
    reasons += [
        _("Say first whether %(place)s is somebody's home.") % {"place": name} for name in asked
    ]
    return reasons + [words_of_doubt(name) for name in doubted]


def obstacles_to_publication(state: str, doubted: Sequence[str]) -> list[str]:
    """Why the public may not read a notice yet; what it rests on may be struck once approved."""
    reasons = [words_of_doubt(name) for name in doubted]
    if state != NoticeState.APPROVED:
        reasons.insert(0, _("A notice is approved before it is published."))
    return reasons


def obstacles_to_phone(phone: str) -> list[str]:
    """Why this is no telephone number that everybody may read; empty where it is, or is none."""
    if not _PHONE.fullmatch(phone):
        return [_("Write the telephone number to ring in digits, with no words beside it.")]
    # With the code of the country a fixed line has as many digits as an identity card.
    found = identifying(phone.replace("+84", "0"), ())
    return [words_that_identify(found)] if found else []


def words_of_home(name: str) -> str:
    """The sentence for whoever would tell of somebody's home."""
    return _("%(place)s is somebody's home, and a home is never told to the public.") % {
        "place": name
    }


def words_of_doubt(name: str) -> str:
    """The sentence for whoever would tell of hours whose stay was struck."""
    return _(
        "What was told of %(place)s was struck: take its hours out first, or say why they stand."
    ) % {"place": name}


def words_of_private_vehicle(name: str) -> str:
    """The sentence for whoever would tell of a vehicle without a carrier."""
    return _("%(place)s is a vehicle without a carrier: its plate tells whose it is.") % {
        "place": name
    }


def words_that_identify(found: Sequence[str]) -> str:
    """The sentence for whoever wrote words that tell of one person."""
    return _("A public notice must not tell who it is. Take out: %(words)s.") % {
        "words": ", ".join(dict.fromkeys(found))
    }
