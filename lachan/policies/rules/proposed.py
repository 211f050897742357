"""A rule as the directive reader proposes it, written as a draft with questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lachan.policies.rules.documents import rule_document
from lachan.policies.rules.ruleset import Authority, Conditions, Rule, Source, Topic
from lachan.policies.terms import Measure, Who

LONGEST_TITLE = 120


def content_of(
    proposed: Mapping[str, Any],
    *,
    code: str,
    areas: Sequence[str],
    territory: str,
    document: str,
    clause: str,
    issued_at: datetime,
) -> tuple[dict[str, Any], list[str]]:
    """The draft's content, and what a person must say before it can be put in force.

    The reader tells origins, a day since, who and which measure; it never tells for how many days
    or from which hour on: those are asked.
    """
    words = str(proposed.get("words") or "")
    measure = Measure(proposed.get("measure") or Measure.DECLARE)
    questions = [_("From which hour on does it hold?")]
    if measure not in (Measure.DECLARE, Measure.TEST):
        questions.append(_("For how many days, counted from what?"))
    span = proposed.get("span")
    who = str(proposed.get("who") or "")
    levels = tuple(int(level) for level in re.findall(r"\bF(\d)\b", who))
    since = _day(proposed.get("since"))
    if since:
        questions.append(_("Does it hold for those who arrived before it began, and since when?"))
    if not areas and not levels:
        questions.append(_("From which areas?"))
    rule = Rule(
        code=code,
        version=1,
        title=words[:LONGEST_TITLE] or code,
        valid_from=issued_at,
        measure=measure,
        territory=territory,
        authority=Authority.PROVINCE if territory else Authority.MINISTRY,
        topic=Topic.CONTACT if levels else Topic.ARRIVAL,
        conditions=Conditions(
            origins=tuple(areas),
            stayed_since=since,
            stayed_until=_day(proposed.get("until")),
            contact_levels=levels,
        ),
        who=Who.HOUSEHOLD if who == "household" else Who.PERSON,
        source=Source(
            document=document,
            clause=clause,
            words=words,
            span=(int(span[0]), int(span[1])) if span else None,
            confirmed=False,
        ),
    )
    return rule_document(rule), questions


def _day(words: Any) -> date | None:
    return date.fromisoformat(str(words)[:10]) if words else None
