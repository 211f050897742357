"""A case with a family, a market, and what is told about them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from lachan.cases.actions.opening import Report, open_case_of
from lachan.cases.terms import Classification
from lachan.core.dates import VIETNAM
from lachan.people.actions.keying import Address, Member, key_household
from lachan.people.models import Person
from lachan.tracing.actions.investigating import open_investigation
from lachan.tracing.actions.lines import LineWords, MetWords, add_line
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.rules.spans import Span
from lachan.tracing.terms import LineKind, Precision, Setting
from tests.cast import NOW

COMMUNE = "96/964/32025/"
WARD = "96/964/31999/"
MARKET = PlaceWords("Chợ Thử Nghiệm", Setting.MARKET, COMMUNE)


def hour(number: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2021, 9, day, number, minute, tzinfo=VIETNAM)


def span(since: int, until: int, day: int = 10) -> Span:
    return Span(hour(since, day=day), hour(until, day=day), Precision.MINUTE)


def a_family(cast, *names: str, path: str = COMMUNE, form_id: str = "nha") -> list[Person]:
    """The persons of one household, keyed in by the province."""
    members = [Member(name, birth_on=date(1980 + n, 1, 2)) for n, name in enumerate(names)]
    answers = key_household(
        cast.synthesist, Address(path, "Ấp 1", f"12 {form_id}"), members, form_id=form_id, now=NOW
    )
    found = {
        row.pk: row
        for row in Person.objects.filter(pk__in=[a.person_id for a in answers]).select_related(
            "root__household"
        )
    }
    return [found[answer.person_id] for answer in answers]


def a_case(cast, *names: str):
    """An open investigation of the first of a family."""
    people = a_family(cast, *(names or ("Lê Văn Ca", "Trần Thị Vợ", "Lê Thị Con")))
    return look_into(cast, people[0]), people


def look_into(cast, person: Person, path: str = COMMUNE):
    """An open investigation of a confirmed case."""
    opened = open_case_of(
        cast.synthesist,
        person.pk,
        Report(reported_at=NOW, classification=Classification.CONFIRMED, basis="TB 12/TB-CDC"),
        path=path,
        reference=f"case.of:{person.pk}",
        now=NOW,
    )
    return open_investigation(cast.synthesist, opened.case, now=NOW)


def stay(place: PlaceWords = MARKET, when: Span | None = None, **changed) -> LineWords:
    values = {
        "key": uuid.uuid4(),
        "kind": LineKind.STAY,
        "span": when or span(7, 8),
        "place": place,
    }
    return LineWords(**(values | changed))


def met(name: str = "Phạm Thị Gặp", when: Span | None = None, **changed) -> LineWords:
    values = {
        "key": uuid.uuid4(),
        "kind": LineKind.MET,
        "span": when or span(9, 10),
        "met": MetWords(full_name=name, birth_year=1990, path=WARD),
    }
    return LineWords(**(values | changed))


def told(cast, investigation, words: LineWords, now: datetime = NOW):
    return add_line(cast.commune, investigation.key, words, now=now)
