"""Rule proposals that were approved in the reader become drafts here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.core.actor import system
from lachan.core.dates import at, day_of
from lachan.directives.models import RuleDraft
from lachan.places.queries.search import search
from lachan.places.terms import UnitKind
from lachan.policies.actions.areas import area_of_unit
from lachan.policies.actions.rules import draft_rule
from lachan.policies.models import RuleVersion
from lachan.policies.rules.areas import name_key
from lachan.policies.rules.proposed import content_of

KINDS = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)
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
    """Keys of the areas that the words name, and a question for each that is not certain."""
    keys, questions = [], []
    for words in map(str, origins):
        found = search(READER, words, day=day, kinds=KINDS, limit=20)
        same = [match.row.path for match in found if name_key(match.row.name) == name_key(words)]
        # A province before a district of its name: "Cà Mau" is the province unless said otherwise.
        nearest = [path for path in same if path.count("/") == min(p.count("/") for p in same)]
        area = area_of_unit(nearest[0]) if len(nearest) == 1 else None
        if area is None:
            questions.append(_("Which area is “%(words)s”?") % {"words": words})
        else:
            keys.append(area.key)
    return keys, questions
