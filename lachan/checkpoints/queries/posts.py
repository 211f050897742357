"""Posts in sight, and how each stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from lachan.checkpoints.models import (
    Device,
    Opening,
    Passage,
    Post,
    Quarantined,
    RosterEntry,
    Shift,
    Slip,
)
from lachan.checkpoints.queries.devices import gaps_of
from lachan.checkpoints.terms import Permission
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.core.path import parts
from lachan.core.scope import within
from lachan.places.models import Unit
from lachan.places.terms import UnitKind

READ = str(Permission.READ)


def visible_posts(actor: Actor) -> Any:
    """Posts in sight."""
    return Post.objects.visible_to(actor, READ)


def get_post(actor: Actor, post_id: int, permission: Permission = Permission.READ) -> Post:
    """One post in sight (or that the actor may work at, or manage), or NotThere."""
    found: Post = Post.objects.get_visible(actor, permission, pk=post_id)
    return found


def posts_by_code(actor: Actor, code: str, permission: Permission) -> list[Post]:
    """Posts of this code for which the permission holds."""
    return list(Post.objects.visible_to(actor, permission).filter(code=code))


def current_openings(now: datetime) -> Any:
    """Openings that go on at this instant."""
    return Opening.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        starts_at__lte=now,
        is_struck=False,
        is_ended_elsewhere=False,
    )


def unkeyed_slips() -> Any:
    """Slips of which no passage was keyed in yet."""
    keyed = Passage.objects.filter(
        post=OuterRef("post"), slip_number=OuterRef("number"), is_struck=False
    )
    return Slip.objects.filter(is_struck=False).exclude(Exists(keyed))


@dataclass(slots=True)
class Standing:
    """How a post stands at an instant."""

    opening: Opening | None = None
    on_duty: list[RosterEntry] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    passages_today: int = 0
    people_today: int = 0
    unkeyed: int = 0
    quarantined: int = 0
    last_shift: Shift | None = None

    @property
    def unsent(self) -> int:
        """What devices said is still in their outboxes."""
        return sum(device.unsent for device in self.devices)

    @property
    def unsent_since(self) -> datetime | None:
        """Since when something has been waiting in an outbox."""
        return min((d.unsent_since for d in self.devices if d.unsent_since), default=None)

    @property
    def last_contact(self) -> datetime | None:
        """When any device was last heard of."""
        return max((d.last_contact_at for d in self.devices if d.last_contact_at), default=None)

    @property
    def missing(self) -> int:
        """How many events are known to be missing."""
        return sum(high - low + 1 for device in self.devices for low, high in gaps_of(device))


def standings(posts: Sequence[Post], now: datetime) -> dict[int, Standing]:
    """How these posts stand, by a constant number of statements (gaps apart)."""
    ids = [post.pk for post in posts]
    found = {pk: Standing() for pk in ids}
    today = at(day_of(now), 0)
    for opening in current_openings(now).filter(post__in=ids).order_by("starts_at"):
        found[opening.post_id].opening = opening
    duty = RosterEntry.objects.filter(post__in=ids, starts_at__lte=now, ends_at__gt=now)
    for entry in duty.order_by("force", "-leads", "full_name"):
        found[entry.post_id].on_duty.append(entry)
    for device in Device.objects.filter(post__in=ids, is_office=False, revoked_at=None):
        found[device.post_id].devices.append(device)
    passages = Passage.objects.filter(post__in=ids, happened_at__gte=today, is_struck=False)
    for row in passages.values("post_id").annotate(n=Count("pk")).order_by():
        found[row["post_id"]].passages_today = row["n"]
    people = passages.filter(people__isnull=False)
    for row in people.values("post_id").annotate(n=Count("people")).order_by():
        found[row["post_id"]].people_today = row["n"]
    for counted in _counted(unkeyed_slips().filter(post__in=ids), "post_id"):
        found[counted["post_id"]].unkeyed = counted["n"]
    waiting = Quarantined.objects.filter(device__post__in=ids, resolved_at=None)
    for counted in _counted(waiting.annotate(post_id=F("device__post")), "post_id"):
        found[counted["post_id"]].quarantined = counted["n"]
    latest = Shift.objects.filter(post__in=ids, is_struck=False).order_by("post_id", "-happened_at")
    for shift in latest.distinct("post_id"):
        found[shift.post_id].last_shift = shift
    return found


def _counted(rows: Any, column: str) -> Iterable[dict[str, int]]:
    return rows.order_by().values(column).annotate(n=Count("pk"))  # type: ignore[no-any-return]


def roster_between(post: Post, since: datetime, until: datetime) -> Any:
    """Who stands at the post in a time, by shift and force."""
    return RosterEntry.objects.filter(post=post, starts_at__lt=until, ends_at__gt=since).order_by(
        "starts_at", "ends_at", "force", "-leads", "full_name"
    )


def shifts_of(post: Post, limit: int = 30) -> list[Shift]:
    """Shifts as devices told them, the last first."""
    return list(Shift.objects.filter(post=post).order_by("-happened_at")[:limit])


def openings_of(post: Post, limit: int = 50) -> list[Opening]:
    """Times in which the post was open to all, the last first."""
    return list(
        Opening.objects.filter(post=post, is_ended_elsewhere=False)
        .select_related("recorded_by")
        .order_by("-starts_at")[:limit]
    )


def officer_names(words: Iterable[str]) -> dict[str, str]:
    """Roster ids -> names; words that are no such id stand for themselves."""
    wanted = {word for word in words if len(word) == 36}
    rows = RosterEntry.objects.filter(key__in=[w for w in wanted if _is_uuid(w)])
    return {str(key): name for key, name in rows.values_list("key", "full_name")}


def _is_uuid(word: str) -> bool:
    try:
        UUID(word)
    except ValueError:
        return False
    return True


def units_to_choose(actor: Actor, permission: Permission) -> list[tuple[str, str]]:
    """(path, name) of units below which the actor may set up posts."""
    rows = Unit.objects.filter(
        within(actor.paths_for(permission)),
        kind__in=(UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE),
        valid_until__isnull=True,
    )
    return list(rows.order_by("path").values_list("path", "full_name"))


def communes_around(post: Post) -> list[tuple[str, str]]:
    """(path, name with what it lies in) of the communes of the post's province."""
    province = f"{parts(post.unit_path)[0]}/"
    rows = Unit.objects.filter(
        within((province,)), kind=UnitKind.COMMUNE, valid_until__isnull=True
    ).select_related("parent")
    return [
        (row.path, f"{row.full_name}, {row.parent.full_name}" if row.parent else row.full_name)
        for row in rows.order_by("path")
    ]
