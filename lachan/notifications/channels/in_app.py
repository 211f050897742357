"""The list under the bell: the message itself, there as soon as it is written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.accounts.models import User
from lachan.notifications.models import Message


class InApp:
    """Everybody who signs in; cannot be switched off, because what was told must be provable."""

    code = "in_app"
    label = _("In the system")
    can_be_switched_off = False

    def reaches(self, user: User) -> bool:
        return True

    def send(self, message: Message) -> None:
        """Nothing to do: the message is the list's row."""


CHANNEL = InApp()
