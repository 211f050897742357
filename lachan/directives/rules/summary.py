"""A reading in a few Vietnamese lines, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lachan.core.dates import VIETNAM
from lachan.directives.rules.titles import short_title

if TYPE_CHECKING:
    from lachan.directives.reader.model import Due, Reading, Repeats, Rule, Task

_MEASURES = {
    "centralised_quarantine": "cách ly tập trung",
    "home_quarantine": "cách ly tại nhà",
    "health_monitoring": "theo dõi sức khỏe",
    "declare": "khai báo y tế",
    "test": "xét nghiệm",
}


def summary(reading: Reading) -> str:
    """Header, tasks with lead and deadline, rules, citations, questions."""
    return "\n".join(_lines(reading))


def _lines(reading: Reading) -> Iterator[str]:
    yield f"── {reading.file}"
    named = " ".join(part for part in (reading.kind, reading.identifier) if part)
    yield f"Văn bản:  {named or 'chưa rõ'}" + (
        f"  [{reading.urgency.upper()}]" if reading.urgency else ""
    )
    yield f"Ban hành: {reading.issuer or 'chưa rõ'}, " + (
        f"ngày {reading.issued_on:%d/%m/%Y}" if reading.issued_on else "chưa rõ ngày"
    )
    if reading.subject:
        yield f"Trích yếu: {reading.subject}"
    if reading.addressees:
        yield f"Kính gửi: {'; '.join(reading.addressees)}"
    for signer in reading.signers:
        yield f"Người ký: {', '.join(part for part in (signer.title, signer.name) if part)}"
    yield f"Việc giao: {len(reading.tasks)}"
    for number, task in enumerate(reading.tasks, 1):
        yield from _task(number, task)
    if reading.rules:
        yield f"Quy định: {len(reading.rules)}"
        yield from (_rule(rule) for rule in reading.rules)
    if reading.cites:
        yield f"Viện dẫn: {'; '.join(cited.identifier for cited in reading.cites)}"
    if reading.questions:
        yield f"Câu hỏi: {len(reading.questions)}"
        yield from (f"  ? {question.why_vi}" for question in reading.questions)


def _task(number: int, task: Task) -> Iterator[str]:
    clause = f"[{task.clause}] " if task.clause else ""
    yield f"  {number}. {clause}{short_title(task.text, 100)}"
    yield f"     Chủ trì: {'; '.join(task.lead) or 'chưa rõ'}"
    if task.support:
        yield f"     Phối hợp: {'; '.join(task.support)}"
    if task.due:
        yield f"     Hạn: {_due(task.due)}"
    if task.repeats:
        yield f"     Lặp lại: {_repeats(task.repeats)}"


def _due(due: Due) -> str:
    return f"{due.at.astimezone(VIETNAM):%H:%M %d/%m/%Y} (“{due.words}”)"


def _repeats(repeats: Repeats) -> str:
    return f"“{repeats.words}”"


def _rule(rule: Rule) -> str:
    since = f", từ ngày {rule.since:%d/%m/%Y}" if rule.since else ""
    measure = _MEASURES.get(rule.measure, rule.measure)
    return f"  - {measure}: người từ {', '.join(rule.origins) or 'nơi chưa rõ'}{since}"
