"""Cases of the demo province: three chains in the summer of 2021, re-positives, open questions.

Invented, all of it; the people are those of the demo's population.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from config.demo_people import COMMUNES
from lachan.cases.actions.classifying import Judgement, classify, end_episode
from lachan.cases.actions.correcting import isolate, set_source
from lachan.cases.actions.opening import Report, open_case_of
from lachan.cases.actions.re_positives import Finding, decide_re_positive
from lachan.cases.models import Case
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import (
    Circumstance,
    Classification,
    Origin,
    Outcome,
    RePositiveState,
    Result,
    SourceState,
    Symptoms,
)
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.people.models import Person

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HCM, BINH_DUONG, DONG_NAI = "Thành phố Hồ Chí Minh", "Bình Dương", "Đồng Nai"
RECOVERED, DIED, OPEN, AT_LARGE = "recovered", "died", "open", "at large"


@dataclass(frozen=True)
class Told:
    """One confirmed case: reported so many days ago, ill so many days before (None: not at all).

    `commune` counts in COMMUNES; `source` is the position of the case that infected it, or None.
    """

    ago: int
    onset: int | None
    commune: int
    origin: str = ""
    source: int | None = None
    fate: str = RECOVERED


CASES = (
    # July: somebody home from Hồ Chí Minh City, then neighbours and a second ward.
    Told(66, 2, 0, HCM),
    Told(63, 1, 0, source=0),
    Told(62, None, 0, source=0),
    Told(60, 2, 0, source=1),
    Told(58, 1, 1, source=1),
    Told(57, None, 1, source=4),
    Told(55, 2, 1, source=4, fate=DIED),
    Told(53, 1, 1, source=5),
    # August: two workers home from Bình Dương; one case whose source was never found.
    Told(45, 1, 2, BINH_DUONG),
    Told(43, None, 2, BINH_DUONG),
    Told(41, 1, 2, source=8),
    Told(40, 2, 2, source=8),
    Told(38, None, 3, source=11),
    Told(36, 1, 3, source=11),
    Told(35, 1, 3, source=13),
    Told(33, 2, 3),
    Told(30, None, 2, source=14),
    # September: from Đồng Nai into a ward and over a market into two communes.
    Told(14, 2, 1, DONG_NAI, fate=OPEN),
    Told(12, 1, 1, source=17, fate=OPEN),
    Told(12, None, 1, source=17, fate=OPEN),
    Told(11, 1, 1, source=18, fate=OPEN),
    Told(10, 2, 1, source=18, fate=OPEN),
    Told(9, None, 0, source=20, fate=OPEN),
    Told(8, 1, 0, source=20, fate=OPEN),
    Told(7, 1, 0, source=22, fate=OPEN),
    Told(6, None, 4, fate=OPEN),
    Told(5, 2, 4, source=25, fate=OPEN),
    Told(5, 1, 4, source=25, fate=OPEN),
    Told(4, 1, 4, source=26, fate=OPEN),
    Told(3, None, 0, source=23, fate=OPEN),
    Told(3, 1, 0, source=24, fate=OPEN),
    Told(2, 1, 1, source=24, fate=OPEN),
    Told(1, 1, 1, fate=OPEN),
    Told(1, None, 1, fate=OPEN),
    Told(0, 1, 1, fate=AT_LARGE),
    Told(0, None, 0, fate=AT_LARGE),
)
# Positions of recovered cases that were positive again, and what they were found to be.
POSITIVE_AGAIN = (
    (3, RePositiveState.CONFIRMED, Circumstance.AFTER_HOME_TREATMENT, Decimal("24.6")),
    (10, RePositiveState.REFUTED, Circumstance.AFTER_CENTRALISED, Decimal("34.1")),
    (12, RePositiveState.SUSPECTED, Circumstance.AFTER_HOSPITAL, Decimal("27.8")),
)
RECOVERY_DAYS = 16


def let_cases_be_found(actor: Actor, province: str, now: datetime) -> None:
    """Some forty cases with their chains; once."""
    if Case.objects.exists():
        return
    waiting = {
        number: iter(Person.objects.filter(path=province + path).roots().order_by("pk"))
        for number, path in enumerate(COMMUNES)
    }
    people = [next(waiting[told.commune]) for told in CASES]
    cases: list[Case] = []
    for position, told in enumerate(CASES):
        cases.append(_case(actor, told, people[position], position, cases, now))
    for position, state, circumstance, ct in POSITIVE_AGAIN:
        _positive_again(actor, cases[position], state, circumstance, ct, now)
    unsure = [next(waiting[1]) for _ in range(4)]
    _unsure(actor, unsure, now)


def _case(
    actor: Actor, told: Told, person: Person, position: int, before: list[Case], now: datetime
) -> Case:
    reported_at = min(at(day_of(now) - told.ago * DAY, 7, position), now)
    report = Report(
        reported_at=reported_at,
        evidence=Evidence(
            pcr=Result.POSITIVE,
            symptoms=Symptoms.NONE if told.onset is None else Symptoms.PRESENT,
            has_link=told.source is not None or bool(told.origin),
        ),
        ct=Decimal(16 + position % 12),
        onset_on=None if told.onset is None else day_of(reported_at) - told.onset * DAY,
        sampled_at=reported_at - 15 * HOUR,
    )
    case = open_case_of(
        actor,
        person.pk,
        report,
        path=person.path,
        reference=f"demo.Case:{position}",
        now=reported_at,
    ).case
    _say_source(actor, case, told, before, min(reported_at + 5 * HOUR, now))
    if told.fate != AT_LARGE:
        # One in five is isolated only on the second day.
        isolated_at = min(reported_at + (30 if position % 5 == 4 else 3) * HOUR, now)
        isolate(actor, case.key, isolated_at, now=isolated_at)
    if told.fate in (RECOVERED, DIED):
        outcome = Outcome.RECOVERED if told.fate == RECOVERED else Outcome.DIED
        ended_at = reported_at + RECOVERY_DAYS * DAY
        end_episode(actor, case.key, outcome, ended_at, now=ended_at)
    return Case.objects.get(pk=case.pk)


def _say_source(actor: Actor, case: Case, told: Told, before: list[Case], now: datetime) -> None:
    if told.origin:
        words = SourceWords(
            Origin.IMPORTED,
            told.origin,
            SourceState.KNOWN,
            note="lây ở nơi làm việc trước khi về",
        )
    elif told.source is not None:
        words = SourceWords(Origin.LOCAL, source=SourceState.KNOWN)
    elif told.ago > 2:
        words = SourceWords(Origin.LOCAL, source=SourceState.UNKNOWN, note="chưa tìm được nguồn")
    else:
        return
    source_key = None if told.source is None else before[told.source].key
    set_source(actor, case.key, words, source_key=source_key, now=now)


def _positive_again(
    actor: Actor,
    earlier: Case,
    state: RePositiveState,
    circumstance: Circumstance,
    ct: Decimal,
    now: datetime,
) -> None:
    found_at = now - 2 * DAY
    report = Report(
        reported_at=found_at,
        evidence=Evidence(pcr=Result.POSITIVE, symptoms=Symptoms.NONE),
        ct=ct,
        sampled_at=found_at - 4 * HOUR,
        isolated_at=found_at - HOUR,
    )
    case = open_case_of(
        actor,
        earlier.person_id,
        report,
        path=earlier.path,
        reference=f"demo.Case:again-{earlier.pk}",
        now=found_at,
    ).case
    finding = Finding(
        state,
        circumstance,
        epidemiology="Từ khi ra viện ở nhà, tiếp xúc với ba người trong hộ.",
        cause="Chưa rõ; mẫu đang được giải trình tự.",
        laboratory="" if state == RePositiveState.SUSPECTED else "Trung tâm Kiểm soát bệnh tật",
    )
    decide_re_positive(actor, case.key, finding, now=found_at + 20 * HOUR)


def _unsure(actor: Actor, people: list[Person], now: datetime) -> None:
    """Two who wait for their result, and two whose PCR came back negative."""
    linked = Evidence(symptoms=Symptoms.PRESENT, has_link=True)
    rapid = Evidence(antigen=Result.POSITIVE)
    for number, (person, evidence) in enumerate(
        zip(people, (linked, rapid, rapid, linked), strict=True)
    ):
        reported_at = now - (number + 1) * 5 * HOUR
        case = open_case_of(
            actor,
            person.pk,
            Report(reported_at=reported_at, evidence=evidence),
            path=person.path,
            reference=f"demo.Case:unsure-{number}",
            now=reported_at,
        ).case
        if number >= 2:
            negative = Evidence(Result.NEGATIVE, evidence.antigen, evidence.symptoms)
            judgement = Judgement(Classification.DISCARDED, negative)
            classify(actor, case.key, judgement, now=now - HOUR)
