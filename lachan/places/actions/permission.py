"""The one question that every action on places asks first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.places.terms import Permission


def must_edit(actor: Actor, path: str) -> None:
    """Raise Refused unless the actor may edit places at this path."""
    if not actor.may(Permission.EDIT, path):
        raise Refused(_("you may not change places here"))
