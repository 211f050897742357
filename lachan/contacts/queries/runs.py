"""Traces of the whole province, for those who read contacts in it, and what each changed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet

from lachan.contacts.models import Change, Contact, Run
from lachan.contacts.terms import Permission
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within

_RELATED = (
    *("run", "because_venue", "because_person__root", "because_source__root"),
    "contact__person__root",
)


def runs(actor: Actor) -> QuerySet[Run]:
    """The traces of the province, the latest first; none for who reads contacts elsewhere only.

    A trace names nobody and is of the whole province: whoever reads contacts of a part of it sees
    its figures.
    """
    province = paths.join(settings.PROVINCE)
    is_here = any(
        paths.contains(scope, province) or paths.contains(province, scope)
        for scope in actor.paths_for(Permission.READ)
    )
    return Run.objects.all() if is_here else Run.objects.none()


def get_run(actor: Actor, key: UUID | str) -> Run:
    """One trace, or NotThere."""
    found = runs(actor).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def changes_of_run(actor: Actor, run: Run) -> QuerySet[Change]:
    """What the trace changed for contacts in sight, in the order in which it told it."""
    rows = Change.objects.filter(run=run).filter(
        within(actor.paths_for(Permission.READ), "contact__path")
    )
    return rows.prefetch_related(*_RELATED).order_by("turn", "pk")


def turns_in_sight(actor: Actor, run: Run) -> dict[str, int]:
    """Turn -> how many contacts in sight took it in the trace."""
    rows = changes_of_run(actor, run).order_by().values_list("turn")
    return dict(rows.annotate(number=Count("pk")))


def changes_of(contact: Contact) -> QuerySet[Change]:
    """What traces changed for the contact, the latest first."""
    return Change.objects.filter(contact=contact).prefetch_related(*_RELATED).order_by("-run_id")
