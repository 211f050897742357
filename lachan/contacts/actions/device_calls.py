"""Take in calls that a team's device recorded, mostly without a network."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lachan.checkpoints.rules.telling import Told
from lachan.contacts.actions.calls import CallWords, record_call
from lachan.contacts.models import Call
from lachan.contacts.queries.devices import team_actor, team_then
from lachan.contacts.rules.device_calls import read_call
from lachan.core.refused import Refused


def take_call(told: Told, *, now: datetime) -> None:
    """Write down a call of a device, once by the id of its event.

    Whoever else called the same contact meanwhile: both calls are kept. Raises BadPayload, Refused,
    or NotThere when the contact is not within the area of the device's team.
    """
    call = read_call(told.payload)
    if Call.objects.filter(key=told.event_id, contact__key=call.contact).exists():
        return
    team = team_then(told.device_id, told.happened_at)
    if team is None:
        raise Refused(_("This device was never given to a follow-up team."))
    name = f"{told.officer} ({told.device_name})" if told.officer else told.device_name
    words = CallWords(
        key=told.event_id,
        at=told.happened_at,
        way=call.way,
        outcome=call.outcome,
        symptoms=call.symptoms,
        symptoms_since=call.symptoms_since,
        next_try_at=call.next_try_at,
        second_phone=call.second_phone,
        note=call.note,
    )
    record_call(team_actor(team, name), call.contact, words, now=now)
