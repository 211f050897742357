"""A small chain: one fell ill, met others at a market, and whom they infected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lachan.cases.actions.correcting import set_source
from lachan.cases.actions.opening import Report, open_case_of
from lachan.cases.models import Case
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import Classification, Origin, SourceState, Symptoms
from lachan.people.models import Person
from lachan.tracing.actions.investigating import open_investigation
from lachan.tracing.actions.lines import add_line
from tests.cast import NOW

from .examples import COMMUNE, a_family, span, stay

SICK = Evidence(symptoms=Symptoms.PRESENT)


@dataclass
class Ill:
    """A case with its person and its investigation."""

    case: Case
    person: Person
    made: Any


def ill(cast, name: str, onset: int, *, path: str = COMMUNE, person: Person | None = None) -> Ill:
    """A confirmed case of somebody who lives alone, ill since a day of September 2021."""
    person = person or a_family(cast, name, path=path, form_id=name)[0]
    report = Report(
        reported_at=NOW,
        classification=Classification.CONFIRMED,
        basis="TB 12/TB-CDC",
        evidence=SICK,
        onset_on=date(2021, 9, onset),
    )
    case = open_case_of(
        cast.synthesist, person.pk, report, path=path, reference=f"ill:{person.pk}", now=NOW
    ).case
    return Ill(case, person, open_investigation(cast.synthesist, case, now=NOW))


def infect(cast, source: Ill, infected: Ill) -> None:
    """It is said that the one infected the other."""
    words = SourceWords(Origin.LOCAL, source=SourceState.KNOWN)
    set_source(cast.synthesist, infected.case.key, words, source_key=source.case.key, now=NOW)
    infected.case.refresh_from_db()


def meet(cast, *people: Ill, day: int = 10, place: Any = None) -> None:
    """Each tells of one place on one day: the first from 7 to 9, the next from 8 to 10, ..."""
    for number, one in enumerate(people):
        when = span(7 + number, 9 + number, day)
        words = stay(place, when) if place else stay(when=when)
        add_line(cast.synthesist, one.made.key, words, now=NOW)
