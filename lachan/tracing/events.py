"""What happens in tracing. Events carry ids and paths, never names or words about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class InvestigationOpened:
    """A case is looked into, so many days back."""

    investigation_id: int
    days: int


@dataclass(frozen=True)
class InvestigationClosed:
    """Nothing more is asked about a case."""

    investigation_id: int


@dataclass(frozen=True)
class InvestigationReopened:
    """A closed investigation takes lines again."""

    investigation_id: int


@dataclass(frozen=True)
class DaysSet:
    """Somebody set how many days one investigation looks back."""

    investigation_id: int
    before: int
    days: int
    source: str


@dataclass(frozen=True)
class Interviewed:
    """An interview began."""

    investigation_id: int
    interview_id: int
    way: str


@dataclass(frozen=True)
class LineAdded:
    """One line was told; `stays` and `contact_id` are what the engine gets of it."""

    investigation_id: int
    line_id: int
    kind: str
    source: str
    replaces: int | None
    stays: tuple[int, ...]
    contact_id: int | None


@dataclass(frozen=True)
class LineStruck:
    """One line, with its stays and its meeting, was struck."""

    investigation_id: int
    line_id: int
    reason: str
    stays: tuple[int, ...]
    contact_id: int | None


@dataclass(frozen=True)
class StaysGathered:
    """Stays that other domains tell were written, and those told no more struck."""

    source: str
    stays: int
    struck: int
    first_id: int | None
    last_id: int | None


@dataclass(frozen=True)
class VenueMade:
    """A place was entered that was not known."""

    venue_id: int
    setting: str


@dataclass(frozen=True)
class WhoElseAsked:
    """Somebody asked who else was at a place; so many were shown."""

    venue_id: int
    persons: int


@dataclass(frozen=True)
class LinesSent:
    """Lines went on to a commune; `lines` are their ids."""

    investigation_id: int
    hand_off_id: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class LinesReceived:
    """The commune has seen what it was sent."""

    hand_off_id: int


@dataclass(frozen=True)
class PhotoTaken:
    """A picture of a hand-written list was kept."""

    investigation_id: int
    photo_id: int


@dataclass(frozen=True)
class PhotoKeyed:
    """All of a picture was keyed."""

    photo_id: int
    lines: int


@dataclass(frozen=True)
class FormLinked:
    """A contact got a form of their own."""

    link_id: int
    person_id: int


@dataclass(frozen=True)
class FormAnswered:
    """A contact told whom they met; so many lines were new."""

    link_id: int
    lines: int


@dataclass(frozen=True)
class FormRevoked:
    """A form was withdrawn before its time."""

    link_id: int
    reason: str


@dataclass(frozen=True)
class LimitSet:
    """A number of this domain has another value from a day on."""

    limit: str
    value: int
    valid_from: date
    source: str


@dataclass(frozen=True)
class NoticeDrafted:
    """A public notice was drafted from the trace of cases."""

    notice_id: int
    places: int
    left_out: int


@dataclass(frozen=True)
class NoticeEdited:
    """The words of a notice changed."""

    notice_id: int
    version: int


@dataclass(frozen=True)
class NoticePlaceAdded:
    """A place with hours came into a notice."""

    notice_id: int
    notice_place_id: int
    reason: str


@dataclass(frozen=True)
class NoticePlaceStruck:
    """A place with hours was taken out of a notice."""

    notice_id: int
    notice_place_id: int
    reason: str


@dataclass(frozen=True)
class NoticePlaceChecked:
    """Struck stays of a place were looked at, and its hours stand; or it was said to be no home."""

    notice_id: int
    notice_place_id: int
    reason: str


@dataclass(frozen=True)
class NoticeApproved:
    """A leader approved a notice."""

    notice_id: int


@dataclass(frozen=True)
class NoticePublished:
    """The public reads a notice."""

    notice_id: int
    version: int


@dataclass(frozen=True)
class NoticeWithdrawn:
    """A notice holds no longer; it stays readable, struck, with the reason."""

    notice_id: int
    reason: str


@dataclass(frozen=True)
class NoticeDoubted:
    """Stays from which a published notice was drafted were struck: it is to be corrected."""

    notice_id: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class NoticeListSent:
    """A commune was handed its people who were at places of a notice."""

    notice_id: int
    list_id: int
    persons: tuple[int, ...]


@dataclass(frozen=True)
class NoticeListReceived:
    """The commune has the list."""

    list_id: int
