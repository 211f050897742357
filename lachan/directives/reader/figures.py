"""Counts in a document: cases, recoveries, deaths, people, with the first day of the count."""

from __future__ import annotations

import re
from datetime import date

from lachan.directives.reader.dates import since_in
from lachan.directives.reader.model import Figure, Span

_SENTENCE_AT_MOST = 600
_NUMBER = r"(?<![\d/.])(?P<value>\d{1,3}(?:\.\d{3})+|\d{1,6})"
_COUNT = re.compile(
    r"(?P<before>(?:điều trị khỏi|khỏi bệnh|tử vong)(?:\sthêm)?)\s"
    rf"{_NUMBER}\s(?:ca|trường hợp|người|bệnh nhân)(?!\w)"
    rf"|{_NUMBER.replace('value', 'value2')}\s(?P<after>ca (?:dương tính|mắc|bệnh|F0)"
    r"|trường hợp (?:dương tính|mắc)|ca (?:điều trị )?khỏi|ca đã khỏi|ca tử vong|cán bộ|hộ"
    r"|khẩu|ca)"
    r"(?!\w)",
    re.I,
)
_WHAT = (
    ("khỏi", "recovered"),
    ("tử vong", "deaths"),
    ("cán bộ", "officers"),
    ("hộ", "households"),
    ("khẩu", "people"),
)


def figures_in(text: str, body: Span, *, issued_on: date | None) -> tuple[Figure, ...]:
    """Counts of cases, recoveries, deaths and people, with the first day of the count."""
    figures = []
    for match in _COUNT.finditer(text, *body):
        words = (match["before"] or match["after"]).lower()
        what = next((name for word, name in _WHAT if word in words), "cases")
        near = max(match.start() - _SENTENCE_AT_MOST, body[0])
        sentence = max(text.rfind(".", near, match.start()) + 1 - 12, near)
        since, _ = since_in(text, sentence, match.start(), issued_on=issued_on)
        figures.append(
            Figure(
                what, int((match["value"] or match["value2"]).replace(".", "")), since, match.span()
            )
        )
    return tuple(figures)
