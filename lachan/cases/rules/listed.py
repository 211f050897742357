"""What a row of a list says about a case: lists of cases, and positive laboratory results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lachan.cases.rules.definitions import Evidence
from lachan.cases.terms import Classification, Origin, Result, SourceState, Symptoms
from lachan.core.dates import at, day_of
from lachan.core.text import folded

# Lists give days; noon stands for the hour that they do not give.
NOON = 12
HIGHEST_CT = 50
_CT = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")
# Folded words, as such lists use them.
_CONFIRMED = ("xac dinh", "khang dinh", "duong tinh", "f0", "mac covid")
_SUSPECTED = ("nghi ngo", "nghi mac", "nghi nhiem", "ca nghi")
_PROBABLE = ("co the",)
_DISCARDED = ("am tinh", "loai tru", "loai bo")
_NO_SYMPTOMS = ("khong trieu chung", "khong co trieu chung", "chua co trieu chung")
_NOTHING = ("", "khong", "0", "-", "chua ro", "khong ro", "chua xac dinh")
_LOCAL = ("cong dong", "trong tinh", "noi tinh", "tai dia phuong", "noi dia")
_ELSEWHERE = (
    *("ngoai tinh", "tinh khac", "xam nhap", "nhap canh", "nuoc ngoai"),
    *("campuchia", "cam-pu-chia", "thai lan", "trung quoc"),
)
# "F1 của BN 12 (về từ Bình Dương)": where the other one came from says nothing of this infection.
_OF_ANOTHER = re.compile(r"\bf\d\b|\btiep xuc\b")
_SAIGON = re.compile(r"\b(?:tp[. ]*)?hcm\b|\btphcm\b|\bsai gon\b")
# What stands before the name of a province; "ấp Hòa Bình" and "Lê Hà Giang" are none.
_BEFORE_PROVINCE = r"(?:^|[,;:/(–-] ?|\b(?:tu|o|tai|tinh|tp|thanh pho|vung dich)[. ]+)"


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A row that is about a case; None stands for what the row does not say."""

    reported_at: datetime
    classification: Classification | None
    evidence: Evidence
    ct: Decimal | None
    onset_on: date | None
    sampled_at: datetime | None
    isolated_at: datetime | None
    origin: Origin
    origin_words: str
    source: SourceState
    source_note: str
    note: str


def case_of_row(
    kind: str, values: Mapping[str, Any], said_at: datetime, elsewhere: Iterable[str] = ()
) -> ListedCase | None:
    """The case of a row of a list of this kind; None for a row that is about none.

    Rows of `results` are about a case when they are positive. Rows of `cases` are, unless they say
    that the test was negative or the case discarded. A day that lies after `said_at`, when the
    list came in, is taken as it was told: whoever opens the case refuses it with the reason.
    `elsewhere` are the names of the other provinces.
    """
    result = str(values.get("result") or "")
    told = _classification(str(values.get("classification") or ""))
    if kind == "results" and result != "positive":
        return None
    if told == Classification.DISCARDED or (result == "negative" and told is None):
        return None
    return told_by_row(values, said_at, elsewhere)


def told_by_row(
    values: Mapping[str, Any], said_at: datetime, elsewhere: Iterable[str] = ()
) -> ListedCase:
    """What a row says, be it about a case or not: a negative result is told as well."""
    result = str(values.get("result") or "")
    reported = _day(values.get("reported")) or _day(values.get("tested"))
    onset = _day(values.get("onset"))
    origin, origin_words = _origin(str(values.get("origin") or ""), elsewhere)
    epidemiology = str(values.get("epidemiology") or "")
    ct = _ct(str(values.get("ct") or ""))
    pcr, antigen = _tests(str(values.get("test") or ""), result, ct)
    sampled = _day(values.get("sampled"))
    isolated = _day(values.get("isolated"))
    return ListedCase(
        reported_at=said_at if reported in (None, day_of(said_at)) else at(reported, NOON),
        classification=_classification(str(values.get("classification") or "")),
        evidence=Evidence(
            pcr=pcr,
            antigen=antigen,
            symptoms=_symptoms(str(values.get("symptoms") or ""), onset),
            has_link=folded(epidemiology) not in _NOTHING,
        ),
        ct=ct,
        onset_on=onset,
        sampled_at=_not_after(at(sampled, NOON), said_at) if sampled else None,
        isolated_at=_not_after(at(isolated, NOON), said_at) if isolated else None,
        origin=origin,
        origin_words=origin_words,
        source=SourceState.INQUIRY,
        source_note=epidemiology[:300],
        note=str(values.get("note") or "")[:500],
    )


def _classification(words: str) -> Classification | None:
    told = folded(words)
    for classification, marks in (
        (Classification.DISCARDED, _DISCARDED),
        (Classification.SUSPECTED, _SUSPECTED),
        (Classification.PROBABLE, _PROBABLE),
        (Classification.CONFIRMED, _CONFIRMED),
    ):
        if any(mark in told for mark in marks):
            return classification
    return None


def _tests(words: str, result: str, ct: Decimal | None) -> tuple[Result, Result]:
    """(PCR, antigen): a CT belongs to a PCR; of an unnamed test nothing is said."""
    if result not in ("positive", "negative"):
        return Result.UNKNOWN, Result.UNKNOWN
    told = folded(words)
    found = Result(result)
    if "pcr" in told or ct is not None:
        return found, Result.UNKNOWN
    if any(mark in told for mark in ("nhanh", "khang nguyen", "antigen", "test ag")):
        return Result.UNKNOWN, found
    return Result.UNKNOWN, Result.UNKNOWN


def _symptoms(words: str, onset: date | None) -> Symptoms:
    told = folded(words)
    if onset is not None:
        return Symptoms.PRESENT
    if any(mark in told for mark in _NO_SYMPTOMS) or told == "khong":
        return Symptoms.NONE
    return Symptoms.UNKNOWN if told in _NOTHING else Symptoms.PRESENT


def _origin(words: str, elsewhere: Iterable[str]) -> tuple[Origin, str]:
    """Where the infection is from: imported only where the words name somewhere else.

    "Nguồn lây" is asked for the source too: what tells of a person or an area stays as words.
    """
    told = folded(words)
    if told in _NOTHING:
        return Origin.UNKNOWN, ""
    if any(mark in told for mark in _LOCAL):
        return Origin.LOCAL, ""
    is_imported = not _OF_ANOTHER.search(told) and _is_elsewhere(told, elsewhere)
    return Origin.IMPORTED if is_imported else Origin.UNKNOWN, words[:200]


def _is_elsewhere(told: str, elsewhere: Iterable[str]) -> bool:
    if any(mark in told for mark in _ELSEWHERE):
        return True
    names = "|".join(re.escape(folded(name)) for name in elsewhere)
    written_out = _SAIGON.sub("tp ho chi minh", told)
    return bool(names) and bool(re.search(rf"{_BEFORE_PROVINCE}(?:{names})\b", written_out))


def _ct(words: str) -> Decimal | None:
    found = _CT.search(words)
    if not found:
        return None
    try:
        value = Decimal(found[0].replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.1")) if 0 < value <= HIGHEST_CT else None


def _not_after(instant: datetime, latest: datetime) -> datetime:
    """Noon of the day on which the list came in may lie ahead of the list itself."""
    return latest if day_of(instant) == day_of(latest) and instant > latest else instant


def _day(words: Any) -> date | None:
    return date.fromisoformat(str(words)[:10]) if words else None
