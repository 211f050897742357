"""Other documents that a document cites."""

from __future__ import annotations

import re

from lachan.directives.reader.model import Citation, Question, Span
from lachan.directives.reader.symbols import day_after, identifiers_in

_BY_NAME = re.compile(
    r"(?<!\w)(?P<kind>Chỉ thị|Nghị quyết|Nghị định|Quyết định|Công điện|Thông báo|Công văn"
    r"|Kết luận"
    r"|Kế hoạch|Thông tư)\s(?:số\s)?(?P<number>\d{1,4})(?![\d/\-]|\s?[-/–]\s?[A-ZĐ])"
    r"(?!\s?(?:người|ca|ngày|tháng|giờ|nội dung|điểm))"
)
# Several documents of the Prime Minister bear the same number in different years.
_NEEDS_YEAR = re.compile(r"^\d{1,2}/CT-TTg$")


def citations_in(
    text: str, own_span: Span | None, own: str | None
) -> tuple[tuple[Citation, ...], list[Question]]:
    """Every cited document once, with its day where the text gives it, and what must be asked."""
    cites: list[Citation] = []
    questions: list[Question] = []
    for found in identifiers_in(text):
        if found.text == own or (own_span and found.span[0] == own_span[0]):
            continue
        day, stop = day_after(text, found.span[1])
        cite = Citation(found.text, day, (found.span[0], stop))
        if any((c.identifier, c.issued_on) == (cite.identifier, day) for c in cites):
            continue
        cites.append(cite)
        if found.damaged:
            questions.append(
                Question(
                    "cites",
                    f"the symbol “{found.text}” looks damaged",
                    f"ký hiệu “{found.text}” có vẻ thiếu hoặc sai chữ",
                    found.span,
                    "citation_damaged",
                )
            )
        elif day is None and _NEEDS_YEAR.match(found.text):
            questions.append(_yearless(found.text, found.span))
    dated = {cite.identifier for cite in cites if cite.issued_on}
    cites = [cite for cite in cites if cite.issued_on or cite.identifier not in dated]
    questions = [
        question
        for question in questions
        if question.code != "citation_yearless"
        or text[slice(*question.span or (0, 0))] not in dated
    ]
    for match in _BY_NAME.finditer(text):
        if any(c.span[0] <= match.end() and match.start() <= c.span[1] for c in cites):
            continue
        name = f"{match['kind']} {match['number']}"
        if any(c.identifier == name for c in cites):
            continue
        day, stop = day_after(text, match.end())
        cites.append(Citation(name, day, (match.start(), stop)))
        if day is None:
            questions.append(_yearless(match.group(), match.span()))
    return tuple(cites), questions


def _yearless(words: str, span: Span) -> Question:
    return Question(
        "cites",
        f"“{words}” names no year: several documents bear that number",
        f"“{words}” không ghi năm, có nhiều văn bản cùng số",
        span,
        "citation_yearless",
    )
