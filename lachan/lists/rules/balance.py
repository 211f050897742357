"""The balance of a list: every row received is new, matched, held back, refused, or still waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Balance:
    """Counts of rows about persons; `aside` are rows about nobody, outside the balance."""

    received: int = 0
    new: int = 0
    matched: int = 0
    held: int = 0
    refused: int = 0
    waiting: int = 0
    aside: int = 0

    @property
    def holds(self) -> bool:
        """Whether received = new + matched + held + refused + waiting."""
        return self.received == self.new + self.matched + self.held + self.refused + self.waiting

    @property
    def words(self) -> str:
        """ "Nhận 1.204 = mới 1.100 + trùng 80 + giữ lại 14 + từ chối 10"; waiting rows if any."""
        figures = {name: grouped(getattr(self, name)) for name in self.__slots__}
        text = (
            _(
                "Received %(received)s = new %(new)s + matched %(matched)s"
                " + held %(held)s + refused %(refused)s"
            )
            % figures
        )
        return text + (_(" + waiting %(waiting)s") % figures if self.waiting else "")

    def as_json(self) -> dict[str, int | bool]:
        return {**{name: getattr(self, name) for name in self.__slots__}, "holds": self.holds}


def balance_of(counts: Mapping[str, int]) -> Balance:
    """The balance of counts by outcome."""
    inside = {
        name: counts.get(name, 0) for name in ("new", "matched", "held", "refused", "waiting")
    }
    return Balance(received=sum(inside.values()), aside=counts.get("aside", 0), **inside)


def grouped(number: int) -> str:
    """1204 as it is written here: 1.204."""
    return f"{number:,}".replace(",", ".")
