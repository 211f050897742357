"""Telling people once, delivering at most once, whatever is killed in the middle."""

from __future__ import annotations

import threading
from datetime import time, timedelta

import pytest
from django.core import mail
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lachan.accounts.models import User
from lachan.notifications import actions, channels, queries
from lachan.notifications.actions import deliver, notify, settle_lost
from lachan.notifications.channels import NotSent
from lachan.notifications.models import Delivery, Message
from lachan.notifications.terms import DeliveryState, Urgency
from tests.at_once import at_once
from tests.cast import NOW


class Horn:
    """A channel of the tests: keeps what it sent, and fails as it is told."""

    code = "horn"
    label = "Loa"
    can_be_switched_off = True

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.failure: BaseException | None = None
        self.lock = threading.Lock()

    def reaches(self, user: User) -> bool:
        return user.username != "nobody"

    def send(self, message: Message) -> None:
        if self.failure is not None:
            raise self.failure
        with self.lock:
            self.sent.append(message.pk)


@pytest.fixture
def horn(monkeypatch):
    found = Horn()
    both = {"in_app": channels.channels()["in_app"], "horn": found}
    monkeypatch.setattr(actions, "channels", lambda: both)
    return found


def tell(cast, *names: str, key: str = "late:1", **fields) -> int:
    with transaction.atomic():
        return notify(
            [cast.users[name] for name in names],
            title="Nhiệm vụ quá hạn",
            link="/tasks/1/",
            key=key,
            now=NOW,
            **fields,
        )


def on_horn() -> Delivery:
    return Delivery.objects.get(channel="horn")


def test_the_same_is_told_to_a_person_once(cast, horn, run_jobs):
    assert tell(cast, "health", "police") == 2
    assert tell(cast, "health", "police", "city") == 1
    assert tell(cast, "health", key="late:2") == 1
    run_jobs()
    assert len(horn.sent) == 4
    assert queries.unread_count(cast.health) == 2


def test_a_closed_account_is_told_nothing(cast, horn):
    cast.users["health"].is_active = False
    assert tell(cast, "health") == 0


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_what_did_not_happen(cast, horn):
    with pytest.raises(RuntimeError, match="transaction"):
        notify([cast.users["health"]], title="x", key="x")
    jobs = ProcrastinateJob.objects.count()
    with transaction.atomic():
        tell(cast, "health")
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert ProcrastinateJob.objects.count() == jobs


def test_who_cannot_be_reached_or_does_not_want_it_has_it_in_the_system_only(cast, horn):
    actions.prefer(cast.police, channels_off=["horn", "in_app", "no such"], quiet=None)
    tell(cast, "nobody", "police")
    assert set(Delivery.objects.values_list("channel", "state")) == {("in_app", "sent")}


def test_quiet_hours_hold_back_all_but_express_messages(cast, horn, run_jobs):
    actions.prefer(cast.health, channels_off=[], quiet=(time(8), time(10)))
    tell(cast, "health", urgency=Urgency.URGENT)
    assert on_horn().due_at == NOW + timedelta(hours=1)
    assert run_jobs() == 0
    tell(cast, "health", key="2", urgency=Urgency.EXPRESS)
    run_jobs()
    assert len(horn.sent) == 1


def test_a_refusal_that_is_certain_is_tried_again_later_and_then_given_up(cast, horn):
    horn.failure = NotSent("the server is away")
    tell(cast, "health")
    for tries in range(1, 7):
        assert on_horn().state == DeliveryState.WAITING
        deliver(on_horn().pk, NOW)
        ProcrastinateJob.objects.all()._raw_delete("default")
        assert on_horn().tries == tries
    assert on_horn().state == DeliveryState.FAILED
    assert on_horn().last_error == "the server is away"
    horn.failure = None
    assert deliver(on_horn().pk, NOW) is None
    assert horn.sent == []


def test_a_failure_that_may_have_sent_is_unknown_and_never_repeated(cast, horn, run_jobs):
    horn.failure = ConnectionResetError("lost after the text")
    tell(cast, "health")
    run_jobs()
    assert on_horn().state == DeliveryState.UNKNOWN
    horn.failure = None
    assert deliver(on_horn().pk, NOW) is None
    assert settle_lost(NOW + timedelta(hours=1)) == 0
    assert horn.sent == []


def test_what_its_sender_died_over_is_unknown_after_ten_minutes(cast, horn):
    horn.failure = KeyboardInterrupt()
    tell(cast, "health")
    with pytest.raises(KeyboardInterrupt):
        deliver(on_horn().pk, NOW)
    assert on_horn().state == DeliveryState.SENDING
    assert settle_lost(NOW + timedelta(minutes=5)) == 0
    assert settle_lost(NOW + timedelta(minutes=11)) == 1
    assert on_horn().state == DeliveryState.UNKNOWN
    horn.failure = None
    assert deliver(on_horn().pk, NOW) is None


def test_a_delivery_whose_job_was_lost_gets_a_new_one_and_only_one(cast, horn, run_jobs):
    tell(cast, "health")
    ProcrastinateJob.objects.all()._raw_delete("default")
    later = NOW + timedelta(minutes=11)
    assert settle_lost(later) == 1
    assert settle_lost(later) == 0
    run_jobs()
    assert len(horn.sent) == 1


def test_reading_is_taken_back_by_its_instant(cast, horn):
    tell(cast, "health")
    tell(cast, "health", key="2")
    first = Message.objects.order_by("pk").first()
    actions.mark_read(cast.health, first.pk, NOW)
    assert actions.mark_all_read(cast.health, NOW + timedelta(seconds=1)) == 1
    assert queries.unread_count(cast.health) == 0
    assert actions.mark_unread(cast.health, NOW + timedelta(seconds=1)) == 1
    assert queries.unread_count(cast.health) == 1


def test_an_email_holds_a_code_and_a_link_and_nothing_of_the_message(cast, run_jobs, settings):
    settings.EMAIL_IS_SENT = True
    settings.ADDRESS = "https://la-chan.example"
    User.objects.filter(username="health").update(email="so.y.te@example.vn")
    cast.users["health"].refresh_from_db()
    tell(cast, "health", body="Nguyễn Văn Bệnh, F0, Khóm 1", urgency=Urgency.EXPRESS)
    run_jobs()
    letter = mail.outbox[0]
    pk = Message.objects.get().pk
    assert letter.to == ["so.y.te@example.vn"]
    assert f"TB-{pk:06d}" in letter.subject
    assert f"https://la-chan.example/notifications/{pk}/" in letter.body
    for private in ("Bệnh", "quá hạn", "Khóm", "F0", "Phạm"):
        assert private not in letter.body + letter.subject


def test_a_server_that_cannot_be_reached_means_that_nothing_was_sent(cast, settings):
    settings.EMAIL_IS_SENT = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    User.objects.filter(username="health").update(email="so.y.te@example.vn")
    cast.users["health"].refresh_from_db()
    tell(cast, "health")
    delivery = Delivery.objects.get(channel="email")
    assert deliver(delivery.pk, NOW) == DeliveryState.WAITING


def test_dropping_a_file_into_the_folder_adds_a_channel(monkeypatch, tmp_path):
    (tmp_path / "zalo.py").write_text(
        "class Zalo:\n    code = 'zalo'\n    label = 'Zalo'\n    can_be_switched_off = True\n"
        "CHANNEL = Zalo()\n"
    )
    monkeypatch.setattr(channels, "FOLDERS", [*channels.FOLDERS, str(tmp_path)])
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])
    channels.channels.cache_clear()
    try:
        assert list(channels.channels()) == ["email", "in_app", "zalo"]
    finally:
        channels.channels.cache_clear()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_one_message_once(cast, horn):
    tell(cast, "health")
    pk = on_horn().pk
    at_once(*[lambda: deliver(pk, NOW)] * 4)
    assert len(horn.sent) == 1
    assert (on_horn().state, on_horn().tries) == (DeliveryState.SENT, 1)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_four_who_tell_the_same_at_once_tell_it_once(cast, horn):
    jobs = ProcrastinateJob.objects.count()
    told = at_once(*[lambda: tell(cast, "health", "police")] * 4)
    assert sum(told) == 2
    assert Message.objects.count() == 2
    assert Delivery.objects.filter(channel="horn").count() == 2
    assert ProcrastinateJob.objects.count() == jobs + 2
