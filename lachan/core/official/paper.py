"""What an official paper is made of, and how the decree writes its number, place and day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class World(StrEnum):
    """Under which rules a body writes: the State's or the Party's."""

    STATE = "state"
    PARTY = "party"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body; `text` may hold line breaks, which begin new paragraphs."""

    text: str
    bold: bool = False
    italic: bool = False
    is_centred: bool = False
    is_indented: bool = True


@dataclass(frozen=True)
class Heading:
    """A numbered part's title, as written ("I. KẾT QUẢ…"); level 1 is bold, level 2 bold italic."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Items:
    """A list; each item begins with a dash."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table whose head row repeats on each page.

    `widths` are relative; `numeric` and `centred` name columns by position; rows in `strong`
    (positions) are bold, such as totals and group titles. A row with one cell spans all columns.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    numeric: tuple[int, ...] = ()
    centred: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()
    caption: str = ""
    size: float = 12


Block = Paragraph | Heading | Items | Table


@dataclass(frozen=True)
class Annex:
    """An appendix on a page of its own ("Phụ lục I"), upright or, for wide tables, lying."""

    title: str
    subject: str
    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True)
class Signature:
    """Who signs: the lines of authority ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), then the title.

    All lines of `authority` but the last are the authority's, the last is the signer's title.
    """

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """One official paper.

    `superior` is the body above the issuer, printed over it, or empty. `number` is None while no
    number was given: the place for it stays blank. `kind` is "BÁO CÁO", "THÔNG BÁO"…, or empty
    for a công văn, whose `subject` is then printed under the number. `addressees` is Kính gửi.
    `stamp` is a grey word across each page ("DỰ THẢO"), or empty. `is_landscape` lays the whole
    paper, for registers. `foot` is a small line at the bottom of each page (who printed, when).
    """

    issuer: str
    place: str
    day: date
    subject: str
    blocks: tuple[Block, ...]
    symbol: str
    kind: str = "BÁO CÁO"
    world: World = World.STATE
    superior: str = ""
    number: int | None = None
    urgency: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature = field(default_factory=lambda: Signature(()))
    annexes: tuple[Annex, ...] = ()
    stamp: str = ""
    foot: str = ""
    is_landscape: bool = False

    @property
    def identifier(self) -> str:
        """`12/BC-UBND` or, in the Party, `12-BC/TU`; a blank stands for a number to come."""
        return identifier(self.world, self.number, self.symbol)

    @property
    def number_line(self) -> str:
        """`Số: 12/BC-UBND`; the Party writes no colon."""
        return f"Số{':' if self.world is World.STATE else ''} {self.identifier}"

    @property
    def place_and_day(self) -> str:
        return place_and_day(self.place, self.day)

    @property
    def annex_reference(self) -> str:
        """The line under each appendix's title that ties it to this paper."""
        kind = self.kind.capitalize() or "Công văn"
        day = place_and_day("", self.day).removeprefix(", ")
        return f"(Kèm theo {kind} số {self.identifier} {day} của {self.issuer})"

    @property
    def addressee_lines(self) -> tuple[str, ...]:
        """Kính gửi: one addressee on its line; several one a line, `- …;`, the last `- ….`."""
        if len(self.addressees) < 2:
            return tuple(f"Kính gửi: {name}." for name in self.addressees)
        *first, last = self.addressees
        return ("Kính gửi:", *(f"- {name};" for name in first), f"- {last}.")

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """Nơi nhận: `- …;`, the last (Lưu) `- ….`."""
        if not self.recipients:
            return ()
        *first, last = self.recipients
        return (*(f"- {name};" for name in first), f"- {last}.")


BLANK_NUMBER = "\u2003\u2003"


def identifier(world: World, number: int | None, symbol: str) -> str:
    """Number and symbol as the world writes them; numbers below 10 get a leading 0.

    `symbol` is kind and body as that world joins them: `BC-UBND` (State) or `BC/TU` (Party).
    """
    written = BLANK_NUMBER if number is None else f"{number:02d}"
    return f"{written}{'/' if world is World.STATE else '-'}{symbol}"


def symbol_of(world: World, kind: str, body: str) -> str:
    """`BC-UBND` of the State, `BC/TU` of the Party."""
    return f"{kind}{'-' if world is World.STATE else '/'}{body}"


def place_and_day(place: str, day: date) -> str:
    """`Cà Mau, ngày 05 tháng 02 năm 2021`: days below 10 and months 1, 2 get a leading 0."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def paragraphs_of(text: str) -> list[str]:
    """The non-empty lines of a text, without control characters that neither format can hold."""
    kept = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
    return [line.strip() for line in kept.splitlines() if line.strip()]
