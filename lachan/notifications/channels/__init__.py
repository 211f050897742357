"""The channels: each file in this folder is one. To add a channel, add a file with a CHANNEL.

A channel reaches people that have what it needs, and sends one message. It says `NotSent` when
it is certain that nothing went out, so that it is tried again; any other failure leaves the
outcome unknown, and what is unknown is never sent twice.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from lachan.accounts.models import User
from lachan.notifications.models import Message

FOLDERS = [str(Path(__file__).parent)]


class NotSent(Exception):
    """The channel is certain that the message did not go out; it may be tried again."""


class Channel(Protocol):
    """What a file of this folder offers as its `CHANNEL`."""

    code: str
    label: Any
    can_be_switched_off: bool

    def reaches(self, user: User) -> bool:
        """Whether this channel can reach the person at all."""
        ...

    def send(self, message: Message) -> None:
        """Send the message now. Raises NotSent when it certainly did not go out."""
        ...


@cache
def channels() -> dict[str, Channel]:
    """All channels by code, in the order of their files' names."""
    found: dict[str, Channel] = {}
    for module in sorted(pkgutil.iter_modules(FOLDERS), key=lambda found: found.name):
        channel: Channel = importlib.import_module(f"{__name__}.{module.name}").CHANNEL
        found[channel.code] = channel
    return found
