"""Finding by name: the text that is searched, the words asked for, and who comes first.

The search text has its parts between bars, the name first, so that "is exactly so named" and
"begins so" are conditions on the text alone:
`an xuyen | xa an xuyen | thanh pho ca mau | tinh ca mau | 32023`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lachan.places.rules.matching import UNIT_TYPES
from lachan.places.rules.names import fold
from lachan.places.rules.tree import short_name

BAR = " | "
_MOST = 400


def search_text_of(full_name: str, above: Sequence[str], code: str) -> str:
    """The search text of a unit; `above` are the full names of the units above, nearest first."""
    parts = dict.fromkeys([fold(short_name(full_name)), fold(full_name), *map(fold, above), code])
    return BAR.join(parts)[:_MOST]


def organisation_search_text(name: str, abbreviations: Iterable[str], unit: str) -> str:
    """The search text of a body: name, short forms, and the unit that it is in."""
    return BAR.join(dict.fromkeys([fold(name), *map(fold, abbreviations), fold(unit)]))[:600]


def words_of(query: str) -> list[str]:
    """The folded words asked for, ten at most."""
    return fold(query).split()[:10]


def prefix_query(query: str) -> str:
    """The words as a text query of the database: "an:* & xuyen:*".

    A word is the beginning of a word, but a number is the whole number: "phuong 4" is not
    Phường 40. Codes are long, and found by their beginning.
    """
    return " & ".join(
        word if word.isdigit() and len(word) < 3 else f"{word}:*" for word in words_of(query)
    )


def is_vague(query: str) -> bool:
    """Whether the words fit thousands of units: one or two letters, or types alone ("xa")."""
    words = fold(query)
    return len(words) < 3 or words in UNIT_TYPES


def name_beginnings(query: str) -> list[str]:
    """How the search text of a unit begins when its name, short or full, begins with the query.

    "xa an xuyen" is the short name "an xuyen" followed by the full one.
    """
    words = fold(query)
    if not words:
        return []
    beginnings = [words]
    for kind in UNIT_TYPES:
        rest = words.removeprefix(f"{kind} ")
        if rest != words and rest:
            beginnings.append(f"{rest}{BAR}{words}")
            break
    return beginnings
