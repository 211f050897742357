"""Take in calls that a team's device recorded, mostly without a network."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lachan.checkpoints.rules.telling import Told
from lachan.contacts.actions.calls import is_told_by, record_call
from lachan.contacts.models import Call
from lachan.contacts.queries.devices import team_actor, team_then
from lachan.contacts.rules.calls import read_call
from lachan.core.refused import Refused


def take_call(told: Told, *, now: datetime) -> None:
    """Write down a call of a device, once by the id of its event.

    Whoever else called the same contact meanwhile: both calls are kept. Raises BadPayload, Refused,
    or NotThere when the contact is not within the area of the device's team.
    """
    contact_key, words = read_call(told.payload, told.event_id, told.happened_at)
    there = Call.objects.filter(key=words.key, contact__key=contact_key).first()
    if there is not None and is_told_by(words, there):
        return
    team = team_then(told.device_id, told.happened_at)
    if team is None:
        raise Refused(_("This device was never given to a follow-up team."))
    name = f"{told.officer} ({told.device_name})" if told.officer else told.device_name
    record_call(team_actor(team, name), contact_key, words, now=now)
