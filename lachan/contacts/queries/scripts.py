"""What is asked and said in calls, as it holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lachan.contacts.models import CallScript

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "call_script.txt"


@dataclass(frozen=True)
class Spoken:
    """One line of a script."""

    words: str
    is_asked: bool


@dataclass(frozen=True)
class Part:
    """A headed part of a script, and its lines in order, each a question or not."""

    heading: str
    lines: tuple[Spoken, ...]


@cache
def shipped() -> CallScript:
    """The script that holds until an installation sets its own; its first line is the source."""
    source, _end, text = SHIPPED.read_text(encoding="utf-8").partition("\n")
    return CallScript(text=text.strip(), valid_from=date(2020, 1, 1), source=source)


def script(on: date) -> CallScript:
    """The script of the day; of several the one that begins latest."""
    return CallScript.objects.filter(valid_from__lte=on).first() or shipped()


def scripts() -> list[CallScript]:
    """All scripts, the newest first, the shipped one last."""
    return [*CallScript.objects.all(), shipped()]


def parts(text: str) -> list[Part]:
    """The text in its parts: `#` begins a part, `-` a question; all else is said."""
    found: list[Part] = []
    heading = ""
    spoken: list[Spoken] = []
    for line in [*text.splitlines(), "#"]:
        words = line.strip()
        if words.startswith("#"):
            if heading or spoken:
                found.append(Part(heading, tuple(spoken)))
            heading, spoken = words.lstrip("# "), []
        elif words:
            spoken.append(Spoken(words.lstrip("- "), words.startswith("-")))
    return found
