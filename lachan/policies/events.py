"""What happens to rules. `effective_at` is the instant from which it holds: then
everybody in its reach is decided again, also who came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RuleDrafted:
    """A rule was written down; nobody is judged by it."""

    rule_id: int
    rule: str
    version: int


@dataclass(frozen=True)
class RuleChanged:
    """A rule was put in force or ended. `change` is `put_in_force` or `ended`."""

    rule_id: int
    rule: str
    version: int
    change: str
    words: str
    effective_at: datetime


@dataclass(frozen=True)
class AreaNamed:
    """Areas came under a rule: whoever came from there, also before, is found."""

    rule_id: int
    rule: str
    version: int
    areas: tuple[str, ...]
    words: str
    effective_at: datetime


@dataclass(frozen=True)
class RulesImported:
    """Rules came in from a document."""

    new: int
    known: int
    areas: int
    source: str
