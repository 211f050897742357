"""From clauses to tasks: who does what, with whom, for whom, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest

from lachan.directives.reader import lexicon as lex
from lachan.directives.reader.assignments import assigned_in
from lachan.directives.reader.bodies import Names
from lachan.directives.reader.clauses import (
    UNLABELLED,
    Block,
    blocks_of,
    named_only,
    sentences_of,
)
from lachan.directives.reader.deadlines import deadline_in, repetition_in, uneven
from lachan.directives.reader.gazetteer import Gazetteer
from lachan.directives.reader.model import Question, Span, Task
from lachan.directives.reader.partners import reports_in, supports_in
from lachan.directives.reader.subjects import Subject, subject_of
from lachan.directives.reader.words import Phrases

_BACKGROUND = re.compile(
    r"^(?:Trước tình hình|Những ngày qua|Trong những ngày|Trong thời gian qua|Thời gian qua"
    r"|Hiện nay"
    r"|Qua |Nguyên nhân|Theo báo cáo|Theo thông báo|Gần đây|Tối qua|Từ ngày \S+ đến nay|Ngày \d"
    r"|Tính đến|Số người|Để |Nhằm |Căn cứ|Thực hiện (?:Công|Chỉ|Quyết|Nghị|Thông|Kế|ý kiến"
    r"|kết luận"
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
_WORKS = re.compile(
    r"(?<!\w)(?:báo cáo|chủ trì|theo chức năng|đôn đốc|kiểm tra|giám sát|tổng hợp|tham mưu)(?!\w)",
    re.I,
)
_PEOPLE_RULE = re.compile(
    r"^(?:Đối với\s)?(?:những\s|tất cả\s|các\s|mọi\s)*(?:người|trường hợp|công dân|đối tượng"
    r"|lái xe|hành khách)\s",
    re.I,
)


# Grounds and aims before a subject: in a numbered clause the subject acts all the same.
_GROUNDS = re.compile(r"^(?:Căn cứ|Để |Nhằm |Sau khi|Thực hiện |Qua |Theo đó)", re.I)
_AGREED = re.compile(r"(?:Đồng ý|Thống nhất)(?!\sgiao)")
_ALSO_IMPERATIVE = re.compile(r"(?:Có phương án|Phải|Không)(?!\w)", re.I)


@dataclass(frozen=True)
class _Draft:
    """A duty before its details are read."""

    clause: str
    start: int
    end: int
    lead: tuple[str, ...]
    names: Names
    support: tuple[str, ...] = ()


def tasks_in(
    text: str, body: Span, *, issued_on: date | None, gazetteer: Gazetteer | None = None
) -> tuple[tuple[Task, ...], list[Question]]:
    """Every duty of the body in order, and what could not be told of them.

    A duty without a body of its own has the one named in the clause above it ("2. Giao Sở Y tế:"),
    or those whom the sentence before the clauses orders ("… yêu cầu Sở Y tế, Công an tỉnh thực hiện
    các nhiệm vụ sau:"), or none: whom a letter is addressed to is no guess at who leads.
    """
    table = assigned_in(text, body, issued_on=issued_on)
    blocks = _outside(blocks_of(text, *body), table.spans)
    drafting = _Drafting(text, any(block.level < UNLABELLED for block in blocks), gazetteer)
    for block in blocks:
        drafting.read(block)
    tasks = list(table.tasks)
    questions = list(table.questions)
    for draft in drafting.drafts:
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


class _Drafting:
    """Goes through the clauses in order and keeps who is named above each."""

    def __init__(self, text: str, has_labels: bool, gazetteer: Gazetteer | None) -> None:
        self.text, self.has_labels, self.gazetteer = text, has_labels, gazetteer
        self.drafts: list[_Draft] = []
        self.above: dict[int, tuple[str, ...]] = {}
        self.told: tuple[str, ...] = ()
        self.label, self.paragraph = "", 0
        self.in_duties = not has_labels
        self.under_heading = self.in_aims = False

    def read(self, block: Block) -> None:
        words = self.text[block.start : block.end].strip(" *_")
        if block.level == UNLABELLED:
            self.paragraph += 1
        else:
            self.in_duties, self.under_heading = True, False
            self.above = {level: lead for level, lead in self.above.items() if level < block.level}
            self.label = block.label or self.label
        if block.level == 0:
            self.in_aims = len(words) < _HEADING_AT_MOST and _AIMS.match(words) is not None
        if self.in_aims or _is_heading(words):
            return
        if _LEAD_IN.search(words) and block.level == UNLABELLED:
            self.in_duties = True
            self.told = self._told_in(block)
            return
        named = named_only(self.text, block.start, block.end)
        if named:
            self.above[block.level] = named
            self.under_heading = True
            return
        self._draft(block, self._inherited(block))
        if words.endswith(":") and self.drafts and self.drafts[-1].start >= block.start:
            self.above[block.level] = self.drafts[-1].lead

    def _told_in(self, block: Block) -> tuple[str, ...]:
        """The bodies that a sentence orders to do what the clauses below it say."""
        if not self.has_labels:
            return ()
        names = Names(self.text, block.start, block.end, self.gazetteer)
        low, high = sentences_of(self.text, block.start, block.end, names=names)[-1]
        subject = self._subject(names, low, high)
        return subject.names if subject and subject.is_told else ()

    def _inherited(self, block: Block) -> tuple[str, ...]:
        if block.level == UNLABELLED and self.has_labels and not self.under_heading:
            return ()
        return next(
            (
                self.above[level]
                for level in sorted(self.above, reverse=True)
                if level < block.level
            ),
            self.told if block.level < UNLABELLED else (),
        )

    def _subject(self, names: Names, low: int, high: int) -> Subject | None:
        return subject_of(names, *names.within((low, high)))

    def _draft(self, block: Block, inherited: tuple[str, ...]) -> None:
        """Add the duties of one clause; a sentence without a body belongs to the one before it."""
        text, begun = self.text, False
        names = Names(text, block.start, block.end, self.gazetteer)
        labelled = block.level < UNLABELLED or bool(inherited)
        if block.level < UNLABELLED:
            own = self.label
        else:
            own = "" if self.has_labels else str(self.paragraph)
        for low, high in sentences_of(text, block.start, block.end, names=names):
            sentence = text[low:high].strip(" *-")
            subject = self._subject(names, low, high)
            is_background = _BACKGROUND.match(sentence) is not None
            if is_background and not (
                subject and (subject.is_told or (labelled and _GROUNDS.match(sentence)))
            ):
                continue
            if subject and begun and _only_supports(names, subject):
                self.drafts[-1] = replace(
                    self.drafts[-1], end=high, support=(*self.drafts[-1].support, *subject.names)
                )
            elif subject and (labelled or self.in_duties):
                from_ = low
                if subject.is_told and _AGREED.match(sentence):
                    from_ = names.words[subject.start].start
                self.drafts.append(_Draft(own, from_, high, subject.names, names))
            elif (
                not begun
                and _is_imperative(names, low)
                and (
                    labelled
                    or not self.has_labels
                    or (self.in_duties and reports_in(names, (low, high)))
                )
            ):
                self.drafts.append(_Draft(own, low, high, inherited, names))
            elif begun and not self.has_labels and _OWN_RHYTHM.search(sentence):
                self.drafts.append(_Draft(own, low, high, self.drafts[-1].lead, names))
            elif begun:
                self.drafts[-1] = replace(self.drafts[-1], end=high)
            elif (
                labelled
                and (inherited or _MODAL.search(sentence))
                and not _PEOPLE_RULE.match(sentence)
            ):
                self.drafts.append(_Draft(own, low, high, inherited, names))
            else:
                continue
            begun = True


def _is_imperative(names: Names, low: int) -> bool:
    """Whether a sentence begins with what is to be done."""
    at = names.word_at(low)
    while at < len(names.words) and not names.words[at].is_word:
        at += 1
    return at < len(names.words) and (
        lex.VERBS.at(names.words, at) > 0
        or _ALSO_IMPERATIVE.match(names.text, names.words[at].start) is not None
    )


_COMBINE = Phrases(["phối hợp", "phối hợp thực hiện", "cùng phối hợp"])


def _only_supports(names: Names, subject: Subject) -> bool:
    """ "…; Công an tỉnh, Sở Tài chính phối hợp." """
    step = _COMBINE.at(names.words, subject.verb)
    after = subject.verb + step
    return step > 0 and (after >= len(names.words) or names.words[after].key in {".", ";"})


def _parts(text: str, draft: _Draft, issued_on: date | None) -> list[_Draft]:
    """A duty cut where each part has a deadline of its own; what has none joins its neighbour."""
    cuts = [match.end() for match in _PART_ENDS.finditer(text, draft.start, draft.end)]
    drafts: list[_Draft] = []
    start = draft.start
    for low, high in pairwise([draft.start, *cuts, draft.end]):
        if deadline_in(text, low, high, issued_on=issued_on)[0]:
            subject = subject_of(draft.names, *draft.names.within((low, high)))
            lead = subject.names if subject else draft.lead
            drafts.append(replace(draft, start=start, end=high, lead=lead))
        elif drafts:
            drafts[-1] = replace(drafts[-1], end=high)
        else:
            continue
        start = high
    return drafts if len(drafts) > 1 else [draft]


def _task(text: str, draft: _Draft, issued_on: date | None) -> tuple[Task | None, list[Question]]:
    words = text[draft.start : draft.end].strip()
    span = (draft.start, draft.end)
    due, questions, _ = deadline_in(text, *span, issued_on=issued_on)
    repeats, _ = repetition_in(text, *span)
    if repeats and not _CAN_REPEAT.search(words):
        repeats = None
    questions = [*questions, *uneven(repeats, span)]
    if _CLOSING.search(words) and not (due or repeats or _WORKS.search(words)):
        return None, questions
    support = supports_in(draft.names, span, draft.lead)
    task = Task(
        clause=draft.clause,
        text=" ".join(words.split()),
        span=span,
        lead=draft.lead,
        support=(*support, *(name for name in draft.support if name not in support)),
        report_to=reports_in(draft.names, span),
        due=due,
        repeats=repeats,
    )
    return task, questions
