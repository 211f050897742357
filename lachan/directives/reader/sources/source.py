"""What a file becomes before it is read: its text and how it was come by, or a plain refusal."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Manner(StrEnum):
    """How a note is to be shown: something said, or something that a person must answer."""

    NOTICE = "notice"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence about the file, in both languages; `code` is stable and never shown."""

    code: str
    en: str
    vi: str
    manner: Manner = Manner.NOTICE


class Unreadable(Exception):
    """The file gives no text: `why` and `why_vi` are one plain sentence each, `code` is stable."""

    def __init__(self, code: str, why: str, why_vi: str) -> None:
        self.code = code
        self.why = why
        self.why_vi = why_vi
        super().__init__(why)


MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is looked at before it is refused.

    Sizes are in bytes, `seconds` is for one file. A directive is a few pages; the numbers leave
    room for one with annexes and none for a file that was made to exhaust the machine.
    """

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    part_bytes: int = 8 * MEGABYTE
    ratio: int = 100
    members: int = 1_000
    html_bytes: int = 6 * MEGABYTE
    pages: int = 300
    characters: int = 2_000_000
    seconds: float = 20.0
    memory_bytes: int = 1_500 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, NFC, with what must be said about it.

    `encoding` is said in words ("Windows-1258"); for a container it names what was opened.
    `sha256` is of the bytes as they came. `breaks` are the offsets in `text` at which a page
    (PDF) begins, the first one being 0; other kinds of file have no pages.
    """

    name: str
    text: str
    encoding: str
    media_type: str
    sha256: str
    notes: tuple[Note, ...] = ()
    breaks: tuple[int, ...] = ()

    @property
    def questions(self) -> tuple[Note, ...]:
        """The notes that a person must answer."""
        return tuple(note for note in self.notes if note.manner is Manner.QUESTION)


@dataclass(slots=True)
class Deadline:
    """A moment after which a file is given up; asked between steps that are short by themselves."""

    seconds: float
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.seconds

    @property
    def left(self) -> float:
        return max(0.0, self._ends - time.monotonic())

    def check(self) -> None:
        """Raise `Unreadable` when the time is up."""
        if self.left <= 0:
            raise Unreadable(
                "too-slow",
                "The file takes too long to open; it may have been made to do so.",
                "Mở tệp mất quá nhiều thời gian; có thể tệp được tạo ra để gây quá tải.",
            )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# C0 and C1 controls (but tab and newline), and the marks that turn the direction of writing:
# none belongs in a directive, and each can make a screen show something else than the text.
_UNSEEN = dict.fromkeys(
    (
        *range(0x00, 0x09),
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        0x00AD,
        0x200B,
        0x200E,
        0x200F,
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)
_LINE_ENDS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
)


def tidy(text: str) -> str:
    """NFC; one kind of line end; no unseen controls. Spaces and empty lines stay as they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS).translate(_UNSEEN)
    return unicodedata.normalize("NFC", text)


def capped(text: str, limits: Limits) -> str:
    """The text itself; raise `Unreadable` when it is longer than anyone could have written."""
    if len(text) > limits.characters:
        raise Unreadable(
            "too-long",
            f"The file holds more than {limits.characters:,} characters of text; send the"
            " directive by itself.",
            f"Tệp có hơn {limits.characters:,} ký tự; đề nghị gửi riêng văn bản chỉ đạo.".replace(
                ",", "."
            ),
        )
    return text


def unique(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes in order, each said once."""
    return tuple(dict.fromkeys(notes))
