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
from lachan.directives.reader.carried import carried_by, carry, published_on, signed_on
from lachan.directives.reader.citations import citations_in
from lachan.directives.reader.dates import blanks_in, dates_in
from lachan.directives.reader.duties import tasks_in
from lachan.directives.reader.figures import figures_in
from lachan.directives.reader.gazetteer import Gazetteer
from lachan.directives.reader.header import Frame, read_frame, spoken_urgency
from lachan.directives.reader.model import Question, Reading, Span
from lachan.directives.reader.rules import exceptions_of, rules_in

# The end of a document, where its day may stand above the signature.
_SIGNATURE_AT_MOST = 800
_CASE_NOTICE = re.compile(r"BN\s?\d{2,}|CA BỆNH|[Bb]ệnh nhân \d{2,}")


def read_document(
    text: str,
    *,
    file: str = "",
    notes: Iterable[Question] = (),
    gazetteer: Gazetteer | None = None,
) -> Reading:
    """What the document says, and what must be asked; never raises for any text.

    `notes` are questions that came up while the file was turned into text; `gazetteer` has the
    bodies that are known by name, the standard ones of a province if none is given.
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
    own = carried_by(plain) if frame.is_press or not frame.is_numbered else None
    if own:
        frame = carry(plain, frame, *own)
    elif frame.is_press:
        frame.kind, frame.body = "tin tức", (0, len(plain))
        frame.issued_on = published_on(plain)
    elif frame.urgency is None:
        frame.urgency = spoken_urgency(plain, 0, frame.body[0] or 400)
    if frame.issued_on is None and not frame.is_press and "place" not in frame.spans:
        signed = signed_on(plain, max(frame.body[0], len(plain) - _SIGNATURE_AT_MOST))
        if signed and not any(question.about == "issued_on" for question in frame.questions):
            frame.place, frame.issued_on = frame.place or signed[0], signed[1]
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
        tasks, unclear = tasks_in(plain, frame.body, issued_on=frame.issued_on, gazetteer=gazetteer)
        rules = rules_in(plain, frame.body, issued_on=frame.issued_on)
        questions += [*unclear, *exceptions_of(rules)]
        reading = replace(reading, tasks=tasks, rules=rules)
    questions += _missing(reading, frame, questions)
    questions += _unclear_days(plain, frame.body, frame.issued_on)
    return replace(reading, questions=tuple(questions))


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
