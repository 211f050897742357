"""Set up posts, give shifts their people, open a post to all, tell posts whom to look out for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.models import HotEntry, Opening, Post, RosterEntry
from lachan.checkpoints.queries.hot import get_hot
from lachan.checkpoints.queries.posts import get_post
from lachan.checkpoints.rules.payloads import digits_of, plate_of
from lachan.checkpoints.terms import Force, HotKind, Permission, PostKind
from lachan.core.actor import Actor
from lachan.core.path import child
from lachan.core.refused import NotThere, refuse_if
from lachan.core.text import folded, normal

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
MOST_SHIFT_HOURS = 48
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class PostWords:
    """What is said of a post."""

    name: str
    unit_path: str
    place: str = ""
    kind: str = PostKind.ROAD
    permitted: str = ""
    closed_on: date | None = None


def code_of(name: str) -> str:
    """The code of a post: its name without diacritics ("Chốt cầu Thử" is "chot-cau-thu")."""
    return _NOT_SLUG.sub("-", folded(name)).strip("-")[:40]


def set_up_post(actor: Actor, words: PostWords, *, today: date) -> Post:
    """A new post below a unit for which the actor may manage posts."""
    if not actor.may(Permission.MANAGE, words.unit_path):
        raise NotThere
    code = code_of(words.name)
    refuse_if([_("The post needs a name.")] if not code else [])
    path = child(words.unit_path, code)
    with transaction.atomic():
        taken = Post.objects.filter(path=path).exists()
        refuse_if([_("There is a post of this name in this unit already.")] if taken else [])
        post = Post.objects.create(
            path=path,
            unit_path=words.unit_path,
            code=code,
            name=normal(words.name),
            place=normal(words.place),
            kind=words.kind,
            permitted=normal(words.permitted),
            opened_on=today,
        )
        record(events.PostSet(post.pk, code, {}), actor=actor, path=path, subject=post)
    return post


def change_post(actor: Actor, post_id: int, words: PostWords) -> Post:
    """Say something else of a post; its code, unit and path stay."""
    with transaction.atomic():
        post = get_post(actor, post_id, Permission.MANAGE)
        new = {
            "name": normal(words.name),
            "place": normal(words.place),
            "kind": words.kind,
            "permitted": normal(words.permitted),
            "closed_on": words.closed_on,
        }
        before = {name: getattr(post, name) for name in new if getattr(post, name) != new[name]}
        refuse_if(
            [_("A post closes after it was set up.")]
            if words.closed_on and words.closed_on < post.opened_on
            else []
        )
        if not before:
            return post
        for name, value in new.items():
            setattr(post, name, value)
        post.save(update_fields=list(new))
        record(
            events.PostSet(post.pk, post.code, before, post.closed_on),
            actor=actor,
            path=post.path,
            subject=post,
        )
    return post


@dataclass(frozen=True, slots=True)
class DutyWords:
    """One person on duty."""

    force: Force
    full_name: str
    position: str = ""
    phone: str = ""
    leads: bool = False


def put_on_roster(
    actor: Actor,
    post_id: int,
    starts_at: datetime,
    ends_at: datetime,
    people: list[DutyWords],
) -> list[RosterEntry]:
    """Give a shift of a post its people."""
    with transaction.atomic():
        post = get_post(actor, post_id, Permission.MANAGE)
        refuse_if(_obstacles(starts_at, ends_at, people))
        rows = RosterEntry.objects.bulk_create(
            RosterEntry(
                post=post,
                path=post.path,
                starts_at=starts_at,
                ends_at=ends_at,
                force=one.force,
                full_name=normal(one.full_name),
                position=normal(one.position),
                phone=digits_of(one.phone),
                leads=one.leads,
            )
            for one in people
        )
        record(
            events.RosterSet(post.pk, starts_at, ends_at, added=len(rows)),
            actor=actor,
            path=post.path,
            subject=post,
        )
    return list(rows)


def _obstacles(starts_at: datetime, ends_at: datetime, people: list[DutyWords]) -> list[str]:
    reasons = []
    if ends_at <= starts_at:
        reasons.append(_("A shift ends after it began."))
    elif (ends_at - starts_at).total_seconds() > MOST_SHIFT_HOURS * 3600:
        reasons.append(_("A shift lasts no longer than 48 hours."))
    if not people:
        reasons.append(_("Name at least one person."))
    if any(len(normal(one.full_name)) > LONGEST_NAME for one in people):
        reasons.append(_("A name has at most 120 characters: one person a line."))
    return reasons


def take_off_roster(actor: Actor, post_id: int, entry_id: int) -> RosterEntry:
    """A person does not stand there after all."""
    with transaction.atomic():
        post = get_post(actor, post_id, Permission.MANAGE)
        entry = RosterEntry.objects.filter(post=post, pk=entry_id).first()
        if entry is None:
            raise NotThere
        entry.delete()
        record(
            events.RosterSet(post.pk, entry.starts_at, entry.ends_at, removed=1),
            actor=actor,
            path=post.path,
            subject=post,
        )
    return entry


@dataclass(frozen=True, slots=True)
class OpeningOrder:
    """By whose order a post lets everybody through."""

    starts_at: datetime
    order: str
    ordered_by: str
    ends_at: datetime | None = None
    people_estimated: int | None = None


def open_post(actor: Actor, post_id: int, words: OpeningOrder, *, now: datetime) -> Opening:
    """The office records that a post was opened to all ("xả chốt"), with its order."""
    reasons = []
    if not normal(words.order):
        reasons.append(_("Say by which order the post was opened."))
    if not normal(words.ordered_by):
        reasons.append(_("Say who gave the order."))
    if words.ends_at and words.ends_at < words.starts_at:
        reasons.append(_("It ends after it began."))
    refuse_if(reasons)
    with transaction.atomic():
        post = get_post(actor, post_id, Permission.MANAGE)
        opening = Opening.objects.create(
            post=post,
            path=post.path,
            starts_at=words.starts_at,
            ends_at=words.ends_at,
            order=normal(words.order),
            ordered_by=normal(words.ordered_by),
            people_estimated=words.people_estimated,
            recorded_at=now,
            recorded_by_id=actor.id,
        )
        record(
            events.Opened(post.pk, words.starts_at, opening.order),
            actor=actor,
            path=post.path,
            subject=opening,
        )
    return opening


def end_opening(actor: Actor, post_id: int, key: UUID, *, now: datetime) -> Opening:
    """Control began again."""
    with transaction.atomic():
        post = get_post(actor, post_id, Permission.MANAGE)
        opening = Opening.objects.select_for_update().filter(post=post, pk=key, event=None).first()
        if opening is None:
            raise NotThere
        refuse_if([_("It has ended already.")] if opening.ends_at else [])
        opening.ends_at = max(now, opening.starts_at)
        opening.save(update_fields=["ends_at"])
        record(
            events.OpeningEnded(post.pk, opening.ends_at),
            actor=actor,
            path=post.path,
            subject=opening,
        )
    return opening


def add_hot(
    actor: Actor, path: str, kind: HotKind, value: str, why: str, until: datetime, *, now: datetime
) -> HotEntry:
    """Tell the posts below a unit to look out; a reason and an end are needed."""
    if not actor.may(Permission.MANAGE, path):
        raise NotThere
    value = hot_value(kind, value)
    reasons = []
    if not value:
        reasons.append(_("This is no number of that kind."))
    if not normal(why):
        reasons.append(_("Say why."))
    if until <= now:
        reasons.append(_("The end lies in the past."))
    refuse_if(reasons)
    with transaction.atomic():
        row = HotEntry.objects.create(
            path=path,
            kind=kind,
            value=value,
            why=normal(why)[:200],
            added_at=now,
            added_by_id=actor.id,
            until=until,
        )
        record(events.HotAdded(row.pk, str(kind), until), actor=actor, path=path, subject=row)
    return row


def hot_value(kind: HotKind, value: str) -> str:
    """The value as devices hash it, or empty when it is none of this kind."""
    if kind == HotKind.CITIZEN:
        digits = digits_of(value)
        return digits if len(digits) in (9, 12) else ""
    if kind == HotKind.PLATE:
        plate = plate_of(value)
        return plate if len(plate) >= 4 else ""
    return normal(value).lower()[:64]


def end_hot(actor: Actor, pk: int, reason: str, *, now: datetime) -> HotEntry:
    """Posts look out no more."""
    refuse_if([_("Say why.")] if not normal(reason) else [])
    with transaction.atomic():
        row = get_hot(actor, pk)
        refuse_if([_("It has ended already.")] if row.ended_at else [])
        HotEntry.objects.filter(pk=row.pk).update(ended_at=now, ended_because=normal(reason)[:200])
        record(
            events.HotEnded(row.pk, normal(reason)[:200]),
            actor=actor,
            path=row.path,
            subject=row,
        )
    row.refresh_from_db()
    return row
