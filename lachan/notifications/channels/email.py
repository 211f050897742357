"""E-mail: says that there is a message and where; never what it says, nor about whom.

Mail lies open on other people's servers, so it carries a code and a link and no more (Law
91/2025/QH15 on personal data).
"""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.accounts.models import User
from lachan.notifications.channels import NotSent
from lachan.notifications.models import Message
from lachan.notifications.terms import Urgency


class Email:
    """People with an e-mail address, where the installation can send e-mail."""

    code = "email"
    label = gettext_lazy("E-mail")
    can_be_switched_off = True

    def reaches(self, user: User) -> bool:
        return bool(user.email) and settings.EMAIL_IS_SENT

    def send(self, message: Message) -> None:
        """Hand the letter to the mail server.

        Nothing is sent before the server has taken sender, recipient and text, so a failure to
        connect or a refusal is certain; a connection lost afterwards is not.
        """
        connection = get_connection(timeout=20)
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(str(error)) from error
        try:
            self._letter(message, connection).send()
        except (
            smtplib.SMTPSenderRefused,
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPDataError,
        ) as error:
            raise NotSent(str(error)) from error
        finally:
            connection.close()

    def _letter(self, message: Message, connection: BaseEmailBackend) -> EmailMessage:
        code = f"TB-{message.pk:06d}"
        subject = (
            _("Lá Chắn: EXPRESS message %(code)s")
            if message.urgency == Urgency.EXPRESS
            else _("Lá Chắn: message %(code)s")
        ) % {"code": code}
        address = settings.ADDRESS.rstrip("/") + reverse("notifications:message", args=[message.pk])
        body = _(
            "You have a new message in Lá Chắn.\n\nCode: %(code)s\nOpen it: %(address)s\n\n"
            "This e-mail holds no contents of the message. Please do not reply to it."
        ) % {"code": code, "address": address}
        return EmailMessage(subject, body, to=[message.recipient.email], connection=connection)


CHANNEL = Email()
