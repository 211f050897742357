"""What a reading is made of; `Reading.as_json()` is the object of docs/formats.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True)
class Due:
    """A deadline: the last instant that still meets it, and the document's own words."""

    at: datetime
    relation: str
    precision: str
    words: str


@dataclass(frozen=True)
class Repeats:
    """A repetition; hours are `HH:MM` or None."""

    every: str
    from_: str | None
    until: str | None
    words: str


@dataclass(frozen=True)
class Task:
    clause: str
    text: str
    span: Span
    lead: tuple[str, ...]
    support: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    due: Due | None = None
    repeats: Repeats | None = None


@dataclass(frozen=True)
class Rule:
    origins: tuple[str, ...]
    since: date | None
    until: date | None
    who: str
    measure: str
    span: Span
    words: str


@dataclass(frozen=True)
class Citation:
    identifier: str
    issued_on: date | None
    span: Span


@dataclass(frozen=True)
class Figure:
    what: str
    value: int
    since: date | None
    span: Span


@dataclass(frozen=True)
class Question:
    """What could not be told: `why` in English, `why_vi` for the page; `code` is stable."""

    about: str
    why: str
    why_vi: str
    span: Span | None = None
    code: str = ""


@dataclass(frozen=True)
class Signer:
    title: str
    name: str


@dataclass(frozen=True)
class Reading:
    file: str = ""
    kind: str | None = None
    world: str | None = None
    identifier: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: date | None = None
    urgency: str | None = None
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    cites: tuple[Citation, ...] = ()
    tasks: tuple[Task, ...] = ()
    rules: tuple[Rule, ...] = ()
    figures: tuple[Figure, ...] = ()
    questions: tuple[Question, ...] = ()
    text: str = field(default="", repr=False)
    spans: dict[str, Span] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON object of docs/formats.md."""
        return {
            "file": self.file,
            "kind": self.kind,
            "world": self.world,
            "identifier": self.identifier,
            "number": self.number,
            "symbol": self.symbol,
            "issuer": self.issuer,
            "place": self.place,
            "issued_on": _day(self.issued_on),
            "urgency": self.urgency,
            "subject": self.subject,
            "addressees": list(self.addressees),
            "copies": list(self.copies),
            "signers": [{"title": s.title, "name": s.name} for s in self.signers],
            "cites": [
                {"identifier": c.identifier, "issued_on": _day(c.issued_on), "span": list(c.span)}
                for c in self.cites
            ],
            "tasks": [_task(task) for task in self.tasks],
            "rules": [
                {
                    "origins": list(rule.origins),
                    "since": _day(rule.since),
                    "until": _day(rule.until),
                    "who": rule.who,
                    "measure": rule.measure,
                    "span": list(rule.span),
                    "words": rule.words,
                }
                for rule in self.rules
            ],
            "figures": [
                {"what": f.what, "value": f.value, "since": _day(f.since), "span": list(f.span)}
                for f in self.figures
            ],
            "questions": [
                {"about": q.about, "why": q.why, "span": list(q.span) if q.span else None}
                for q in self.questions
            ],
        }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _task(task: Task) -> dict[str, Any]:
    due, repeats = task.due, task.repeats
    return {
        "clause": task.clause,
        "text": task.text,
        "span": list(task.span),
        "lead": list(task.lead),
        "support": list(task.support),
        "report_to": list(task.report_to),
        "due": due
        and {
            "at": due.at.isoformat(),
            "relation": due.relation,
            "precision": due.precision,
            "words": due.words,
        },
        "repeats": repeats
        and {
            "every": repeats.every,
            "from": repeats.from_,
            "until": repeats.until,
            "words": repeats.words,
        },
    }
