"""Write rules down, put them in force, end them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.directives.models import Clause, RuleDraft
from lachan.policies.actions.areas import named_area, search_words
from lachan.policies.events import AreaNamed, RuleChanged, RuleDrafted
from lachan.policies.models import Area, RuleVersion
from lachan.policies.queries.previews import preview_of, preview_of_end
from lachan.policies.rules.documents import rule_document, rule_of
from lachan.policies.rules.jurisdiction import may_change
from lachan.policies.rules.previewing import Preview, seen_for
from lachan.policies.rules.reading import NotRules
from lachan.policies.rules.ruleset import Rule
from lachan.policies.rules.writing import obstacles_to_force, obstacles_to_rule
from lachan.policies.terms import Permission, RuleState

NUMBERING = 0x72756C65


@transaction.atomic
def draft_rule(
    actor: Actor,
    content: dict[str, Any],
    *,
    now: datetime,
    clause: Clause | None = None,
    draft: RuleDraft | None = None,
    questions: Iterable[str] = (),
) -> RuleVersion:
    """Write a rule down as a new version of its code; it judges nobody until it is put in force.

    Raises Refused with what is wrong with it, NotThere where the actor may not draft.
    """
    rule = _read(content)
    _must(actor, Permission.DRAFT, rule.territory)
    refuse_if(obstacles_to_rule(rule))
    rule = _with_areas(rule)
    _lock_numbering()
    last = RuleVersion.objects.filter(code=rule.code).aggregate(last=Max("version"))["last"] or 0
    row = write(replace(rule, version=last + 1), now=now)
    row.drafted_by_id = actor.id
    row.clause, row.draft, row.questions = clause, draft, list(questions)
    row.save()
    row.areas.set(Area.objects.filter(key__in=rule.conditions.origins))
    record(
        RuleDrafted(rule_id=row.pk, rule=row.code, version=row.version),
        actor=actor,
        path=row.path,
        subject=row,
    )
    return row


@transaction.atomic
def change_draft(
    actor: Actor, rule_id: int, content: dict[str, Any], *, now: datetime
) -> RuleVersion:
    """Change what is only written down; what was in force is never changed, it gets a version."""
    row = _lock(actor, rule_id, Permission.DRAFT)
    if row.state != RuleState.DRAFT:
        raise Refused(_("Only a draft can be changed: write a new version."))
    rule = replace(_read(content), code=row.code, version=row.version)
    _must(actor, Permission.DRAFT, rule.territory)
    refuse_if(obstacles_to_rule(rule))
    rule = _with_areas(rule)
    fill(row, rule, now=now)
    row.preview_digest = ""
    row.questions = []
    row.drafted_by_id = actor.id
    row.save()
    row.areas.set(Area.objects.filter(key__in=rule.conditions.origins))
    record(
        RuleDrafted(rule_id=row.pk, rule=row.code, version=row.version),
        actor=actor,
        path=row.path,
        subject=row,
    )
    return row


@transaction.atomic
def drop_draft(actor: Actor, rule_id: int, *, now: datetime) -> RuleVersion:
    """Put a draft aside; it stays to be read."""
    row = _lock(actor, rule_id, Permission.DRAFT)
    if row.state != RuleState.DRAFT:
        raise Refused(_("Only a draft can be dropped: end a rule in force."))
    row.state, row.changed_at = RuleState.DROPPED, now
    row.save(update_fields=["state", "changed_at"])
    return row


@transaction.atomic
def look_at_preview(actor: Actor, rule_id: int, *, now: datetime) -> tuple[RuleVersion, Preview]:
    """Count whom a draft would have changed, and keep which preview was shown last."""
    row = _lock(actor, rule_id, Permission.READ)
    shown = preview_of(actor, row, now)
    if row.state == RuleState.DRAFT:
        row.preview_digest = shown.digest
        row.save(update_fields=["preview_digest"])
    return row, shown


@transaction.atomic
def put_in_force(actor: Actor, rule_id: int, *, seen: str, now: datetime) -> RuleVersion:
    """Put a draft in force: it judges from its first day on, and backwards as far as it says.

    `seen` is the digest of the preview that the actor has looked at. A version that adds areas to
    the one before says so (`AreaNamed`). Raises Refused with every reason against it.
    """
    row = _lock(actor, rule_id, Permission.APPROVE)
    rule = row.snapshot()
    refuse_if(
        obstacles_to_force(
            state=RuleState(row.state),
            drafted_by=row.drafted_by_id,
            approver=actor.id,
            has_seen_preview=bool(seen) and seen == row.preview_digest,
            open_questions=len(row.questions),
            is_overtaken=_is_overtaken(row),
        )
    )
    # An order of 14:00 that is signed at 14:05 holds from 14:00 on, and is known from 14:05.
    row.state = RuleState.IN_FORCE
    row.put_in_force_at, row.put_in_force_by_id, row.changed_at = now, actor.id, now
    row.save()
    words = rule.source.words or rule.title
    before = (
        RuleVersion.objects.filter(code=row.code, version__lt=row.version, state=RuleState.IN_FORCE)
        .order_by("-version")
        .first()
    )
    known = set(before.snapshot().conditions.origins) if before else set()
    named = tuple(key for key in rule.conditions.origins if key not in known)
    event: object = (
        AreaNamed(row.pk, row.code, row.version, named, words, rule.valid_from)
        if named
        else RuleChanged(row.pk, row.code, row.version, "put_in_force", words, rule.valid_from)
    )
    record(event, actor=actor, path=row.path, subject=row)
    return row


@transaction.atomic
def look_at_end(
    actor: Actor, rule_id: int, *, until: datetime, now: datetime
) -> tuple[RuleVersion, Preview]:
    """Count whom the end of a rule would have changed, and keep that it was shown for `until`.

    Raises Refused where the rule cannot be ended then.
    """
    row = _lock(actor, rule_id, Permission.APPROVE)
    _refuse_end(row, until)
    shown = preview_of_end(actor, row, until, now)
    row.preview_digest = seen_for(shown.digest, until)
    row.save(update_fields=["preview_digest"])
    return row, shown


@transaction.atomic
def end_rule(
    actor: Actor, rule_id: int, *, until: datetime, seen: str, now: datetime
) -> RuleVersion:
    """End a rule: as a new version with the same content that is valid until then.

    `seen` is the digest of the preview of this end that was looked at last.
    """
    row = _lock(actor, rule_id, Permission.APPROVE)
    _refuse_end(row, until)
    if not seen or seen_for(seen, until) != row.preview_digest:
        raise Refused(_("Look first at whom the end would have changed."))
    rule = row.snapshot()
    _lock_numbering()
    last = RuleVersion.objects.filter(code=row.code).aggregate(last=Max("version"))["last"]
    made = write(replace(rule, version=last + 1, valid_until=until), now=now)
    made.state = RuleState.IN_FORCE
    made.clause = row.clause
    made.drafted_by_id = made.put_in_force_by_id = actor.id
    made.put_in_force_at = now
    made.save()
    made.areas.set(row.areas.all())
    record(
        RuleChanged(made.pk, made.code, made.version, "ended", made.title, until),
        actor=actor,
        path=made.path,
        subject=made,
    )
    return made


def _refuse_end(row: RuleVersion, until: datetime) -> None:
    if row.state != RuleState.IN_FORCE:
        raise Refused(_("Only a rule in force can be ended."))
    if later_version(row) is not None:
        raise Refused(_("A later version of the rule is in force: end that one."))
    if until <= row.valid_from:
        raise Refused(_("The rule would end before it begins."))


def _is_overtaken(row: RuleVersion) -> bool:
    """Whether another version was put in force since this draft was written."""
    since = RuleVersion.objects.filter(code=row.code, put_in_force_at__gt=row.changed_at)
    return later_version(row) is not None or since.exclude(pk=row.pk).exists()


def write(rule: Rule, *, now: datetime) -> RuleVersion:
    """An unsaved row of a rule."""
    row = RuleVersion(code=rule.code, version=rule.version, drafted_at=now)
    fill(row, rule, now=now)
    return row


def fill(row: RuleVersion, rule: Rule, *, now: datetime) -> None:
    """Set the row's content and the columns that repeat it."""
    row.title = rule.title
    row.path = rule.territory
    row.authority = rule.authority
    row.topic = rule.topic
    row.measure = rule.measure
    row.valid_from, row.valid_until = rule.valid_from, rule.valid_until
    row.is_confirmed = rule.source.confirmed
    row.content = rule_document(rule)
    row.search_text = search_words(
        rule.code, rule.title, rule.source.document, rule.source.words, *_area_names(rule)
    )
    row.changed_at = now


def _area_names(rule: Rule) -> list[str]:
    keys = rule.conditions.origins
    return list(Area.objects.filter(key__in=keys).values_list("name", flat=True)) if keys else []


def _read(content: dict[str, Any]) -> Rule:
    try:
        return rule_of(content)
    except NotRules as wrong:
        raise Refused(str(wrong)) from wrong


def _with_areas(rule: Rule) -> Rule:
    """The rule with its areas by their keys; a unit's path becomes its area."""
    keys = dict.fromkeys(named_area(place).key for place in rule.conditions.origins)
    return replace(rule, conditions=replace(rule.conditions, origins=tuple(keys)))


def later_version(row: RuleVersion) -> RuleVersion | None:
    """The version in force that came after this one, if any."""
    rows = RuleVersion.objects.filter(
        code=row.code, version__gt=row.version, state=RuleState.IN_FORCE
    )
    return rows.order_by("-version").first()


def _must(actor: Actor, permission: Permission, path: str) -> None:
    if not may_change(actor, permission, path):
        raise NotThere


def _lock(actor: Actor, rule_id: int, permission: Permission) -> RuleVersion:
    row = RuleVersion.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
    if row is None or not actor.may_somewhere(Permission.READ):
        raise NotThere
    _must(actor, permission, row.path)
    return row


def _lock_numbering() -> None:
    """Two who write the same rule at once get two versions."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBERING])
