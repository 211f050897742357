"""From paragraphs of duties to tasks: who does what, with whom, for whom, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from lachan.directives.reader.bodies import HEAD_ANY, PHRASE, VERB, split_bodies
from lachan.directives.reader.dates import deadline_in, repetition_in
from lachan.directives.reader.model import Question, Span, Task

_UPPER = "A-ZĐĂÂÊÔƠƯÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
SENTENCE_END = re.compile(
    rf"(?<=[^\s\d{_UPPER}.])[.](?:\s+|(?=[{_UPPER}])|$)(?=[{_UPPER}\"“(*-]|$)|(?<=\d)\.(?=\s+[{_UPPER}]|[{_UPPER}][a-zà-ỹđ])|;\s+(?=[{_UPPER}])"
)
LABEL = re.compile(
    r"^\s*[*>_]*\s*(?:(?P<article>Điều\s\d+[a-z]?)[.:]?|(?P<roman>[IVX]{1,5})[.)/]|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.)/](?!\d)|(?P<letter>[a-zđ])\)|(?P<dash>[-–+•*])(?=\s))\s*"
)
_OPENERS = re.compile(
    r"(?:(?:Ngoài ra|Đồng thời|Đặc biệt|Trong đó|Bên cạnh đó|Riêng|Trước mắt|Tiếp tục|Cụ thể|Từ nay|Hằng ngày|Hàng ngày)\s?,?\s*)+",
    re.I,
)
_ORDERS = re.compile(
    r"(?<!\w)(?:(?:yêu cầu|đề nghị|giao(?:\scho)?|phân công|chỉ đạo|thống nhất giao|giao trách nhiệm(?:\scho)?)\s(?:các\s(?=các\s))?)(?=(?:các\s|tất cả\scác\s|đồng chí\s|ông\s|bà\s)?"
    + HEAD_ANY
    + ")",
    re.I,
)
_SUPPORT = re.compile(
    rf"(?<!\w)(?:phối hợp(?:\s(?:chặt chẽ|tốt|kịp thời))?(?:\svới)?|cùng(?:\svới)?)\s(?P<bodies>(?:(?:các|cơ quan|ngành|lực lượng|chính quyền|đơn vị|địa phương)\s)?.{{3,220}}?)(?=,?\s(?:{VERB})(?!\w)|[.;:(]|,\s(?:đảm|bảo|không|thực|tham|theo|để|nhằm|trong|đồng thời|xây|lập|chủ)|\s(?:để|nhằm|trong|thực|đảm|bảo|tham mưu|quản|kiểm|tổ chức)(?!\w)|$)"
)
_REPORT = re.compile(
    rf"(?<!\w)(?:báo cáo|gửi|trình|xin ý kiến|tham mưu(?:\scho)?)(?:\s(?:kết quả|ngay|kịp thời|bằng [^,.;]{{3,30}}|nhanh|đề xuất|định kỳ|tình hình|danh sách|xin ý kiến|chính xác)){{0,3}}\s?(?:[^.;,]{{0,90}}?\s)??(?:về|cho|lên|đến|với|của)?\s?(?P<to>{HEAD_ANY}[^.;\n]*?)(?=\s(?:trước|trong|chậm nhất|để|theo|hằng|hàng|mỗi|vào|đúng|tổng hợp|xem xét|quyết|bổ sung|cho ý kiến|có hướng|chỉ đạo|vào)(?!\w)|\s?\(|[.;]|$)"
)


_ACTS = re.compile(rf"\s{VERB}(?!\w)")


@dataclass(frozen=True)
class Block:
    """A paragraph of the body: its label, where its words begin and end, its level."""

    label: str
    start: int
    end: int
    level: int


_LEVELS = {"article": 0, "roman": 0, "number": 1, "letter": 2, "dash": 3}


def blocks_of(text: str, start: int, end: int) -> list[Block]:
    """Paragraphs; a wrapped line joins the one before unless it has a label of its own."""
    blocks: list[Block] = []
    at = start
    count = 0
    for line in text[start:end].split("\n"):
        low, at = at, at + len(line) + 1
        words = line.strip()
        if not words or re.fullmatch(r"[-–—*=_\s]+", words):
            continue
        high = low + len(line.rstrip())
        label = LABEL.match(line)
        if label:
            kind = label.lastgroup or "dash"
            for kind in ("article", "roman", "number", "letter", "dash"):
                if label[kind]:
                    break
            level = _LEVELS[kind] + (label["number"].count(".") if kind == "number" else 0)
            name = label[kind] if kind != "dash" else ""
            blocks.append(Block(name, low + label.end(), high, level))
            continue
        wrapped = (
            blocks
            and not re.search(r"[.;:!?…”\"]\s*$", text[blocks[-1].start : blocks[-1].end])
            and (text[low - 2 : low] != "\n\n" and words[:1].islower())
        )
        if wrapped:
            last = blocks[-1]
            blocks[-1] = Block(last.label, last.start, high, last.level)
        else:
            count += 1
            blocks.append(Block("", low + len(line) - len(line.lstrip()), high, 9))
    return blocks


def sentences_of(text: str, start: int, end: int) -> list[Span]:
    spans = []
    low = start
    for match in SENTENCE_END.finditer(text, start, end):
        if match.group().startswith(";") and not _ACTS.search(text, low, match.start()):
            continue  # still naming who acts: "Thủ trưởng các sở; UBND các huyện …"
        if match.end() > low:
            spans.append((low, match.start() + 1))
            low = match.end()
    if low < end:
        spans.append((low, end))
    return [(a, b) for a, b in spans if text[a:b].strip(" .;*-")]


_BACKGROUND = re.compile(
    r"^(?:Trước tình hình|Những ngày qua|Trong những ngày|Trong thời gian qua|Thời gian qua|Hiện nay|Qua |Nguyên nhân|Theo báo cáo|Theo thông báo|Gần đây|Tối qua|Từ ngày \S+ đến nay|Ngày \d|Tính đến|Số người|Để |Nhằm |Căn cứ|Thực hiện (?:Công|Chỉ|Quyết|Nghị|Thông|Kế|ý kiến|kết luận|chỉ đạo)|Xét |Tiếp theo|Sau khi|Bài:|Ảnh:|Mục tiêu|Mục đích|Yêu cầu:|Theo đó)",
    re.I,
)
_CLOSING = re.compile(
    r"(?:nghiêm túc|triển khai|tổ chức|thực hiện|nội dung)\s.{0,60}(?:Công văn|Công điện|Chỉ thị|Thông báo|Kế hoạch|văn bản|thực hiện)\s?(?:này|nghiêm túc)?\s?\.?$|^Nhận được",
    re.I,
)
_LEAD_IN = re.compile(
    r"(?:yêu cầu|đề nghị|giao|chỉ đạo|như sau|sau đây|sau)\b[^.]{0,260}:\s*\**\s*$", re.I
)
_IMPERATIVE = re.compile(
    rf"^(?:{VERB}|Khẩn trương|Tăng cường|Tiếp tục|Tổ chức|Thực hiện|Rà soát|Chủ động|Đẩy mạnh|Có phương án|Chỉ đạo|Phải|Không|Tập trung|Nghiêm túc|Bảo đảm|Đảm bảo|Duy trì|Xử lý|Triển khai|Báo cáo|Quản lý|Kiểm tra)(?!\w)",
    re.I,
)


_OWN_RHYTHM = re.compile(
    r"(?<!\w)(?:hằng ngày|hàng ngày|mỗi ngày|báo cáo ngay|hằng tuần)(?!\w)", re.I
)
_MODAL = re.compile(r"(?<!\w)(?:phải|cần|yêu cầu|thực hiện|không được|hạn chế|đề nghị)(?!\w)")


@dataclass
class _Draft:
    clause: str
    start: int
    end: int
    lead: tuple[str, ...]
    support: list[str]


def lead_of(text: str, low: int, high: int) -> tuple[tuple[str, ...], int] | None:
    """The bodies named as acting in a sentence, and where their name ends."""
    at = low
    opener = _OPENERS.match(text, at, high)
    if opener:
        at = opener.end()
    order = _ORDERS.search(text, at, min(high, at + 160))
    direct = re.compile(
        r"[\s*\"“]*(?:các\s(?=các\s))?(?=(?:tất cả\s)?" + HEAD_ANY + ")", re.I
    ).match(text, at, high)
    for place in ([direct.end()] if direct else []) + ([order.end()] if order else []):
        phrase = PHRASE.match(text, place, high)
        if phrase is None and (re.match(r"(?:các|tất cả các|đồng chí)\s", text[place:high], re.I)):
            phrase = re.compile(r"(?:các|tất cả các|đồng chí)\s" + PHRASE.pattern, re.I).match(
                text, place, high
            )
        if phrase and not re.search(r"(?<!\w)(?:được|bị|đã|là|của)$", phrase["bodies"].strip()):
            if phrase["verb"] in ("yêu cầu", "đề nghị", "giao"):
                target = _ORDERS.match(text, phrase.start("verb"), high)
                told = target and PHRASE.match(text, target.end(), high)
                if told:
                    phrase, place = told, target.end()
            words = text[place : phrase.end("bodies")]
            words = re.sub(r"\s*\([^()]*\)\s*$", "", words)
            words = re.sub(r"\s(?:khẩn trương|phải|cần|tiếp tục)$", "", words)
            return split_bodies(words), phrase.end()
    return None


def tasks_in(
    text: str, body: Span, *, issued_on: date | None, addressees: tuple[str, ...]
) -> tuple[list[Task], list[Question]]:
    """Every duty of the body, in order."""
    blocks = blocks_of(text, *body)
    drafts: list[_Draft] = []
    standing: tuple[str, ...] = ()
    has_labels = any(block.level < 9 for block in blocks)
    label = ""
    paragraph = 0
    parent_lead: dict[int, tuple[str, ...]] = {}
    in_duties = not has_labels
    for block in blocks:
        words = text[block.start : block.end]
        clean = words.strip(" *_")
        if block.level == 9:
            paragraph += 1
        lead_in = bool(_LEAD_IN.search(clean)) and (block.level == 9 or clean.endswith(":"))
        if lead_in:
            in_duties = True
            found = None
            last = sentences_of(text, block.start, block.end)[-1]
            for sentence in reversed(sentences_of(text, block.start, block.end)):
                order = None
                for order in re.finditer(
                    r"(?:yêu cầu|đề nghị|giao)\s", text[sentence[0] : sentence[1]], re.I
                ):
                    pass
                if order:
                    found = lead_of(text, sentence[0] + order.start(), sentence[1])
                    break
            if block.level == 9:
                standing = found[0] if found else addressees
                continue
            direct = lead_of(text, *last)
            if direct and clean.endswith(":"):
                parent_lead[block.level] = direct[0]
                if block.label:
                    label = block.label
                drafts.append(_Draft(block.label or label, block.start, block.end, direct[0], []))
                continue
        if block.level <= 2:
            label = block.label
            for level in [k for k in parent_lead if k >= block.level]:
                del parent_lead[level]
        if block.level == 9:
            own_label = str(paragraph) if not has_labels else ""
        else:
            own_label = block.label or label
        inherited = next(
            (parent_lead[k] for k in sorted(parent_lead, reverse=True) if k < block.level), None
        )
        first = True
        for low, high in sentences_of(text, block.start, block.end):
            sentence = text[low:high].strip(" *-")
            if _BACKGROUND.match(sentence) and not _ORDERS.search(text, low, high):
                continue
            found = lead_of(text, low, high)
            if found and not (block.level == 9 and has_labels and not in_duties):
                drafts.append(_Draft(own_label, low, high, found[0], []))
            elif first and (block.level < 9 or not has_labels) and _IMPERATIVE.match(sentence):
                drafts.append(_Draft(own_label, low, high, inherited or (), []))
            elif not first and not has_labels and drafts and _OWN_RHYTHM.search(sentence):
                drafts.append(_Draft(own_label, low, high, drafts[-1].lead, []))
            elif drafts and drafts[-1].clause == own_label and not first:
                drafts[-1].end = high
            elif first and block.level < 9 and _MODAL.search(sentence):
                drafts.append(_Draft(own_label, low, high, inherited or (), []))
            else:
                continue
            first = False
    tasks, questions = [], []
    for draft in drafts:
        words = text[draft.start : draft.end]
        due, asked, due_span = deadline_in(text, draft.start, draft.end, issued_on=issued_on)
        repeats, _ = repetition_in(text, draft.start, draft.end)
        if repeats and not re.search(
            r"báo cáo|kiểm tra|thông tin|họp|cập nhật|tổng hợp|gửi|cung cấp|theo dõi|giao ban",
            words,
            re.I,
        ):
            repeats = None
        questions += asked
        if (
            _CLOSING.search(words.strip())
            and not due
            and not repeats
            and not re.search(r"báo cáo", words, re.I)
        ):
            continue
        support = _supports(text, draft)
        tasks.append(
            Task(
                draft.clause,
                " ".join(words.split()),
                (draft.start, draft.end),
                draft.lead,
                tuple(support),
                tuple(_reports(words)),
                due,
                repeats,
            )
        )
    return tasks, questions


def _supports(text: str, draft: _Draft) -> list[str]:
    found: list[str] = []
    for match in _SUPPORT.finditer(text, draft.start, draft.end):
        words = match["bodies"].strip(" ,")
        if not re.match(
            rf"(?:các\s)?(?:{HEAD_ANY}|huyện|sở|cơ quan|ngành|lực lượng|chính quyền|xã|đơn vị|địa phương)",
            words,
            re.I,
        ):
            continue
        found += [
            body for body in split_bodies(words) if body not in found and body not in draft.lead
        ]
    return found


def _reports(words: str) -> list[str]:
    found: list[str] = []
    for match in _REPORT.finditer(words):
        for body in split_bodies(match["to"]):
            if body not in found and len(body) < 90:
                found.append(body)
    return found
