"""Say by hand at which level a contact is, or take that back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.models import Contact, LevelSet
from lachan.contacts.rules.words import HIGHEST
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import normal

LEAST_REASON = 5
LONGEST_REASON = 300


def set_level(
    actor: Actor, key: UUID | str, level: int | None, reason: str, *, now: datetime
) -> Contact:
    """The contact counts at this level from now on, whatever is traced; None takes that back.

    `level` 0 is "undetermined". What the trace reckoned stays beside it, so that taking back gives
    it again. Raises NotThere out of sight; Refused without the permission at the commune, without
    a reason, and where nothing would change.
    """
    words = normal(reason)
    with transaction.atomic():
        rows = Contact.objects.visible_to(actor, Permission.READ)
        contact = rows.select_for_update().filter(key=key).first()
        if contact is None:
            raise NotThere
        if not actor.may(Permission.DECIDE, contact.path):
            raise Refused(_("you may not set the level of contacts of this commune"))
        refuse_if(_obstacles(contact, level, words))
        before = contact.level_by_hand
        contact.level_by_hand = level
        contact.by_hand_because = words if level is not None else ""
        contact.changed_at = now
        contact.save(update_fields=["level_by_hand", "by_hand_because", "changed_at"])
        LevelSet.objects.create(
            contact=contact,
            level=level,
            reason=words,
            set_at=now,
            set_by_id=actor.id,
            set_by_name=actor.name,
        )
        record(
            events.LevelSet(contact.pk, before, level, words),
            actor=actor,
            path=contact.path,
            subject=contact,
        )
    return contact


def _obstacles(contact: Contact, level: int | None, reason: str) -> list[str]:
    found = []
    if level is not None and not 0 <= level <= HIGHEST:
        found.append(_("a level is 1 to %(highest)d, or undetermined") % {"highest": HIGHEST})
    if not LEAST_REASON <= len(reason) <= LONGEST_REASON:
        found.append(
            _("say why, in %(least)d to %(most)d letters")
            % {"least": LEAST_REASON, "most": LONGEST_REASON}
        )
    if level == contact.level_by_hand:
        found.append(
            _("no level was set by hand")
            if level is None
            else _("this level is set by hand already")
        )
    return found
