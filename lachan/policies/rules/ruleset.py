"""Rules as they are exported, signed off and carried to the posts; see docs/formats.md.

A rule says for whom it holds (its conditions, all of which must be met) and what follows. Nothing
here judges: `rules/decide.py` does, and `frontend/src/shared/decide.ts` judges alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lachan.policies.terms import Measure, Who, ZeroEvent

FORMAT = 1


class Authority(StrEnum):
    """Who made the rule. A province may differ from the Ministry; nobody below may."""

    MINISTRY = "ministry"
    PROVINCE = "province"


class Topic(StrEnum):
    """What a rule is about: a province's rule displaces the Ministry's on the same topic only."""

    CONTACT = "contact"  # contacts of cases, and cases (contact level 0)
    ENTRY = "entry"  # who comes from abroad
    ARRIVAL = "arrival"  # who comes from elsewhere in the country


@dataclass(frozen=True, slots=True)
class Vaccinated:
    """At least `doses` doses given `min_days` or more before; the last at most `max_days` before.

    Days are counted back from the day of the person's event (arrival, last exposure). A booster
    within `min_days` takes nothing away. `met` false turns the condition round: "not vaccinated".
    """

    doses: int = 2
    min_days: int = 14
    max_days: int | None = None
    met: bool = True


@dataclass(frozen=True, slots=True)
class Recovered:
    """Recovered at most `within_days` days before the event (null: ever). `met` false: not so."""

    within_days: int | None = None
    met: bool = True


@dataclass(frozen=True, slots=True)
class Tested:
    """A negative test at most `max_hours` old at the event.

    `counted_from` is `result` (the hour on the result) or `taken` (the sampling); `kind` pcr,
    rapid or empty (either). `met` false: there is no such test.
    """

    max_hours: int | None = 72
    counted_from: str = "result"
    kind: str = ""
    met: bool = True


@dataclass(frozen=True, slots=True)
class Conditions:
    """For whom a rule holds: all that are set must be met; none set holds for everybody.

    `origins` are keys of `RuleSet.areas`; one stay in one of them is enough. The stay must touch
    `stayed_since`..`stayed_until` (days, both inclusive) and end at most `stayed_within_days`
    days before the arrival. `arrived_from` is inclusive, `arrived_until` exclusive.
    `contact_levels` are 1 for F1, 2 for F2 …, 0 for the case itself. `cohort` are words which no
    machine can check ("cán bộ y tế đi công tác"): such a rule is never applied, only mentioned.
    """

    origins: tuple[str, ...] = ()
    stayed_since: date | None = None
    stayed_until: date | None = None
    stayed_within_days: int | None = None
    arrived_from: datetime | None = None
    arrived_until: datetime | None = None
    from_abroad: bool | None = None
    contact_levels: tuple[int, ...] = ()
    vaccinated: Vaccinated | None = None
    recovered: Recovered | None = None
    tested: Tested | None = None
    cohort: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How days are numbered: the day of `zero` has the number `first_day` (0 or 1).

    CV 5599/BYT-MT counts day 1 = first day of quarantine (`measure_start`, 1); QĐ 878 counts 14
    days from the last contact, whose own day is 0 (`last_exposure`, 0).
    """

    zero: ZeroEvent = ZeroEvent.MEASURE_START
    first_day: int = 1


@dataclass(frozen=True, slots=True)
class Phase:
    """A measure that follows the one before on the next day. `days` null: until further notice."""

    measure: Measure
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rule stands. `confirmed` false: to be confirmed ("cần xác nhận")."""

    document: str
    clause: str = ""
    words: str = ""
    span: tuple[int, int] | None = None
    directive: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule.

    It is in force for a person when the person's event (last exposure for topic contact, else the
    arrival) is in [`valid_from`, `valid_until`), and it was known at the instant of deciding.
    `reaches_back_to` lets it hold for events before `valid_from`: an area named at 14:00 for
    whoever arrived since midnight. `territory` is the path in which it holds; empty: everywhere.
    `replaces` are codes of rules that do not hold for whom this one holds. `days` null: until
    further notice. `test_days` are numbers by `test_count`, `days` by `count`.
    """

    code: str
    version: int
    title: str
    valid_from: datetime
    measure: Measure
    source: Source
    valid_until: datetime | None = None
    reaches_back_to: datetime | None = None
    territory: str = ""
    authority: Authority = Authority.MINISTRY
    topic: Topic = Topic.ARRIVAL
    conditions: Conditions = Conditions()
    days: int | None = None
    count: Count = Count()
    then: tuple[Phase, ...] = ()
    test_days: tuple[int, ...] = ()
    test_count: Count = Count()
    who: Who = Who.PERSON
    pays: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Code and version, as reasons cite it: `cm-2021-07-25-six@1`."""
        return f"{self.code}@{self.version}"


@dataclass(frozen=True, slots=True)
class Area:
    """An area that rules name.

    `before` are its paths in the units before 1/7/2025 (`79/`, `79/760/`), `after` in those since
    (`79/26734/`): together they cover the area, so that a stay told in either world is found.
    `names` are further names by which people tell it. Abroad is `abroad/KH/`.
    """

    key: str
    name: str
    names: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Province:
    """A province of one world (`before` or `after` 1/7/2025), listed by a rule or not.

    With all of them in the file, a known area on no list is told from an unknown one.
    """

    path: str
    name: str
    world: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules for the persons in one territory, and the areas that they name.

    `path` is where the person is or goes (`96/`); `as_of` when it was exported; `version` tells
    two sets apart.
    """

    rules: tuple[Rule, ...] = ()
    areas: tuple[Area, ...] = ()
    provinces: tuple[Province, ...] = ()
    path: str = ""
    as_of: datetime | None = None
    version: str = ""
    format: int = field(default=FORMAT)

    @classmethod
    def from_json(cls, document: Any) -> RuleSet:
        """The set of a parsed JSON document; raises `NotRules` saying which rule and field."""
        from lachan.policies.rules.reading import ruleset_of

        return ruleset_of(document)

    def to_json(self) -> dict[str, Any]:
        """The document: plain lists, words, numbers; `from_json` gives an equal set back."""
        from lachan.policies.rules.reading import document_of

        return document_of(self)
