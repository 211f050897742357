"""What a proposal must say, by its kind; how the reader's answer becomes proposals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lachan.directives.rules.spans import is_inside
from lachan.directives.rules.titles import short_title
from lachan.directives.terms import MEASURES, PRECISIONS, RELATIONS, ProposalKind

_KIND_OF = {
    "tasks": ProposalKind.TASK,
    "rules": ProposalKind.RULE,
    "cites": ProposalKind.CITATION,
    "figures": ProposalKind.FIGURE,
}


@dataclass(frozen=True)
class Draft:
    """One proposal of the reader, before it is stored."""

    kind: ProposalKind
    content: dict[str, Any]
    span: tuple[int, int] | None


def drafts(reading: Mapping[str, Any]) -> Iterator[Draft]:
    """The reader's answer (docs/formats.md) as proposals: by kind, then as they stand in the text.

    A span that does not lie in the text is dropped, never bent.
    """
    length = int(reading.get("length") or 0) or None
    for key, kind in _KIND_OF.items():
        found = [
            Draft(kind, _completed(kind, item), _span(item.get("span"), length))
            for item in reading.get(key) or []
        ]
        yield from sorted(found, key=lambda draft: draft.span or (0, 0))


def _span(span: Any, length: int | None) -> tuple[int, int] | None:
    if not span or len(span) != 2 or not 0 <= span[0] < span[1]:
        return None
    if length is not None and span[1] > length:
        return None
    return int(span[0]), int(span[1])


def _completed(kind: ProposalKind, item: Mapping[str, Any]) -> dict[str, Any]:
    content = {key: value for key, value in item.items() if key != "span"}
    if kind == ProposalKind.TASK:
        content.setdefault("title", short_title(str(content.get("text") or "")))
        content.setdefault("product", "")
        content.setdefault("proof_required", True)
        for names in ("lead", "support", "report_to"):
            content[names] = list(content.get(names) or [])
    return content


def obstacles_to_content(
    kind: ProposalKind, content: Mapping[str, Any], span: tuple[int, int] | None, text: str
) -> list[str]:
    """Every reason why this cannot stand as a proposal of its kind in a document with this text."""
    reasons = []
    if not is_inside(span, text):
        reasons.append(_("The place in the text lies outside of the text."))
    if kind == ProposalKind.TASK:
        reasons += _obstacles_to_task(content)
    elif kind == ProposalKind.RULE:
        reasons += _obstacles_to_rule(content)
    elif kind == ProposalKind.CITATION:
        if not str(content.get("identifier") or "").strip():
            reasons.append(_("A citation needs the number and symbol of the cited document."))
    elif content.get("value") is None or not str(content.get("what") or "").strip():
        reasons.append(_("A figure needs what was counted and a number."))
    return reasons


def _obstacles_to_task(content: Mapping[str, Any]) -> list[str]:
    reasons = []
    if not str(content.get("text") or "").strip():
        reasons.append(_("A task needs its text."))
    if not str(content.get("title") or "").strip():
        reasons.append(_("A task needs a title."))
    due = content.get("due")
    if due:
        if due.get("relation") not in RELATIONS or due.get("precision") not in PRECISIONS:
            reasons.append(_("A deadline needs its relation and its precision."))
        if due.get("at") and not _is_instant(due["at"]):
            reasons.append(_("The deadline is no instant with its time zone."))
    return reasons


def _obstacles_to_rule(content: Mapping[str, Any]) -> list[str]:
    reasons = []
    if content.get("measure") not in MEASURES:
        reasons.append(_("A rule needs its measure."))
    since, until = _day(content.get("since")), _day(content.get("until"))
    if since and until and until < since:
        reasons.append(_("The rule ends before it begins."))
    return reasons


def _is_instant(words: str) -> bool:
    try:
        return datetime.fromisoformat(words).tzinfo is not None
    except ValueError:
        return False


def _day(words: Any) -> date | None:
    return date.fromisoformat(words) if words else None
