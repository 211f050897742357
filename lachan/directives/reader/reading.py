"""Read one document: the only way in.

1. One normal form of the text; text that is garbled is refused with a question.
2. The frame: head, lists, signature; a page without them is press, or reproduces a document.
3. Citations, duties, rules and figures of the body, each with its span.
4. Questions for what was due and cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from lachan.directives.reader import damage
from lachan.directives.reader.citations import citations_in
from lachan.directives.reader.dates import DAY, blanks_in, date_of, dates_in
from lachan.directives.reader.duties import tasks_in
from lachan.directives.reader.header import Frame, read_frame, spoken_urgency
from lachan.directives.reader.model import Question, Reading, Span
from lachan.directives.reader.rules import figures_in, rules_in
from lachan.directives.reader.symbols import Identifier, day_after, identifiers_in

_CASE_NOTICE = re.compile(r"BN\s?\d{2,}|CA BỆNH|[Bb]ệnh nhân \d{2,}")
_ISSUED = re.compile(
    r"(?:ban hành|có|ký)\s(?P<kind>Công văn|Công điện|Chỉ thị|Thông báo|Quyết định|Kế hoạch)"
    r"(?:\s(?:hỏa tốc|hoả tốc|khẩn|thượng khẩn))?\s(?:số\s)?",
    re.I,
)
_DATELINE = re.compile(
    rf"^\s*(?:Thứ\s\w+|Chủ nhật),?\s(?:ngày\s)?{DAY}"
    r"(?:[\s,|-]+\d{1,2}:\d{2})?(?:\s\(?GMT\+7\)?)?\s*$",
    re.I | re.M,
)
_FOLLOWS = re.compile(r"(?:sau đây|như sau|nội dung[^.]{0,40})\s?:")
_ISSUER = re.compile(
    r"(?:Ban Thường vụ )?(?P<issuer>(?:Tỉnh ủy|Thành ủy|UBND tỉnh|Huyện ủy|Ủy ban nhân dân tỉnh)"
    r"\s[A-ZĐ][a-zà-ỹ]+(?:\s[A-ZĐ][a-zà-ỹ]+)?)"
)
# A page that only mentions a document is news; one that goes on for pages in its words carries it.
_CARRIED_AT_LEAST = 1500


def read_document(text: str, *, file: str = "", notes: Iterable[Question] = ()) -> Reading:
    """What the document says, and what must be asked; never raises for any text.

    `notes` are questions that came up while the file was turned into text.
    """
    text = damage.normal(text)
    questions = list(notes)
    refusal = damage.refusal(text)
    if refusal:
        return Reading(file=file, questions=(*questions, refusal), text=text)
    plain, strange = damage.latin(text)
    if strange:
        questions.append(damage.look_alikes(strange))
    frame = read_frame(plain)
    own = _own_identifier(plain) if frame.is_press else None
    if own:
        frame = _carried(plain, frame, *own)
    elif frame.is_press:
        frame.kind, frame.body = "tin tức", (0, len(plain))
        frame.issued_on = _published_on(plain)
    elif frame.urgency is None:
        frame.urgency = spoken_urgency(plain, 0, frame.body[0] or 400)
    cites, asked = citations_in(plain, frame.spans.get("identifier"), frame.identifier)
    questions += [*frame.questions, *asked]
    reading = Reading(
        file=file,
        kind=frame.kind,
        world=frame.world,
        identifier=frame.identifier,
        number=frame.number,
        symbol=frame.symbol,
        issuer=frame.issuer,
        place=frame.place,
        issued_on=frame.issued_on,
        urgency=frame.urgency,
        subject=frame.subject,
        addressees=frame.addressees,
        copies=frame.copies,
        signers=frame.signers,
        cites=cites,
        figures=figures_in(plain, frame.body, issued_on=frame.issued_on),
        text=text,
        spans=frame.spans,
    )
    if not (frame.is_press and len(_CASE_NOTICE.findall(plain)) >= 2):
        tasks, unclear = tasks_in(plain, frame.body, issued_on=frame.issued_on)
        questions += unclear
        rules = rules_in(plain, frame.body, issued_on=frame.issued_on)
        reading = replace(reading, tasks=tasks, rules=rules)
    questions += _missing(reading, frame, questions)
    questions += _unclear_days(plain, frame.body, frame.issued_on)
    return replace(reading, questions=tuple(questions))


def _published_on(text: str) -> date | None:
    """The day of a line of news that holds nothing else: "Thứ hai, 19/07/2021 - 07:42"."""
    line = _DATELINE.search(text, 0, 600)
    return date_of(line, None)[0] if line else None


def _own_identifier(text: str) -> tuple[re.Match[str], Identifier] | None:
    """The document whose body a page without a head reproduces, named in its first sentences."""
    for match in _ISSUED.finditer(text, 0, 1500):
        found = next(identifiers_in(text, match.end(), match.end() + 40), None)
        if found is None or found.span[0] - match.end() > 2:
            continue
        rest = text[found.span[1] :]
        if len(rest) >= _CARRIED_AT_LEAST and _FOLLOWS.search(rest):
            return match, found
    return None


def _carried(text: str, frame: Frame, match: re.Match[str], found: Identifier) -> Frame:
    """The frame of a document that a page carries, as the page tells it."""
    start = max(0, match.start() - 200)
    before = [day.day for day in dates_in(text, start, match.start()) if day.day]
    after, _ = day_after(text, found.span[1])
    issuer = _ISSUER.search(text, start, found.span[1])
    frame.identify(found)
    frame.kind = match["kind"].lower()
    frame.issued_on = after or (before[-1] if before else None)
    frame.urgency = spoken_urgency(text, start, found.span[1])
    frame.issuer = issuer["issuer"] if issuer else None
    frame.body = (found.span[1], len(text))
    frame.is_press = False
    return frame


def _missing(reading: Reading, frame: Frame, asked: list[Question]) -> list[Question]:
    """Questions about what every document bears and this one does not."""
    about = {question.about for question in asked}
    found = []
    if reading.issued_on is None and "issued_on" not in about:
        found.append(
            Question(
                "issued_on",
                "the document bears no date",
                "văn bản không ghi ngày ban hành",
                None,
                "issued_on_missing",
            )
        )
    if frame.is_press:
        return found
    if reading.identifier is None and "identifier" not in about:
        found.append(
            Question(
                "identifier",
                "the document bears no number and symbol",
                "văn bản không có số, ký hiệu",
                None,
                "identifier_missing",
            )
        )
    if reading.issuer is None:
        found.append(
            Question(
                "issuer",
                "the document does not name its issuer",
                "văn bản không ghi cơ quan ban hành",
                None,
                "issuer_missing",
            )
        )
    return found


def _unclear_days(text: str, body: Span, issued_on: date | None) -> list[Question]:
    """Questions about days of the body that were left blank or cannot be."""
    found = [
        Question(
            "due",
            f"a day was left blank: “{words}”",
            f"chỗ ghi ngày để trống: “{words}”",
            span,
            "day_blank",
        )
        for words, span in blanks_in(text, *body)
    ]
    for day in dates_in(text, *body, default=issued_on):
        if day.day is None and day.has_year:
            words = text[slice(*day.span)]
            found.append(
                Question(
                    "date",
                    f"“{words}” is no day that can be",
                    f"“{words}” không phải là một ngày có thật",
                    day.span,
                    "day_impossible",
                )
            )
    return found
