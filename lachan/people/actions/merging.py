"""Decide on pairs: one person or two; a merge moves no row of others and can be taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.people.events import Merged, ToldApart, Unmerged
from lachan.people.models import CandidatePair, Identifier, Merge, Person
from lachan.people.queries.pairs import pairs
from lachan.people.rules.merging import obstacles_to_undo, standing
from lachan.people.terms import IdentifierKind, PairState, Permission


@transaction.atomic
def merge_pair(actor: Actor, pair_id: int, *, now: datetime, reason: str = "") -> Merge:
    """Say that the two persons of a pair are one; the more complete record stands for both.

    Other domains' rows keep pointing where they point and are read through `person__root`.
    Raises NotThere when the pair is out of sight, Refused when it was decided meanwhile.
    """
    pair = _lock_open(actor, pair_id)
    first, second = _lock_roots(pair.left_id, pair.right_id)
    if first.pk == second.pk:
        raise Refused(_("These two records have been merged meanwhile."))
    numbers = set(
        Identifier.objects.filter(
            person__root__in=(first, second), kind=IdentifierKind.CITIZEN
        ).values_list("person__root_id", flat=True)
    )
    winner, loser = sorted(
        (first, second),
        key=lambda row: standing(
            has_citizen_number=row.pk in numbers,
            has_birth_date=row.birth_on is not None,
            recorded_at=row.recorded_at,
            row=row.pk,
        ),
    )
    moved = list(Person.objects.filter(root=loser).order_by("pk").values_list("pk", flat=True))
    Person.objects.filter(pk__in=moved).update(root=winner, changed_at=now)
    Person.objects.filter(pk=winner.pk).update(changed_at=now)
    made = Merge.objects.create(
        winner=winner,
        loser=loser,
        moved=moved,
        pair=pair,
        reason=reason,
        merged_at=now,
        merged_by_id=actor.id,
    )
    _decide(pair, PairState.SAME, actor, now)
    # What else was open about the loser is open about the winner now: the next run, which sees both
    # as changed, proposes it anew.
    CandidatePair.objects.filter(Q(left=loser) | Q(right=loser), state=PairState.OPEN).delete()
    record(
        Merged(merge_id=made.pk, winner_id=winner.pk, loser_id=loser.pk, moved=tuple(moved)),
        actor=actor,
        path=winner.path,
        subject=winner,
    )
    return made


@transaction.atomic
def tell_apart(actor: Actor, pair_id: int, *, now: datetime) -> CandidatePair:
    """Say that the two persons of a pair are two; the pair is not proposed again."""
    pair = _lock_open(actor, pair_id)
    _decide(pair, PairState.DIFFERENT, actor, now)
    record(
        ToldApart(pair_id=pair.pk, left_id=pair.left_id, right_id=pair.right_id),
        actor=actor,
        path=pair.path,
        subject=pair,
    )
    return pair


@transaction.atomic
def undo_decision(actor: Actor, pair_id: int, *, now: datetime) -> CandidatePair:
    """Open a decided pair again; if it was merged, the rows stand apart as they did before.

    Raises Refused when the merge cannot be taken back yet (a later merge stands on it).
    """
    pair = pairs(actor, state="").select_for_update(of=("self",)).filter(pk=pair_id).first()
    if pair is None:
        raise NotThere
    made = pair.merges.filter(undone_at__isnull=True).first()
    if made is not None:
        _undo(actor, made, now)
    pair.state = PairState.OPEN
    pair.decided_at = None
    pair.decided_by = None
    pair.save(update_fields=["state", "decided_at", "decided_by"])
    return pair


@transaction.atomic
def undo_merge(actor: Actor, merge_id: int, *, now: datetime) -> Merge:
    """Take a merge back; its pair, if there is one, stands decided as two persons."""
    made = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if made is None or not all(
        actor.may(Permission.LINK, row.path) for row in (made.winner, made.loser)
    ):
        raise NotThere
    _undo(actor, made, now)
    if made.pair is not None:
        _decide(made.pair, PairState.DIFFERENT, actor, now)
    return made


def _undo(actor: Actor, made: Merge, now: datetime) -> None:
    _lock_roots(made.winner_id, made.loser_id)
    made.refresh_from_db()
    later = Merge.objects.filter(undone_at__isnull=True, loser=made.winner, pk__gt=made.pk)
    reasons = obstacles_to_undo(was_undone=made.undone_at is not None, later_merges=later.count())
    if reasons:
        raise Refused(*reasons)
    Person.objects.filter(pk__in=made.moved).update(root=made.loser, changed_at=now)
    Person.objects.filter(pk=made.winner_id).update(changed_at=now)
    made.undone_at = now
    made.undone_by_id = actor.id
    made.save(update_fields=["undone_at", "undone_by"])
    record(
        Unmerged(
            merge_id=made.pk,
            winner_id=made.winner_id,
            loser_id=made.loser_id,
            moved=tuple(made.moved),
        ),
        actor=actor,
        path=made.winner.path,
        subject=made.winner,
    )


def _lock_open(actor: Actor, pair_id: int) -> CandidatePair:
    pair = pairs(actor, state="").select_for_update(of=("self",)).filter(pk=pair_id).first()
    if pair is None:
        raise NotThere
    if pair.state != PairState.OPEN:
        raise Refused(_("Somebody has decided on this pair meanwhile."))
    return pair


def _lock_roots(*rows: int) -> list[Person]:
    """Lock the roots of these rows in one order, so that two mergers never wait for each other."""
    roots = Person.objects.filter(pk__in=rows).values_list("root_id", flat=True)
    locked = {
        row.pk: row
        for row in Person.objects.select_for_update().filter(pk__in=list(roots)).order_by("pk")
    }
    now_roots = dict(Person.objects.filter(pk__in=rows).values_list("pk", "root_id"))
    if not set(now_roots.values()) <= set(locked):
        raise Refused(_("Somebody has decided on this pair meanwhile."))
    return [locked[now_roots[row]] for row in rows]


def _decide(pair: CandidatePair, state: PairState, actor: Actor, now: datetime) -> None:
    pair.state = state
    pair.decided_at = now
    pair.decided_by_id = actor.id
    pair.save(update_fields=["state", "decided_at", "decided_by"])
