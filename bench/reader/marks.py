"""Hits, surpluses and misses by category, and what follows from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    hits: int = 0
    surplus: int = 0
    missed: int = 0

    def add(self, other: Tally) -> None:
        self.hits += other.hits
        self.surplus += other.surplus
        self.missed += other.missed

    @property
    def precision(self) -> float | None:
        return self.hits / (self.hits + self.surplus) if self.hits + self.surplus else None

    @property
    def recall(self) -> float | None:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.hits + self.surplus + self.missed
        return 2 * self.hits / total if total else None


@dataclass
class Marks:
    """What one document, or a group of them, scored."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    detail: Counter[str] = field(default_factory=Counter)

    def hit(self, category: str) -> None:
        self.tallies[category].hits += 1

    def surplus(self, category: str, what: object) -> None:
        self.tallies[category].surplus += 1
        self.remarks.append(f"surplus  {category}: {what}")

    def missed(self, category: str, what: object) -> None:
        self.tallies[category].missed += 1
        self.remarks.append(f"missed   {category}: {what}")

    def guessed(self, what: str) -> None:
        self.wrong.append(what)
        self.remarks.append(f"GUESSED  {what}")

    def add(self, other: Marks, name: str) -> None:
        for category, tally in other.tallies.items():
            self.tallies[category].add(tally)
        self.wrong += [f"{name}: {what}" for what in other.wrong]
        self.detail.update(other.detail)
