"""E-mail against a mail server that behaves well or badly: what is certain, and what is not."""

from __future__ import annotations

import socketserver
import threading

import pytest
from django.db import transaction

from lachan.accounts.models import User
from lachan.notifications.actions import deliver, notify
from lachan.notifications.models import Delivery
from lachan.notifications.terms import DeliveryState
from tests.cast import NOW


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as Django asks; `fault` says where it misbehaves."""

    allow_reuse_address = True
    daemon_threads = True
    fault = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        self.say("220 mail")
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "RCPT" and self.server.fault == "recipient":
                self.say("550 nobody of this name")
            elif command == "DATA":
                self.say("354 go on")
                self.take_letter()
                if self.server.fault == "lost":
                    return
                self.say("451 try later" if self.server.fault == "refused" else "250 taken")
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take_letter(self) -> None:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        if self.server.fault != "refused":
            self.server.letters.append("".join(lines))


@pytest.fixture
def server(settings):
    with MailServer() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        settings.EMAIL_IS_SENT = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = found.server_address
        yield found
        found.shutdown()


@pytest.fixture
def delivery(cast, server):
    User.objects.filter(username="health").update(email="so.y.te@example.vn")
    cast.users["health"].refresh_from_db()
    with transaction.atomic():
        notify([cast.users["health"]], title="Nhiệm vụ quá hạn", key="late:1", now=NOW)
    return Delivery.objects.get(channel="email")


@pytest.mark.parametrize(
    ("fault", "state", "letters"),
    [
        ("", DeliveryState.SENT, 1),
        ("recipient", DeliveryState.WAITING, 0),
        ("refused", DeliveryState.WAITING, 0),
        # The server has the letter, and we have not heard so: it is never sent again.
        ("lost", DeliveryState.UNKNOWN, 1),
    ],
)
def test_a_letter_goes_out_at_most_once(delivery, server, fault, state, letters):
    server.fault = fault
    assert deliver(delivery.pk, NOW) == state
    assert len(server.letters) == letters
    server.fault = ""
    deliver(delivery.pk, NOW)
    assert len(server.letters) == 1


def test_the_letter_says_nothing_of_the_message(delivery, server):
    deliver(delivery.pk, NOW)
    [letter] = server.letters
    assert "TB-" in letter
    assert "quá hạn" not in letter
