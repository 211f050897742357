"""By which definition a case is what: the instruments of the Ministry, as dated rows.

Sources: QĐ 963/QĐ-BYT (18/3/2020), QĐ 3468/QĐ-BYT (7/8/2020), QĐ 3638/QĐ-BYT (30/7/2021),
CV 11042/BYT-DP (29/12/2021), CV 1909/BYT-DP (15/4/2022); see `data/definitions.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.cases.rules.words import CLASSIFICATIONS
from lachan.cases.terms import Classification, Result, Symptoms


class Condition(StrEnum):
    """What a definition can ask about a case."""

    PCR_POSITIVE = "pcr_positive"
    PCR_NEGATIVE = "pcr_negative"
    ANTIGEN_POSITIVE = "antigen_positive"
    ANTIGEN_NEGATIVE = "antigen_negative"
    SYMPTOMS = "symptoms"
    NO_SYMPTOMS = "no_symptoms"
    LINK = "link"  # an epidemiological link: a contact, an area of the epidemic


CONDITIONS: dict[Condition, Any] = {
    Condition.PCR_POSITIVE: gettext_lazy("PCR positive"),
    Condition.PCR_NEGATIVE: gettext_lazy("PCR negative"),
    Condition.ANTIGEN_POSITIVE: gettext_lazy("rapid antigen test positive"),
    Condition.ANTIGEN_NEGATIVE: gettext_lazy("rapid antigen test negative"),
    Condition.SYMPTOMS: gettext_lazy("has symptoms (condition)"),
    Condition.NO_SYMPTOMS: gettext_lazy("no symptoms (condition)"),
    Condition.LINK: gettext_lazy("epidemiological link"),
}
# Of several classifications whose definitions are met, the first counts: a positive PCR before a
# negative one, and a negative one before what was only suspected.
ORDER = (
    Classification.CONFIRMED,
    Classification.DISCARDED,
    Classification.PROBABLE,
    Classification.SUSPECTED,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a case when it is classified."""

    pcr: Result = Result.UNKNOWN
    antigen: Result = Result.UNKNOWN
    symptoms: Symptoms = Symptoms.UNKNOWN
    has_link: bool = False

    def holds(self, condition: Condition) -> bool:
        """Whether the condition is known to hold; what is unknown does not."""
        return {
            Condition.PCR_POSITIVE: self.pcr == Result.POSITIVE,
            Condition.PCR_NEGATIVE: self.pcr == Result.NEGATIVE,
            Condition.ANTIGEN_POSITIVE: self.antigen == Result.POSITIVE,
            Condition.ANTIGEN_NEGATIVE: self.antigen == Result.NEGATIVE,
            Condition.SYMPTOMS: self.symptoms == Symptoms.PRESENT,
            Condition.NO_SYMPTOMS: self.symptoms == Symptoms.NONE,
            Condition.LINK: self.has_link,
        }[condition]

    def as_json(self) -> dict[str, object]:
        """As it is kept beside a classification."""
        return {name: str(v) if isinstance(v, StrEnum) else v for name, v in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one definition; see `models.CaseDefinition`."""

    code: str
    version: int
    classification: Classification
    criteria: tuple[tuple[Condition, ...], ...]
    words: str
    valid_from: date
    valid_until: date | None
    source: str
    is_confirmed: bool

    @property
    def reference(self) -> str:
        """How a classification names it: `confirmed@5`."""
        return f"{self.code}@{self.version}"

    def is_met(self, evidence: Evidence) -> bool:
        """Whether one of the alternatives holds whole."""
        return any(all(evidence.holds(asked) for asked in each) for each in self.criteria)


def read_criteria(criteria: object) -> tuple[tuple[Condition, ...], ...]:
    """The alternatives as they are written in a row.

    Raises ValueError for what is no list of lists of conditions, and for an empty alternative,
    which everybody would meet.
    """
    if not isinstance(criteria, list) or not criteria:
        raise ValueError("criteria are a list of alternatives")
    read = []
    for each in criteria:
        if not isinstance(each, list) or not each:
            raise ValueError("an alternative is a list of conditions")
        read.append(tuple(Condition(asked) for asked in each))
    return tuple(read)


def criteria_words(criteria: Iterable[Iterable[Condition]]) -> str:
    """The criteria as one reads them: “PCR positive; or rapid antigen test positive and …”."""
    return _("; or ").join(
        _(" and ").join(str(CONDITIONS[asked]) for asked in each) for each in criteria
    )


def in_force(definitions: Iterable[Definition], on: date) -> list[Definition]:
    """One version a code: of those that hold on the day, the one that begins latest."""
    held: dict[str, Definition] = {}
    for row in sorted(definitions, key=lambda row: (row.valid_from, row.version)):
        if row.valid_from <= on and (row.valid_until is None or on < row.valid_until):
            held[row.code] = row
    return list(held.values())


def met_for(
    definitions: Iterable[Definition], wanted: Classification, evidence: Evidence
) -> Definition | None:
    """The definition that calls the case this, or None."""
    return next(
        (row for row in definitions if row.classification == wanted and row.is_met(evidence)), None
    )


def proposed(definitions: Sequence[Definition], evidence: Evidence) -> Definition | None:
    """What the case is by the definitions in force; None where none of them is met."""
    for classification in ORDER:
        found = met_for(definitions, classification, evidence)
        if found is not None:
            return found
    return None


def obstacles_to_classifying(
    wanted: Classification,
    definitions: Sequence[Definition],
    evidence: Evidence,
    *,
    basis: str,
    on: date,
) -> list[str]:
    """Why a case cannot be called this on the day; empty where it can.

    A definition in force must be met, or a document be named that says so (a notice of the
    Ministry, a decision of a council): then the document answers for it.
    """
    if met_for(definitions, wanted, evidence) or basis.strip():
        return []
    asked = [row for row in definitions if row.classification == wanted]
    words = str(CLASSIFICATIONS[wanted]).lower()
    if not asked:
        return [
            _("No definition in force on %(day)s says when a case is %(words)s; name the document.")
            % {"day": f"{on.day}/{on.month}/{on.year}", "words": words}
        ]
    return [
        _(
            "What is known does not make the case %(words)s: “%(definition)s” (%(source)s). "
            "Enter the tests, or name the document that says so."
        )
        % {"words": words, "definition": row.words, "source": row.source}
        for row in asked
    ]
