"""Cases to test with: all people are invented."""

from __future__ import annotations

from datetime import date, timedelta

from lachan.audit.models import Entry
from lachan.cases.actions.classifying import Judgement, end_episode
from lachan.cases.actions.opening import Ill, Report, open_case
from lachan.cases.rules.definitions import Evidence
from lachan.cases.terms import Classification, Outcome, Result, Symptoms
from lachan.core.dates import at
from lachan.people.terms import IdentifierKind
from lachan.policies.models import Protocol
from tests.cast import NOW

COMMUNE = "96/964/32025/"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PCR = Evidence(pcr=Result.POSITIVE)
ONSET = date(2021, 9, 12)
NEGATIVE = Evidence(pcr=Result.NEGATIVE, symptoms=Symptoms.PRESENT)


def figures() -> None:
    """The protocol's figures of the pack that windows need."""
    for name, value, since, until, source in (
        ("infectious-before-onset-days", 3, "2020-12-03", "2021-12-29", "QĐ 5053/QĐ-BYT"),
        ("infectious-before-onset-days", 2, "2021-12-29", None, "CV 11042/BYT-DP"),
        ("infectious-before-sample-days", 2, "2021-12-29", None, "CV 11042/BYT-DP"),
        ("infectious-until-ct", 30, "2021-12-29", None, "CV 11042/BYT-DP"),
        ("re-positive-ct", 30, "2021-07-14", None, "CV 5599/BYT-MT"),
    ):
        Protocol.objects.create(
            name=name, value=value, unit="", valid_from=since, valid_until=until, source=source
        )


def ill(number=1, **words):
    """A person; another number is another person."""
    return Ill(
        **{
            "full_name": f"Nguyễn Văn Bệnh {chr(64 + number)}",
            "birth_year": 1980,
            "identifiers": ((IdentifierKind.CITIZEN, f"0960800{number:05d}"),),
            "hamlet": "Ấp 1",
            **words,
        }
    )


def report(**words):
    """A positive PCR of this morning, with an onset three days ago."""
    return Report(
        **{
            "reported_at": NOW - HOUR,
            "evidence": PCR,
            "sampled_at": NOW - DAY,
            "onset_on": ONSET,
            **words,
        }
    )


def a_case(cast, number=1, *, path=COMMUNE, who=None, **words):
    """An open case of one person."""
    return open_case(
        cast.synthesist,
        who or ill(number),
        report(**words),
        path=path,
        reference=f"cases.form:{number}-{words.get('reported_at', '')}",
        now=NOW,
    ).case


def by_document(**words):
    """A report that no definition makes a case, with the document that does."""
    return report(
        classification=Classification.CONFIRMED,
        evidence=Evidence(),
        basis="Thông báo 12/TB-CDC ngày 14/9/2021",
        **words,
    )


def hour(day, at_hour=9):
    """An instant of September 2021."""
    return at(date(2021, 9, day), at_hour)


def events_of(case):
    """The events about a case, in their order."""
    return list(
        Entry.objects.filter(subject=f"cases.case:{case.pk}")
        .order_by("pk")
        .values_list("event", flat=True)
    )


def payload(event):
    """What the last event of this name tells."""
    return Entry.objects.filter(event=f"cases.{event}").latest("pk").payload


def judged(classification, evidence, **words):
    """What a case is held to be, on what."""
    return Judgement(classification, evidence, **words)


def recovered(cast, number=1, days=40, **words):
    """A case that recovered so many days ago."""
    found = NOW - (days + 14) * DAY
    case = a_case(
        cast,
        number,
        reported_at=found,
        sampled_at=found,
        onset_on=None,
        **words,
    )
    return end_episode(
        cast.synthesist, case.key, Outcome.RECOVERED, NOW - days * DAY, now=NOW - days * DAY
    )
