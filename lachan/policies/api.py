"""Rules for programs: those that hold, the whole set as posts carry it, and one decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.policies.queries import protocols as figures
from lachan.policies.queries import rules_in_force
from lachan.policies.rules.decide import decide
from lachan.policies.rules.documents import rule_document
from lachan.policies.rules.reading import NotFacts, answer_of, facts_of, instant_of
from lachan.policies.terms import Permission

router = Router()


class Asked(Schema):
    """One person's facts, as a line of `lachan decide` has them; nothing of it is kept."""

    facts: dict[str, Any]
    path: str = Field("", max_length=120, description="Where the person is or goes; 96/964/…")
    at: str = Field("", max_length=40, description="Decide as known at this instant; else now.")


@router.get("/rules", summary="The rules that hold at an instant")
def list_rules(request: Request, path: str = "", at: str = "") -> dict[str, Any]:
    """Each as docs/formats.md has it, `valid_from <= at < valid_until`."""
    ruleset, instant = _rules(request, path, at)
    held = [
        rule_document(rule)
        for rule in ruleset.rules
        if rule.valid_from <= instant and (rule.valid_until is None or instant < rule.valid_until)
    ]
    return {"at": instant.isoformat(), "version": ruleset.version, "rules": held}


@router.get("/rules/export", summary="All rules as one document, as `lachan decide` reads it")
def export_rules(request: Request, path: str = "", at: str = "") -> dict[str, Any]:
    """Older rules are in it, because a person's arrival or last contact may lie before."""
    ruleset, instant = _rules(request, path, at)
    return {**ruleset.to_json(), "as_of": instant.isoformat()}


@router.post("/decide", summary="What applies to one person")
def decide_one(request: Request, asked: Asked) -> dict[str, Any]:
    """The same answer as `lachan decide --json`. Raises 409 naming the field that is wrong."""
    ruleset, instant = _rules(request, asked.path, asked.at)
    try:
        facts = facts_of(asked.facts)
    except NotFacts as wrong:
        raise Refused(str(wrong)) from wrong
    return answer_of(decide(facts, ruleset, instant))


@router.get("/protocols", summary="The figures of protocols that hold on a day")
def list_protocols(request: Request, at: str = "") -> list[dict[str, Any]]:
    """Days, metres, minutes, with their source."""
    day = _instant(request, at).date()
    rows = figures.figures_on(figures.protocols(request.actor), day)
    return [
        {
            "name": row.name,
            "value": float(row.value),
            "unit": row.unit,
            "zero_event": row.zero_event,
            "path": row.path,
            "valid_from": row.valid_from.isoformat(),
            "valid_until": row.valid_until.isoformat() if row.valid_until else None,
            "source": row.source,
            "words": row.words,
            "confirmed": row.is_confirmed,
        }
        for row in rows
    ]


def _rules(request: Request, path: str, at: str) -> tuple[Any, datetime]:
    if not request.actor.may_somewhere(Permission.READ):
        raise NotThere
    instant = _instant(request, at)
    return rules_in_force(path or f"{settings.PROVINCE}/", instant), instant


def _instant(request: Request, at: str) -> datetime:
    if not at:
        now: datetime = request.now
        return now
    try:
        return instant_of(at)
    except ValueError as wrong:
        raise Refused(_("“%(words)s” is no instant.") % {"words": at}) from wrong
