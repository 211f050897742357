"""Workbooks (.xlsx) read as a stream: little memory, hidden rows and merged cells seen.

1. The package is weighed before anything is unpacked; document types and entities are refused.
2. A survey walks each sheet's bytes once: rows, hidden rows, merged cells.
3. Rows are parsed as they come; a formula gives the value that was stored with it.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from xml.parsers.expat import (
    ExpatError,
    ParserCreate,
    XMLParserType,
)

from lachan.lists.sheets.book import MOST_COLUMNS, MOST_LETTERS, Row, Sheet
from lachan.lists.sheets.faults import Unreadable
from lachan.lists.sheets.kinds import refuse_bomb
from lachan.lists.sheets.values import format_of, number_words

_CHUNK = 1 << 17
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_MOST_MERGED = 200_000
_MOST_STRINGS = 4_000_000


def column_index(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


@contextmanager
def damage() -> Iterator[None]:
    """Whatever a broken package does becomes one sentence."""
    try:
        yield
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError):
        raise Unreadable("damaged") from None
    except (ExpatError, NotImplementedError, RuntimeError, IndexError, AttributeError, TypeError):
        raise Unreadable("damaged") from None


def parser() -> XMLParserType:
    """A parser that refuses document types, and with them entities of any kind."""

    def refuse(*_: object) -> None:
        raise Unreadable("xml-entities")

    made = ParserCreate(namespace_separator=" ")
    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    made.buffer_text = True
    return made


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


class Workbook:
    """An .xlsx file on disk."""

    encoding = ""

    def __init__(self, file: Path) -> None:
        with damage():
            self._zip = zipfile.ZipFile(file)
            refuse_bomb(self._zip.infolist(), file.stat().st_size)
            self._names = {name.lower(): name for name in self._zip.namelist()}
            self._from_1904 = False
            self._parts = self._sheet_parts()
        if not self._parts:
            raise Unreadable("no-sheets")

    def _elements(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """All elements of a small part with their attributes, by local names."""
        found: list[tuple[str, dict[str, str]]] = []
        made = parser()
        made.StartElementHandler = lambda name, attributes: found.append(
            (_local(name), {_local(key): value for key, value in attributes.items()})
        )
        made.Parse(self._zip.read(self._names[part.lower()]), True)
        return found

    def _sheet_parts(self) -> list[tuple[str, bool, str]]:
        """Name, whether hidden, and the part of each sheet of rows, in order."""
        book = next(name for name in self._names if name.endswith("workbook.xml"))
        folder = posixpath.dirname(book)
        targets = {
            attributes["Id"]: attributes["Target"]
            for name, attributes in self._elements(f"{folder}/_rels/workbook.xml.rels")
            if name == "Relationship" and "worksheet" in attributes.get("Type", "")
        }
        parts = []
        for name, attributes in self._elements(book):
            if name == "workbookPr":
                self._from_1904 = attributes.get("date1904") in ("1", "true")
            if name == "sheet" and (target := targets.get(attributes.get("id", ""))):
                path = (
                    target.lstrip("/")
                    if target.startswith("/")
                    else posixpath.normpath(f"{folder}/{target}")
                )
                hidden = attributes.get("state", "visible") != "visible"
                if path.lower() in self._names:
                    parts.append((attributes.get("name", ""), hidden, path))
        return parts

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets, each after a survey of its bytes."""
        with damage():
            return [self._survey(*part) for part in self._parts]

    def _survey(self, name: str, is_hidden: bool, part: str) -> Sheet:
        last = hidden = 0
        merged: list[tuple[int, int, int, int]] = []
        rest = b""
        with self._zip.open(self._names[part.lower()]) as stream:
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                # What follows the last closed tag is looked at with the next piece.
                end = text.rfind(b">") + 1
                text, rest = text[:end], text[end:][-65_536:]
                for found in _ROW.finditer(text):
                    attributes = found[1]
                    number = _NUMBER.search(attributes)
                    last = int(number[1]) if number else last + 1
                    if _HIDDEN.search(attributes) and not attributes.endswith(b"/"):
                        hidden += 1
                if b"mergeCell" in text:
                    for found in _MERGED.finditer(text):
                        if len(merged) < _MOST_MERGED:
                            merged.append(
                                (
                                    int(found[2]),
                                    column_index(found[1].decode()),
                                    int(found[4]),
                                    column_index(found[3].decode()),
                                )
                            )
        return Sheet(name, is_hidden, last, hidden, tuple(merged))

    @cached_property
    def _strings(self) -> Strings:
        """The shared strings; the readings of East Asian text (rPh) are left out."""
        strings = Strings()
        name = self._names.get("xl/sharedstrings.xml")
        if name is None:
            return strings
        pieces: list[str] = []
        inside = [False, 0]  # within <t>, depth of <rPh>

        def start(tag: str, _: dict[str, str]) -> None:
            local = _local(tag)
            if local == "t":
                inside[0] = not inside[1]
            elif local == "si":
                pieces.clear()
            elif local == "rPh":
                inside[1] += 1

        def end(tag: str) -> None:
            local = _local(tag)
            if local == "t":
                inside[0] = False
            elif local == "rPh":
                inside[1] -= 1
            elif local == "si":
                if len(strings) > _MOST_STRINGS:
                    raise Unreadable("bomb")
                strings.add("".join(pieces)[:MOST_LETTERS])

        def text(words: str) -> None:
            if inside[0]:
                pieces.append(words)

        made = parser()
        made.StartElementHandler, made.EndElementHandler = start, end
        made.CharacterDataHandler = text
        self._feed(made, name)
        return strings

    def _feed(self, made: XMLParserType, name: str) -> None:
        with self._zip.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                made.Parse(chunk, False)
        made.Parse(b"", True)

    @cached_property
    def _formats(self) -> list[str]:
        """How each cell style shows a number: see `format_of`."""
        if "xl/styles.xml" not in self._names:
            return []
        codes: dict[int, str] = {}
        formats: list[str] = []
        depth = False
        for name, attributes in self._elements("xl/styles.xml"):
            if name == "numFmt":
                codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
            elif name in ("cellXfs", "cellStyles"):
                depth = name == "cellXfs"
            elif name == "xf" and depth:
                formats.append(format_of(int(attributes.get("numFmtId", 0)), codes))
        return formats

    def rows(self, sheet: int) -> Iterator[Row]:
        """The rows that hold anything, in order."""
        with damage():
            reading = _Reading(self._strings, self._formats, from_1904=self._from_1904)
            made = parser()
            made.StartElementHandler, made.EndElementHandler = reading.start, reading.end
            made.CharacterDataHandler = reading.text
            with self._zip.open(self._names[self._parts[sheet][2].lower()]) as stream:
                while chunk := stream.read(_CHUNK):
                    made.Parse(chunk, False)
                    yield from reading.take()
            made.Parse(b"", True)
            yield from reading.take()


def composed(words: str) -> str:
    """NFC: some systems write letters and their marks apart."""
    return words if words.isascii() else unicodedata.normalize("NFC", words)


class Strings:
    """Many strings in little memory: their bytes one behind the other."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, words: str) -> None:
        self._bytes += composed(words).encode("utf-8", "replace")
        self._ends.append(len(self._bytes))

    def __getitem__(self, position: int) -> str:
        if not 0 <= position < len(self):
            raise IndexError(position)
        return self._bytes[self._ends[position] : self._ends[position + 1]].decode()


class _Reading:
    """The state of one walk through a sheet."""

    def __init__(self, strings: Strings, formats: list[str], *, from_1904: bool) -> None:
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._rows: list[Row] = []
        self._number = 0
        self._column = -1
        self._cells: list[str] = []
        self._is_hidden = False
        self._type = self._style = ""
        self._words: list[str] = []
        self._listens = False
        self._names: dict[str, str] = {}

    def take(self) -> list[Row]:
        """The rows that are complete."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._names.get(tag) or self._names.setdefault(tag, _local(tag))
        if name == "c":
            reference = attributes.get("r")
            self._column = (
                column_index(reference.rstrip("0123456789")) if reference else self._column + 1
            )
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._words = []
        elif name in ("v", "t"):
            self._listens = True
        elif name == "row":
            self._number = int(attributes.get("r") or self._number + 1)
            self._is_hidden = attributes.get("hidden") in ("1", "true")
            self._cells = []
            self._column = -1
        elif name == "rPh":
            self._listens = False

    def text(self, words: str) -> None:
        if self._listens:
            self._words.append(words)

    def end(self, tag: str) -> None:
        name = self._names.get(tag) or _local(tag)
        if name in ("v", "t"):
            self._listens = False
        elif name == "c":
            if self._words and 0 <= self._column < MOST_COLUMNS:
                words = self._value("".join(self._words)[:MOST_LETTERS])
                missing = self._column - len(self._cells)
                if missing > 0:
                    self._cells.extend([""] * missing)
                if missing < 0:
                    self._cells[self._column] = words
                else:
                    self._cells.append(words)
        elif name == "row" and any(self._cells):
            self._rows.append(Row(self._number, self._cells, self._is_hidden))

    def _value(self, raw: str) -> str:
        kind = self._type
        if kind == "s":
            return self._strings[int(raw)]
        if kind == "n":
            style = int(self._style) if self._style else -1
            shown = self._formats[style] if 0 <= style < len(self._formats) else ""
            return number_words(raw, shown, from_1904=self._from_1904)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        return composed(raw)
