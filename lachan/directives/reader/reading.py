"""Read one document: the only way in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lachan.directives.reader import damage, symbols
from lachan.directives.reader.dates import BLANK_DATE, dates_in
from lachan.directives.reader.duties import tasks_in
from lachan.directives.reader.header import _SPOKEN_URGENT, _urgency, read_frame
from lachan.directives.reader.model import Citation, Question, Reading
from lachan.directives.reader.rules import figures_in, rules_in


def read_document(
    text: str, *, file: str = "", gazetteer: object = None, notes: Iterable[Question] = ()
) -> Reading:
    """What the document says, and what must be asked."""
    text = damage.normal(text)
    questions = list(notes)
    if not text.strip():
        questions.append(
            Question(
                "text", "the document holds no text", "văn bản không có chữ", None, "text_empty"
            )
        )
        return Reading(file=file, questions=tuple(questions), text=text)
    if damage.is_mojibake(text):
        questions.append(
            Question(
                "text",
                "the letters are garbled (decoded with a wrong table): give the original file",
                "chữ bị vỡ do sai bảng mã: xin gửi lại tệp gốc",
                None,
                "text_garbled",
            )
        )
        return Reading(file=file, questions=tuple(questions), text=text)
    plain, strange = damage.latin(text)
    if strange:
        questions.append(
            Question(
                "text",
                f"{len(strange)} letters look Latin but are not",
                f"có {len(strange)} chữ trông giống chữ La-tinh nhưng không phải",
                strange[0],
                "look_alikes",
            )
        )
    frame = read_frame(plain)
    kind, world = frame.kind, frame.world
    identifier, number, symbol = frame.identifier, frame.number, frame.symbol
    issued_on, urgency = frame.issued_on, frame.urgency
    issuer, place = frame.issuer, frame.place
    body = frame.body
    questions += frame.questions
    own_span = frame.spans.get("identifier")
    if frame.is_press:
        own = _own_identifier(plain)
        if own:
            found, day, verb_kind = own
            identifier, number, symbol, world = found.text, found.number, found.symbol, found.world
            kind, issued_on, own_span = verb_kind, day, found.span
            sentence = plain[max(0, found.span[0] - 200) : found.span[1]]
            spoken = _SPOKEN_URGENT.search(sentence)
            urgency = _urgency(spoken["u"]) if spoken else None
            by = re.search(
                r"(?:Ban Thường vụ )?(?:Tỉnh ủy|Thành ủy|UBND tỉnh|Huyện ủy)\s[A-ZĐ][a-zà-ỹ]+(?:\s[A-ZĐ][a-zà-ỹ]+)?",
                sentence,
            )
            issuer = re.sub("^Ban Thường vụ ", "", by[0]) if by else None
            body = (found.span[1], len(plain))
        else:
            kind = "tin tức"
            body = (0, len(plain))
    if urgency is None and not frame.is_press:
        spoken = _SPOKEN_URGENT.search(plain, 0, body[0] or 400)
        urgency = _urgency(spoken["u"]) if spoken else None
    cites = _cites(plain, own_span, identifier, questions)
    case_notice = frame.is_press and (len(re.findall(r"BN\s?\d{2,}|CA BỆNH", plain)) >= 2)
    tasks, asked = ([], []) if case_notice else tasks_in(plain, body, issued_on=issued_on)
    questions += asked
    if issued_on is None and not any(q.about == "issued_on" for q in questions):
        questions.append(
            Question(
                "issued_on",
                "the document bears no date",
                "văn bản không ghi ngày ban hành",
                None,
                "issued_on_missing",
            )
        )
    if (
        identifier is None
        and not frame.is_press
        and not any(q.about == "identifier" for q in questions)
    ):
        questions.append(
            Question(
                "identifier",
                "the document bears no number and symbol",
                "văn bản không có số, ký hiệu",
                None,
                "identifier_missing",
            )
        )
    if issuer is None and not frame.is_press:
        questions.append(
            Question(
                "issuer",
                "the document does not name its issuer",
                "văn bản không ghi cơ quan ban hành",
                None,
                "issuer_missing",
            )
        )
    for blank in BLANK_DATE.finditer(plain, *body):
        questions.append(
            Question(
                "due",
                f"a date was left blank: “{' '.join(blank.group().split())}”",
                f"chỗ ghi ngày để trống: “{' '.join(blank.group().split())}”",
                blank.span(),
                "date_blank",
            )
        )
    for found_date in dates_in(plain, *body, default=issued_on):
        if found_date.day is None and found_date.has_year:
            questions.append(
                Question(
                    "date",
                    f"“{plain[slice(*found_date.span)]}” is no day that can be",
                    f"“{plain[slice(*found_date.span)]}” không phải là một ngày có thật",
                    found_date.span,
                    "date_impossible",
                )
            )
    return Reading(
        file=file,
        kind=kind,
        world=world,
        identifier=identifier,
        number=number,
        symbol=symbol,
        issuer=issuer,
        place=place,
        issued_on=issued_on,
        urgency=urgency,
        subject=frame.subject,
        addressees=frame.addressees,
        copies=frame.copies,
        signers=frame.signers,
        cites=tuple(cites),
        tasks=tuple(tasks),
        rules=() if case_notice else tuple(rules_in(plain, body, issued_on=issued_on)),
        figures=tuple(figures_in(plain, body, issued_on=issued_on)),
        questions=tuple(questions),
        text=text,
        spans=frame.spans,
    )


_OWN = re.compile(
    r"(?:ban hành|có|ký)\s(?P<kind>Công văn|Công điện|Chỉ thị|Thông báo|Quyết định|Kế hoạch)(?:\s(?:hỏa tốc|hoả tốc|khẩn|thượng khẩn))?\s(?:số\s)?",
    re.I,
)


def _own_identifier(text: str):
    """The document that a page without a header reproduces: issued in its first sentences, body after."""
    for match in _OWN.finditer(text, 0, 1500):
        found = next(symbols.identifiers_in(text, match.end(), match.end() + 40), None)
        if found is None or found.span[0] - match.end() > 2:
            continue
        if len(text) - found.span[1] < 1500 or not re.search(
            r"(?:sau đây|như sau|nội dung[^.]{0,40})\s?:", text[found.span[1] :]
        ):
            continue
        start = max(0, match.start() - 200)
        days = [d for d in dates_in(text, start, match.start()) if d.day]
        after, _ = symbols.citation_day(text, found.span[1], None)
        return found, after or (days[-1].day if days else None), match["kind"].lower()
    return None


def _cites(text: str, own_span, own: str | None, questions: list[Question]) -> list[Citation]:
    cites: list[Citation] = []
    seen: set[tuple[str, object]] = set()
    for found in symbols.identifiers_in(text):
        if (own_span and found.span[0] == own_span[0]) or found.text == own:
            continue
        day, stop = symbols.citation_day(text, found.span[1], None)
        if (found.text, day) in seen:
            continue
        seen.add((found.text, day))
        cites.append(Citation(found.text, day, (found.span[0], stop)))
        if found.damaged and not re.match(r"\d+/(?:UBND|[A-Z]{2,6}Đ?)$", found.text):
            questions.append(
                Question(
                    "cites",
                    f"the symbol “{found.text}” looks damaged",
                    f"ký hiệu “{found.text}” có vẻ thiếu hoặc sai chữ",
                    found.span,
                    "citation_damaged",
                )
            )
    for match in symbols.BY_NAME.finditer(text):
        if any(c.span[0] <= match.end() and match.start() <= c.span[1] for c in cites):
            continue
        name = f"{match[1]} {match[2]}"
        if (name, None) in seen:
            continue
        seen.add((name, None))
        day, stop = symbols.citation_day(text, match.end(), None)
        cites.append(Citation(name, day, (match.start(), stop)))
        if day is None:
            questions.append(
                Question(
                    "cites",
                    f"“{match.group()}” names no year: several documents bear that number",
                    f"“{match.group()}” không ghi năm, có nhiều văn bản cùng số",
                    match.span(),
                    "citation_yearless",
                )
            )
    return cites
