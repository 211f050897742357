"""The numbers that Word counts for lists ("1.", "a)", "II.") and keeps out of the text.

Source: ECMA-376 part 1, 17.9. The counters belong to the abstract list: two lists made from one
abstract list count on from each other, unless one of them restarts by an override.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_STYLE_CHAIN = 12
_PLACE = re.compile(r"%([1-9])")
_TOP = 10_000


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    form: str
    pattern: str
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    starts: dict[int, int]


class Numbering:
    """Counts the list paragraphs of one document in the order in which they are asked."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        self._default_style: str | None = None
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_lists(self, numbering: Element) -> None:
        for abstract in numbering.findall(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId", "")
            self._levels[key] = {
                _number(level.get(f"{_W}ilvl"), 0): _level(level)
                for level in abstract.findall(f"{_W}lvl")
            }
        for entry in numbering.findall(f"{_W}num"):
            starts: dict[int, int] = {}
            for override in entry.findall(f"{_W}lvlOverride"):
                start = _value(override.find(f"{_W}startOverride"))
                if start is not None:
                    starts[_number(override.get(f"{_W}ilvl"), 0)] = _number(start, 1)
            self._lists[entry.get(f"{_W}numId", "")] = _List(
                _value(entry.find(f"{_W}abstractNumId")) or "", starts
            )

    def _read_styles(self, styles: Element) -> None:
        for style in styles.findall(f"{_W}style"):
            if style.get(f"{_W}type") != "paragraph":
                continue
            key = style.get(f"{_W}styleId", "")
            properties = style.find(f"{_W}pPr/{_W}numPr")
            number = level = None
            if properties is not None:
                number = _value(properties.find(f"{_W}numId"))
                raw = _value(properties.find(f"{_W}ilvl"))
                level = None if raw is None else _number(raw, 0)
            self._styles[key] = (number, level, _value(style.find(f"{_W}basedOn")))
            if style.get(f"{_W}default") in {"1", "true"}:
                self._default_style = key

    def label(self, paragraph: Element | None) -> str:
        """The list label of the next paragraph ("" for none); asking counts."""
        number, depth = self._place(paragraph)
        entry = self._lists.get(number or "")
        if entry is None or not 0 <= depth < _LEVELS:
            return ""
        levels = self._levels.get(entry.abstract, {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        counts = self._counts.setdefault(entry.abstract, [None] * _LEVELS)
        restart = (number or "", depth)
        if depth in entry.starts and restart not in self._restarted:
            self._restarted.add(restart)
            counts[depth] = entry.starts[depth]
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.form == "bullet":
            return _bullet(level.pattern)
        return _PLACE.sub(lambda hit: self._shown(counts, levels, int(hit[1]) - 1), level.pattern)

    @staticmethod
    def _shown(counts: list[int | None], levels: dict[int, Level], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        count = counts[depth]
        return written(level.start if count is None else count, level.form)

    def _place(self, paragraph: Element | None) -> tuple[str | None, int]:
        """List and level of a paragraph: its own, else those of its style."""
        own = None if paragraph is None else paragraph.find(f"{_W}numPr")
        if own is not None:
            number = _value(own.find(f"{_W}numId"))
            depth = _number(_value(own.find(f"{_W}ilvl")), 0)
            if number is not None:
                return number, depth
        style = None if paragraph is None else _value(paragraph.find(f"{_W}pStyle"))
        return self._by_style(style or self._default_style)

    def _by_style(self, style: str | None) -> tuple[str | None, int]:
        first = style
        for _ in range(_STYLE_CHAIN):
            if style is None or style not in self._styles:
                break
            number, depth, parent = self._styles[style]
            if number is not None:
                return number, depth if depth is not None else self._level_of(number, first)
            style = parent
        return None, 0

    def _level_of(self, number: str, style: str | None) -> int:
        entry = self._lists.get(number)
        levels = self._levels.get(entry.abstract, {}) if entry else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)


def _level(level: Element) -> Level:
    return Level(
        start=_number(_value(level.find(f"{_W}start")), 1),
        form=_value(level.find(f"{_W}numFmt")) or "decimal",
        pattern=_value(level.find(f"{_W}lvlText")) or "",
        style=_value(level.find(f"{_W}pStyle")),
    )


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(f"{_W}val")


def _number(raw: str | None, otherwise: int) -> int:
    if raw is None or not raw.isascii() or not raw.isdigit() or len(raw) > 6:
        return otherwise
    return int(raw)


def _bullet(pattern: str) -> str:
    """The bullet as typed in Vietnamese documents: most glyphs stand in private symbol fonts."""
    mark = pattern.strip()[:1]
    if mark and mark.isascii() and mark != "o" and unicodedata.category(mark) != "Co":
        return mark
    return "-"


def written(count: int, form: str) -> str:
    """A count in one of Word's number forms; unknown forms are written as figures."""
    if not 0 <= count <= _TOP:
        return str(count)
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        # Word goes on after z with aa, bb, cc.
        letter = chr(ord("a") + (count - 1) % 26) * min(1 + (count - 1) // 26, 8)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < count < 4000:
        roman = _roman(count)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "decimalZero":
        return f"{count:02d}"
    return str(count)


def _roman(count: int) -> str:
    out = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += letters * (count // value)
        count %= value
    return out
