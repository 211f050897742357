"""From clauses to tasks: who does what, with whom, for whom, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest

from lachan.directives.reader.assignments import assigned_in
from lachan.directives.reader.bodies import (
    HEAD_ANY,
    PHRASE,
    VERB,
    acting,
    split_bodies,
)
from lachan.directives.reader.clauses import (
    NO_BODY,
    UNLABELLED,
    Block,
    blocks_of,
    names_only_bodies,
    sentences_of,
)
from lachan.directives.reader.deadlines import deadline_in, repetition_in, uneven
from lachan.directives.reader.model import Question, Span, Task
from lachan.directives.reader.partners import reports_in, supports_in

_OPENERS = re.compile(
    r"(?:(?:Ngoài ra|Đồng thời|Đặc biệt|Trong đó|Bên cạnh đó|Riêng|Trước mắt|Cụ thể|Từ nay"
    r"|Hằng ngày|Hàng ngày)\s?,?\s*)+"
    # "Trước ngày 10/7/2021, Sở Y tế …", "Về xét nghiệm: Sở Y tế …"
    r"|(?:Trước|Chậm nhất|Trong|Định kỳ|Từ|Vào|Đến)\s[^,.;:]{2,60},\s*"
    r"|Về\s[^.;:]{2,60}:\s*",
    re.I,
)
_BODY_AHEAD = rf"(?=(?:các\s|tất cả\scác\s|đồng chí\s|ông\s|bà\s)?{HEAD_ANY})"
_ORDERS = re.compile(
    r"(?<!\w)(?:yêu cầu|đề nghị|giao(?:\scho)?|phân công|thống nhất giao"
    r"|giao trách nhiệm(?:\scho)?)"
    rf"\s(?:các\s(?=các\s))?{_BODY_AHEAD}",
    re.I,
)
_TOLD = re.compile(
    rf"(?<!\w)(?:chỉ đạo|yêu cầu|đề nghị|giao)\s(?:các\s(?=các\s))?{_BODY_AHEAD}", re.I
)
_DIRECT = re.compile(rf"[\s*\"“]*(?:các\s(?=các\s))?(?=(?:tất cả\s)?{HEAD_ANY})", re.I)
_PLURAL = re.compile(r"(?:các|tất cả các|đồng chí)\s" + PHRASE.pattern, re.I)
# What follows the name: "(viết tắt là …)", "… là cơ quan đầu mối".
_ASIDE = re.compile(r"(?:\s*\([^()]*\)\s*|\s(?:là|làm)\s(?:cơ quan|đơn vị|đầu mối)[^,]*)$")
# "2. Sở Tài chính: Bố trí kinh phí …"
_NAMED_WITH_COLON = re.compile(
    rf"[\s*]*(?:Giao\s|Đối với\s)?(?P<bodies>{HEAD_ANY}[^.;:\n]{{0,140}}):\s+(?i:{VERB})(?!\w)"
)
_PASSIVE = re.compile(r"(?<!\w)(?:được|bị|đã|là|của|chưa|đang)$")
_BACKGROUND = re.compile(
    r"^(?:Trước tình hình|Những ngày qua|Trong những ngày|Trong thời gian qua|Thời gian qua"
    r"|Hiện nay"
    r"|Qua |Nguyên nhân|Theo báo cáo|Theo thông báo|Gần đây|Tối qua|Từ ngày \S+ đến nay|Ngày \d"
    r"|Tính đến|Số người|Để |Nhằm |Căn cứ|Thực hiện (?:Công|Chỉ|Quyết|Nghị|Thông|Kế|ý kiến|kết luận"
    r"|chỉ đạo)|Xét |Tiếp theo|Sau khi|Bài:|Ảnh:|Mục tiêu|Mục đích|Yêu cầu:|Theo đó|Đánh giá cao"
    r"|Biểu dương|Ghi nhận|Thời gian gần đây|Công văn này|Văn bản này|Chỉ thị này có hiệu lực"
    r"|Quyết định này có hiệu lực|Thông báo này|Nơi nhận)",
    re.I,
)
_CLOSING = re.compile(
    r"(?:nghiêm túc|triển khai|tổ chức|thực hiện|nội dung|thi hành)\s?.{0,60}"
    r"(?:Công văn|Công điện|Chỉ thị|Thông báo|Kế hoạch|văn bản|thực hiện|Quyết định)"
    r"\s?(?:này|nghiêm túc)?\s?[./;]*$|nghiêm túc thực hiện[./;]*$|^Nhận được"
    r"|thông báo [^.;]{0,60}biết[^.;]{0,20}[./;]*$"
    r"|chịu trách nhiệm thi hành",
    re.I,
)
# A section of aims or of background orders nothing.
_AIMS = re.compile(
    r"^(?:mục (?:đích|tiêu)|quan điểm|(?:đánh giá )?tình hình|đánh giá chung|kết quả đạt được)",
    re.I,
)
_LEAD_IN = re.compile(
    r"(?<!\w)(?:yêu cầu|đề nghị|giao|chỉ đạo|chỉ thị|kết luận|quyết định|điện|ý kiến|như sau"
    r"|sau đây"
    r"|sau|hướng dẫn|thông báo)(?!\w)[^.]{0,260}:\s*\**\s*$",
    re.I,
)
_LAST_ORDER = re.compile(r"(?<!\w)(?:yêu cầu|đề nghị|giao)\s", re.I)
_IMPERATIVE = re.compile(rf"^(?:{VERB}|Có phương án|Phải|Không)(?!\w)", re.I)
_MODAL = re.compile(r"(?<!\w)(?:phải|cần|yêu cầu|không được|hạn chế|đề nghị)(?!\w)")
_OWN_RHYTHM = re.compile(
    r"(?<!\w)(?:hằng ngày|hàng ngày|mỗi ngày|báo cáo ngay|hằng tuần)(?!\w)", re.I
)
_PART_ENDS = re.compile(r";\s+|,\s+(?=(?:kết quả|báo cáo|gửi|tổng hợp)\s)")
_HEADING_AT_MOST = 120
_CAN_REPEAT = re.compile(
    r"báo cáo|kiểm tra|thông tin|thông báo|tuần tra|khử khuẩn|lấy mẫu|họp|cập nhật|tổng hợp|gửi"
    r"|cung cấp|theo dõi|giao ban|trực",
    re.I,
)
# What makes a closing sentence more than "nghiêm túc thực hiện".
_WORKS = re.compile(r"báo cáo|(?<!\w)(?:chủ trì|theo chức năng)(?!\w)", re.I)
_PEOPLE_RULE = re.compile(
    r"^(?:Đối với\s)?(?:những\s|tất cả\s|các\s|mọi\s)*(?:người|trường hợp|công dân|đối tượng"
    r"|lái xe|hành khách)\s",
    re.I,
)


@dataclass(frozen=True)
class _Draft:
    """A duty before its details are read."""

    clause: str
    start: int
    end: int
    lead: tuple[str, ...]


# Words of the sentence that the name of a body drags along.
_TRAILING = re.compile(r"\s(?:cũng|sẽ|vẫn|đều|liên tục|đồng loạt)\s*$")


def lead_of(text: str, low: int, high: int) -> tuple[str, ...] | None:
    """The bodies named as acting in a sentence: its subject, or those whom it orders."""
    opener = _OPENERS.match(text, low, high)
    at = opener.end() if opener else low
    named = _NAMED_WITH_COLON.match(text, at, high)
    if named and names_only_bodies(text, named.start("bodies"), named.end("bodies")):
        return split_bodies(_ASIDE.sub("", named["bodies"]))
    direct = _DIRECT.match(text, at, high)
    order = _ORDERS.search(text, at, high)
    places = [match.end() for match in (direct, order) if match]
    for place in places:
        phrase = acting(text, place, high) or _PLURAL.match(text, place, high)
        if phrase is None or _PASSIVE.search(phrase["bodies"].strip()):
            continue
        if phrase["verb"] in ("yêu cầu", "đề nghị", "giao"):
            # "Chủ tịch UBND tỉnh yêu cầu Sở Y tế …": who is told acts, not who tells.
            target = _TOLD.match(text, phrase.start("verb"), high)
            told = target and acting(text, target.end(), high)
            if told:
                phrase, place = told, told.start()
        words = _TRAILING.sub("", _ASIDE.sub("", text[place : phrase.end("bodies")]))
        if not NO_BODY.search(words):
            return split_bodies(words)
    return None


def tasks_in(
    text: str, body: Span, *, issued_on: date | None
) -> tuple[tuple[Task, ...], list[Question]]:
    """Every duty of the body in order, and what could not be told of them.

    A duty without a body of its own has the one named in the clause above it ("2. Giao Sở Y tế:"),
    or none: whom a letter is addressed to is no guess at who leads.
    """
    table = assigned_in(text, body, issued_on=issued_on)
    blocks = _outside(blocks_of(text, *body), table.spans)
    has_labels = any(block.level < UNLABELLED for block in blocks)
    drafts: list[_Draft] = []
    above: dict[int, tuple[str, ...]] = {}
    label, paragraph, in_duties = "", 0, not has_labels
    under_heading = in_aims = False
    for block in blocks:
        words = text[block.start : block.end].strip(" *_")
        if block.level == UNLABELLED:
            paragraph += 1
        else:
            in_duties, under_heading = True, False
            above = {level: lead for level, lead in above.items() if level < block.level}
            label = block.label or label
        if block.level == 0:
            in_aims = len(words) < _HEADING_AT_MOST and _AIMS.match(words) is not None
        if in_aims or _is_heading(words):
            continue
        if _LEAD_IN.search(words) and block.level == UNLABELLED:
            in_duties = True
            continue
        if names_only_bodies(text, block.start, block.end):
            named = re.sub(r"^(?:Giao|Yêu cầu|Đề nghị|Đối với)\s", "", words.strip(" :."))
            above[block.level] = split_bodies(named)
            under_heading = True
            continue
        if words.endswith(":"):
            lead = lead_of(text, *sentences_of(text, block.start, block.end)[-1])
            if lead:
                above[block.level] = lead
        own = (str(paragraph) if not has_labels else "") if block.level == UNLABELLED else label
        inherited = next(
            (above[level] for level in sorted(above, reverse=True) if level < block.level), ()
        )
        if block.level == UNLABELLED and has_labels and not under_heading:
            inherited = ()
        _draft_block(text, block, own, inherited, drafts, has_labels, in_duties)
    tasks = list(table.tasks)
    questions = list(table.questions)
    for draft in drafts:
        for part in _parts(text, draft, issued_on):
            task, asked = _task(text, part, issued_on)
            questions += asked
            if task:
                tasks.append(task)
    return tuple(sorted(tasks, key=lambda task: task.span)), questions


def _outside(blocks: list[Block], rows: tuple[Span, ...]) -> list[Block]:
    """The blocks that are no rows of a table of assignments, nor the title right above one."""
    starts = {low for low, _ in rows}
    return [
        block
        for block, after in zip_longest(blocks, blocks[1:])
        if block.start not in starts and not (after and after.start in starts)
    ]


def _is_heading(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return (
        bool(letters)
        and len(words) < _HEADING_AT_MOST
        and all(letter.isupper() for letter in letters)
    )


def _draft_block(
    text: str,
    block: Block,
    own: str,
    inherited: tuple[str, ...],
    drafts: list[_Draft],
    has_labels: bool,
    in_duties: bool,
) -> None:
    """Add the duties of one clause; sentences without a body of their own belong to the last."""
    begun = False
    labelled = block.level < UNLABELLED or bool(inherited)
    for low, high in sentences_of(text, block.start, block.end):
        sentence = text[low:high].strip(" *-")
        ordered = _ORDERS.search(text, low, high)
        if _BACKGROUND.match(sentence) and not ordered:
            continue
        lead = lead_of(text, low, high)
        if lead and (labelled or in_duties):
            from_ = low
            if ordered and re.match(r"(?:Đồng ý|Thống nhất)(?!\sgiao)", sentence):
                from_ = ordered.start()
            drafts.append(_Draft(own, from_, high, lead))
        elif (
            not begun
            and (labelled or not has_labels or (in_duties and reports_in(sentence)))
            and _IMPERATIVE.match(sentence)
        ):
            drafts.append(_Draft(own, low, high, inherited))
        elif begun and not has_labels and _OWN_RHYTHM.search(sentence):
            drafts.append(_Draft(own, low, high, drafts[-1].lead))
        elif begun:
            drafts[-1] = replace(drafts[-1], end=high)
        elif (
            labelled and (inherited or _MODAL.search(sentence)) and not _PEOPLE_RULE.match(sentence)
        ):
            drafts.append(_Draft(own, low, high, inherited))
        else:
            continue
        begun = True


def _parts(text: str, draft: _Draft, issued_on: date | None) -> list[_Draft]:
    """A duty cut where each part has a deadline of its own; what has none joins its neighbour."""
    cuts = [match.end() for match in _PART_ENDS.finditer(text, draft.start, draft.end)]
    parts = pairwise([draft.start, *cuts, draft.end])
    drafts: list[_Draft] = []
    start = draft.start
    for low, high in parts:
        if deadline_in(text, low, high, issued_on=issued_on)[0]:
            drafts.append(_Draft(draft.clause, start, high, lead_of(text, low, high) or draft.lead))
        elif drafts:
            drafts[-1] = replace(drafts[-1], end=high)
        else:
            continue
        start = high
    return drafts if len(drafts) > 1 else [draft]


def _task(text: str, draft: _Draft, issued_on: date | None) -> tuple[Task | None, list[Question]]:
    words = text[draft.start : draft.end].strip()
    spoken = " ".join(words.split())
    due, questions, _ = deadline_in(text, draft.start, draft.end, issued_on=issued_on)
    repeats, _ = repetition_in(text, draft.start, draft.end)
    if repeats and not _CAN_REPEAT.search(words):
        repeats = None
    questions = [*questions, *uneven(repeats, (draft.start, draft.end))]
    if _CLOSING.search(words) and not (due or repeats or _WORKS.search(words)):
        return None, questions
    task = Task(
        clause=draft.clause,
        text=spoken,
        span=(draft.start, draft.end),
        lead=draft.lead,
        support=supports_in(spoken, draft.lead),
        report_to=reports_in(spoken),
        due=due,
        repeats=repeats,
    )
    return task, questions
