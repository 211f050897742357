"""What devices of posts do for other domains: two tables, so that checkpoints knows none of them.

`EVENTS`: kind of event -> action `(told, *, now)` that takes it in. It is given the event opened
(`lachan.checkpoints.rules.telling.Told`), keeps it once however often it is called with the same
id, and raises Refused, NotThere or BadPayload for what it cannot take.

`LISTS`: name of a list -> action `(device, known, *, now)` that hands it out to a device that has
the one tagged `known`: `Listed`, or None where the device has no such list.
"""

EVENTS: dict[str, str] = {"call": "lachan.contacts.actions.device_calls.take_call"}
LISTS: dict[str, str] = {"follow-up": "lachan.contacts.actions.device_lists.hand_out"}
