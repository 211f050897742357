"""Take rules in from a document of the format (docs/formats.md), or from the shipped pack."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.db import transaction

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.refused import NotThere, Refused
from lachan.policies.actions.areas import area_of_unit
from lachan.policies.actions.rules import write
from lachan.policies.events import RuleChanged, RulesImported
from lachan.policies.models import Area, Protocol, RuleVersion
from lachan.policies.rules.documents import area_of, rule_document, rule_of
from lachan.policies.rules.jurisdiction import may_change
from lachan.policies.rules.reading import NotRules
from lachan.policies.rules.ruleset import FORMAT, Rule
from lachan.policies.rules.superseding import without_superseded
from lachan.policies.rules.writing import obstacles_to_rule
from lachan.policies.terms import Permission, RuleState

SHIPPED = system("shipped rules", "policies.approve", "policies.draft", "policies.read")


@dataclass(frozen=True)
class Imported:
    """Rows of the document: `rows = new + known + refused`, and why rows were refused."""

    rows: int
    new: int
    known: int
    refused: tuple[str, ...]


@transaction.atomic
def import_rules(
    actor: Actor, document: Any, *, now: datetime, source: str, only_try: bool = False
) -> Imported:
    """Put the rules of a document in force as they are dated; the same document again adds nothing.

    A rule whose code and version are known is passed over when it is equal, and refused by name
    when it differs. Good rows are kept. `only_try` writes nothing. Raises Refused when it is no
    document of rules at all, NotThere for who may not put rules in force.
    """
    if not actor.may_somewhere(Permission.APPROVE):
        raise NotThere
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Refused(f"{source}: not a document of rules, format {FORMAT}")
    refused: list[str] = []
    new: list[RuleVersion] = []
    known = 0
    point = transaction.savepoint()
    areas = 0
    for number, row in enumerate(document.get("areas") or [], start=1):
        try:
            areas += _keep_area(row)
        except (NotRules, ValueError, TypeError, KeyError) as wrong:
            refused.append(f"areas[{number}]: {wrong}")
    there = _there()
    rows = document.get("rules") or []
    for number, row in enumerate(rows, start=1):
        try:
            rule = rule_of(row)
            made = _keep_rule(actor, rule, there, now)
        except (NotRules, ValueError, TypeError) as wrong:
            refused.append(f"rules[{number}]: {wrong}")
            continue
        except Refused as wrong:
            refused.append(f"rules[{number}] {rule.name}: {'; '.join(map(str, wrong.reasons))}")
            continue
        if made is None:
            known += 1
        else:
            new.append(made)
    for row in document.get("protocols") or []:
        Protocol.objects.get_or_create(
            name=row["name"],
            path=row.get("path", ""),
            valid_from=row["valid_from"],
            defaults={key: value for key, value in row.items() if key not in ("name", "path")},
        )
    if only_try:
        transaction.savepoint_rollback(point)
    elif new or areas:
        _tell(actor, new, RulesImported(len(new), known, areas, source), now)
    return Imported(rows=len(rows), new=len(new), known=known, refused=tuple(refused))


def _tell(actor: Actor, new: list[RuleVersion], what: RulesImported, now: datetime) -> None:
    """Say what came in; a rule of a later day says so by itself, since it changes people then."""
    record(what, actor=actor)
    for row in new:
        if row.valid_from > now:
            changed = RuleChanged(
                row.pk, row.code, row.version, "put_in_force", row.title, row.valid_from
            )
            record(changed, actor=actor, path=row.path, subject=row)


def import_pack(now: datetime) -> Imported:
    """Take in the COVID-19 rules of 2020–2022 that are shipped, each with its source."""
    return import_rules(SHIPPED, pack_document(), now=now, source="covid19.json")


def pack_document() -> Any:
    """The shipped rules as the document that they are."""
    return json.loads(files("lachan.policies").joinpath("data/covid19.json").read_text())


def _keep_area(row: dict[str, Any]) -> int:
    """Make the area unless it is known; `unit` instead of paths has both worlds looked up."""
    if Area.objects.filter(key=row["key"]).exists():
        return 0
    if "unit" in row:
        made = area_of_unit(row["unit"], names=tuple(row.get("names", ())))
        if made is None:
            raise ValueError(f"{row['key']}: there is no unit {row['unit']}")
        if made.key != row["key"]:
            Area.objects.filter(pk=made.pk).update(key=row["key"], name=row.get("name", made.name))
        return 1
    area = area_of(row)
    Area.objects.create(
        key=area.key,
        name=area.name,
        names=list(area.names),
        before=list(area.before),
        after=list(area.after),
    )
    return 1


def _keep_rule(
    actor: Actor, rule: Rule, there: dict[tuple[str, int], list[dict[str, Any]]], now: datetime
) -> RuleVersion | None:
    """Write the rule in force; None when it was there."""
    made = write(rule, now=now)
    if (rule.code, rule.version) in there:
        if made.content in there[rule.code, rule.version]:
            return None
        raise Refused("this version is known with another content")
    reasons = obstacles_to_rule(rule)
    if not may_change(actor, Permission.APPROVE, rule.territory):
        reasons.append("outside the jurisdiction")
    areas = Area.objects.filter(key__in=rule.conditions.origins)
    missing = set(rule.conditions.origins) - set(areas.values_list("key", flat=True))
    reasons += [f"unknown area {key}" for key in sorted(missing)]
    if reasons:
        raise Refused(*reasons)
    made.state = RuleState.IN_FORCE
    # What is taken in was in force from its own day on: it is history, not an act of today.
    made.put_in_force_at = min(now, rule.valid_from)
    made.put_in_force_by_id = actor.id
    made.save()
    made.areas.set(areas)
    there[rule.code, rule.version] = [made.content]
    return made


def _there() -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The contents under which each version is known: its own, and as an export has it, cut off
    where the next version begins."""
    rows = list(RuleVersion.objects.all())
    found = {(row.code, row.version): [row.content] for row in rows}
    for rule in without_superseded(
        row.snapshot() for row in rows if row.state == RuleState.IN_FORCE
    ):
        found[rule.code, rule.version].append(rule_document(rule))
    return found
