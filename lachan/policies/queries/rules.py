"""Rules: the one way in to those that judge, and the tables that people read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.places.models import Unit
from lachan.places.terms import UnitKind
from lachan.policies.models import Area as AreaRow
from lachan.policies.models import RuleVersion
from lachan.policies.rules.areas import NEW_WORLD_ON
from lachan.policies.rules.documents import area_of
from lachan.policies.rules.ruleset import Area, Province, RuleSet
from lachan.policies.rules.superseding import without_superseded
from lachan.policies.terms import Permission, RuleState


def rules(actor: Actor) -> QuerySet[RuleVersion]:
    """All versions of all rules, the latest first; none for who may not read rules.

    What was put in force is public; what a province only drafts is for its own people.
    """
    rows = RuleVersion.objects.select_related("clause__document")
    if not actor.may_somewhere(Permission.READ):
        return rows.none()
    scopes = actor.paths_for(Permission.READ)
    if "" in scopes:
        # Everywhere: an empty condition would vanish beside another one.
        return rows
    own = within(scopes)
    if actor.may_somewhere(Permission.DRAFT):
        own |= Q(path="")
    return rows.filter(Q(state=RuleState.IN_FORCE) | own)


def get_rule(actor: Actor, rule_id: int) -> RuleVersion:
    """One version, or NotThere."""
    found = rules(actor).filter(pk=rule_id).first()
    if found is None:
        raise NotThere
    return found


def named_rules(actor: Actor, names: Iterable[str]) -> dict[str, RuleVersion]:
    """The versions in sight that reasons name (`cm-4456@1`), by these names."""
    wanted = set(names)
    rows = rules(actor).filter(code__in={name.partition("@")[0] for name in wanted})
    return {str(row): row for row in rows if str(row) in wanted}


def rule_versions(actor: Actor, code: str) -> QuerySet[RuleVersion]:
    """The versions of one rule, the latest first."""
    return rules(actor).filter(code=code).order_by("-version")


def holding_on(rows: QuerySet[RuleVersion], at: datetime) -> QuerySet[RuleVersion]:
    """Those in force at the instant, of each rule its highest version then."""
    # The highest version decides, also when it has ended: the one before does not come back.
    begun = RuleVersion.objects.filter(state=RuleState.IN_FORCE, valid_from__lte=at)
    latest = begun.order_by("code", "-version").distinct("code").values("pk")
    is_open = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return rows.filter(is_open, pk__in=latest)


def rules_in_force(path: str, at: datetime) -> RuleSet:
    """The rules that judge persons at `path` (`96/964/…`; empty: everywhere), known at `at`.

    All that were put in force until then are in it, older ones too, because a person's event may
    lie before. It is built once for a province (no unit below makes rules) and kept until a rule
    changes: asking for it again costs one small query and gives the same object.
    """
    parts = paths.parts(path)
    return _ruleset(paths.join(parts[0]) if parts else "", at, _state(at))


def ruleset_version(path: str, at: datetime) -> str:
    """What tells this set of rules from any other; equal as long as the rules are equal."""
    return rules_in_force(path, at).version


def _state(at: datetime) -> tuple[object, ...]:
    """Changes whenever a rule does, or the instant passes the one that put a rule in force."""
    known = RuleVersion.objects.filter(put_in_force_at__lte=at)
    found = known.aggregate(
        changed=Max("changed_at"), last=Max("put_in_force_at"), n=Count("pk"), newest=Max("pk")
    )
    # `newest` tells apart what was rolled back and done again at the same instant.
    return (found["changed"], found["last"], found["n"], found["newest"])


# The instant is no part of what is kept: `_state` is, which is the same as long as the rules are.
@lru_cache(maxsize=64)
def _kept(path: str, state: tuple[object, ...]) -> list[RuleSet]:
    return []


def _ruleset(path: str, at: datetime, state: tuple[object, ...]) -> RuleSet:
    kept = _kept(path, state)
    if not kept:
        kept.append(_built(path, at, state))
    return kept[0]


def _built(path: str, at: datetime, state: tuple[object, ...]) -> RuleSet:
    rows = RuleVersion.objects.filter(state=RuleState.IN_FORCE, put_in_force_at__lte=at)
    if path:
        rows = rows.filter(path__in=["", *paths.ancestors(path)])
    found = without_superseded(row.snapshot() for row in rows)
    named = {key for rule in found for key in rule.conditions.origins}
    areas = tuple(
        area_document(row) for row in AreaRow.objects.filter(key__in=named).order_by("key")
    )
    changed, _, number, _ = state
    version = f"{number}-{changed.isoformat()}" if isinstance(changed, datetime) else "0"
    return RuleSet(
        rules=found, areas=areas, provinces=_provinces(), path=path, as_of=at, version=version
    )


def area_document(row: AreaRow) -> Area:
    """The area as rules carry it."""
    return area_of(
        {
            "key": row.key,
            "name": row.name,
            "names": row.names,
            "before": row.before,
            "after": row.after,
        }
    )


def _provinces() -> tuple[Province, ...]:
    """All provinces of both worlds, so that a known area on no list is told from an unknown one."""
    found = []
    rows = Unit.objects.filter(kind=UnitKind.PROVINCE).order_by("path", "valid_from")
    for row in rows.values("path", "name", "full_name", "valid_from", "valid_until"):
        if row["valid_from"] < NEW_WORLD_ON:
            found.append(Province(row["path"], row["full_name"], "before"))
        if row["valid_until"] is None or row["valid_until"] > NEW_WORLD_ON:
            found.append(Province(row["path"], row["full_name"], "after"))
    return tuple(dict.fromkeys(found))
