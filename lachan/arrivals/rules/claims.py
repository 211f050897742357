"""What one source says about one coming of one person, before it is joined with the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import SourceKind
from lachan.policies.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class ArrivalWords:
    """One source's words: who came, when, from where, by what, to which address.

    `claim` says who; its `reference` names the row that says so (`checkpoints.PassagePerson:42`,
    `lists.Row:7`) and makes joining happen once; its `kind` is the kind of source (declaration,
    list row, passage, manifest, keyed); its `path` the unit that brought the words in.
    `arrived_at` is the instant of the coming, or of the passage at a post; null when nothing is
    known: then `claim.said_at` stands for it. `from_path` and `destination_path` are the units to
    which the words were parsed, or empty; `destination_path` is a commune or a hamlet wherever
    possible, because its commune gets the person on its list. `facts` are what this source knows
    of stays, doses, tests and contacts; unknown stays None. `plate` is normalised or empty;
    `trip_words` name a coach, boat or flight. `symptoms` are words, empty when none was told.
    """

    claim: PersonClaim
    facts: Facts = field(default_factory=Facts)
    arrived_at: datetime | None = None
    from_words: str = ""
    from_path: str = ""
    plate: str = ""
    trip_words: str = ""
    destination_words: str = ""
    destination_path: str = ""
    hamlet: str = ""
    symptoms: str = ""

    @property
    def reference(self) -> str:
        """What makes these words happen once."""
        return self.claim.reference

    @property
    def kind(self) -> SourceKind:
        """By which kind of source they came."""
        return self.claim.kind

    @property
    def came_at(self) -> datetime:
        """The best instant that these words give for the coming."""
        return self.arrived_at or self.claim.said_at
