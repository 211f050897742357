"""Rows of a table that assigns work: "| STT | Nội dung | Đơn vị chủ trì | … | Thời hạn |"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from lachan.directives.reader.bodies import Names, split_bodies
from lachan.directives.reader.deadlines import deadline_in, repetition_in, uneven
from lachan.directives.reader.model import Due, Question, Repeats, Span, Task
from lachan.directives.reader.partners import reports_in

_COLUMNS = (
    ("number", re.compile(r"(?:STT|TT|Số TT|Số thứ tự)\.?$", re.I)),
    ("support", re.compile(r"phối hợp", re.I)),
    ("lead", re.compile(r"chủ trì|(?:đơn vị|cơ quan) (?:thực hiện|phụ trách)|phân công", re.I)),
    ("due", re.compile(r"thời hạn|hạn|hoàn thành|thời gian|tiến độ", re.I)),
    ("work", re.compile(r"nội dung|nhiệm vụ|công việc|hoạt động", re.I)),
)  # fmt: skip
_RULED = re.compile(r"[\s|:\-–=]+")
# Of a range ("12-13/8/2021", "từ 10/8 đến 13/8/2021") the last day is the deadline.
_RANGE = re.compile(
    r"^(?:từ\s)?(?:ngày\s)?\d{1,2}(?:/\d{1,2}(?:/\d{4})?)?\s?(?:[-–]|đến(?:\shết)?)\s?"
    r"(?=(?:ngày\s)?\d{1,2}/\d)",
    re.I,
)


@dataclass(frozen=True)
class Assigned:
    """What the tables of a body assign, and the lines that they take."""

    tasks: tuple[Task, ...]
    questions: tuple[Question, ...]
    spans: tuple[Span, ...]


def assigned_in(text: str, body: Span, *, issued_on: date | None) -> Assigned:
    """Each row that names work and who leads it is a task; a table without both columns is none."""
    tasks: list[Task] = []
    questions: list[Question] = []
    spans: list[Span] = []
    columns: dict[str, int] | None = None
    for low, high in _lines(text, *body):
        cells = _cells(text, low, high)
        if not cells:
            if text[low:high].strip():
                columns = None
            continue
        named = _columns([text[a:b] for a, b in cells])
        if named:
            columns = named
        elif columns and not _RULED.fullmatch(text, low, high):
            task, asked = _row(text, (low, high), cells, columns, issued_on)
            tasks += [task] if task else []
            questions += asked
        if columns:
            spans.append((low, high))
    return Assigned(tuple(tasks), tuple(questions), tuple(spans))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text[start:end].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _cells(text: str, low: int, high: int) -> list[Span]:
    """The cells of a row between pipes; none for a line that is no row."""
    line = text[low:high].strip()
    if not line.startswith("|") or line.count("|") < 3:
        return []
    pipes = [low + match.start() for match in re.finditer(r"\|", text[low:high])]
    edges = pipes if line.endswith("|") else [*pipes, high]
    return [(a + 1, b) for a, b in pairwise(edges)]


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Which column holds what, if these cells head a table of assignments."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = " ".join(cell.split()).strip(" *")
        name = next((name for name, pattern in _COLUMNS if pattern.search(words)), None)
        if name and len(words) < 60:
            found.setdefault(name, place)
    return found if "work" in found and "lead" in found else None


def _row(
    text: str, line: Span, cells: list[Span], columns: dict[str, int], issued_on: date | None
) -> tuple[Task | None, list[Question]]:
    def cell(name: str) -> Span:
        place = columns.get(name, len(cells))
        return cells[place] if place < len(cells) else (line[1], line[1])

    def words(name: str) -> str:
        return " ".join(text[slice(*cell(name))].split())

    lead = _bodies(words("lead"))
    if not words("work") or not lead:
        return None, []
    due, questions = _due(text, cell("due"), issued_on)
    if due is None and not questions:
        due, questions, _ = deadline_in(text, *cell("work"), issued_on=issued_on)
    task = Task(
        clause=words("number").rstrip("."),
        text=words("work"),
        span=line,
        lead=lead,
        support=_bodies(words("support")),
        report_to=reports_in(Names(text, *cell("work")), cell("work")),
        due=due,
        repeats=_often(words("due")) or _often(words("work")),
    )
    return task, [*questions, *uneven(task.repeats, line)]


def _often(words: str) -> Repeats | None:
    """How often: a cell leaves out the word before an hour ("17 giờ hằng ngày")."""
    said = f"lúc {words}" if words[:1].isdigit() else words
    found, _ = repetition_in(said, 0, len(said))
    return replace(found, words=found.words.removeprefix("lúc ")) if found else None


def _bodies(words: str) -> tuple[str, ...]:
    """The bodies of a cell; a cell that names people or nothing has none."""
    return split_bodies(words)


def _due(text: str, cell: Span, issued_on: date | None) -> tuple[Due | None, list[Question]]:
    """The deadline of a cell, where a day stands without the word that makes it a deadline."""
    due, questions, _ = deadline_in(text, *cell, issued_on=issued_on)
    if due or questions:
        return due, questions
    words = " ".join(text[slice(*cell)].split())
    last = _RANGE.sub("", words)
    said = f"hết {last[:1].lower()}{last[1:]}"
    due, questions, span = deadline_in(said, 0, len(said), issued_on=issued_on)
    if span and span[0] > 0:
        due = None  # the cell says more than a day: "từ ngày … đến ngày …"
    asked = [replace(question, span=cell) for question in questions]
    return (replace(due, words=words) if due else None), asked
