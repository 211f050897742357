"""Rule proposals that were approved in the reader become drafts here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.core.actor import system
from lachan.core.dates import at, day_of
from lachan.directives.models import RuleDraft
from lachan.policies.actions.rules import draft_rule
from lachan.policies.models import RuleVersion
from lachan.policies.queries.areas import area_keys
from lachan.policies.rules.proposed import content_of

READER = system("directive reader", "policies.draft", "policies.read", "places.read")


@transaction.atomic
def draft_proposals(document_id: int, *, now: datetime) -> list[RuleVersion]:
    """Make a draft of each approved rule of the document that has none yet, with its questions."""
    waiting = RuleDraft.objects.select_related("clause__document").filter(
        clause__document_id=document_id, ruleversion__isnull=True
    )
    return [_draft(row, now) for row in waiting.select_for_update(of=("self",))]


def _draft(row: RuleDraft, now: datetime) -> RuleVersion:
    document = row.clause.document
    issued = document.issued_on or day_of(now)
    keys, questions = _areas(row.content.get("origins") or [], issued)
    content, more = content_of(
        row.content,
        code=f"de-xuat-{row.pk}",
        areas=keys,
        territory=f"{document.path.split('/')[0]}/" if document.path else "",
        document=document.identifier or document.subject or str(document.pk),
        clause=row.clause.label,
        issued_at=at(issued, 0),
    )
    return draft_rule(
        READER, content, now=now, clause=row.clause, draft=row, questions=[*questions, *more]
    )


def _areas(origins: list[Any], day: date) -> tuple[list[str], list[str]]:
    """The areas that the words name, and a question for each that is not certain."""
    keys, unclear = area_keys(map(str, origins), day)
    return keys, [_("Which area is “%(words)s”?") % {"words": words} for words in unclear]
