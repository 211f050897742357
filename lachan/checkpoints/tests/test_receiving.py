"""What devices send is kept once, answered one by one, and never lost or changed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from lachan.checkpoints.actions.enrolling import revoke
from lachan.checkpoints.models import Device, Event, Intake, Quarantined, WaitingEvent
from lachan.checkpoints.tests.client import a_passage, uuid7
from tests.cast import NOW


def outcomes(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["outcome"] for one in response.json()["events"]]


def codes(response) -> list[str | None]:
    return [one["code"] for one in response.json()["events"]]


def capture(device, number, **fields):
    return [
        device.capture("passage", a_passage(i), NOW - timedelta(minutes=number - i), **fields)
        for i in range(number)
    ]


def test_a_batch_is_kept_and_each_event_is_answered_with_its_own_digest(line, device):
    sent = capture(device, 3)
    response = line.send(device)
    assert outcomes(response) == ["stored"] * 3
    assert [one["digest"] for one in response.json()["events"]] == [e["digest"] for e in sent]
    assert response.json()["missing_seq"] == []
    assert device.acknowledged(response.json()) == 3
    assert Event.objects.count() == WaitingEvent.objects.count() == 3


def test_the_database_itself_can_tell_that_a_kept_event_is_whole(line, device):
    capture(device, 5)
    line.send(device)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM checkpoints_event"
            " WHERE encode(sha256(convert_to(body, 'UTF8')), 'hex') = digest"
        )
        assert cursor.fetchone() == (5,)


def test_a_kept_event_cannot_be_changed_or_deleted(line, device):
    capture(device, 1)
    line.send(device)
    for change in (
        lambda: Event.objects.update(body="{}"),
        lambda: Event.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_same_batch_again_changes_nothing(line, device):
    sent = capture(device, 4)
    line.send(device, sent)
    assert outcomes(line.send(device, sent)) == ["duplicate"] * 4
    assert outcomes(line.send(device, [sent[0], sent[0]])) == ["duplicate"] * 2
    assert Event.objects.count() == 4


def test_an_event_twice_in_one_batch_is_kept_once(line, device):
    (event,) = capture(device, 1)
    assert outcomes(line.send(device, [event, event])) == ["stored", "duplicate"]
    assert Event.objects.count() == 1


def test_an_altered_event_of_the_same_id_is_put_aside_and_the_first_stays(line, device):
    first = device.capture("slip", {"number": "1"}, NOW, sealed=False)
    line.send(device, [first])
    device.seq -= 1
    second = device.capture("slip", {"number": "2"}, NOW, sealed=False, event_id=first["id"])
    response = line.send(device, [second])
    assert outcomes(response) == ["different"]
    assert response.json()["events"][0]["digest"] == first["digest"]
    assert device.acknowledged(response.json()) == 0
    assert Event.objects.get().digest == first["digest"]
    assert Quarantined.objects.get().code == "different"
    line.send(device, [second])
    assert Quarantined.objects.count() == 1


def test_events_behind_a_gap_are_held_and_the_gap_is_told(line, device):
    sent = capture(device, 6)
    response = line.send(device, [sent[0], sent[3], sent[5]])
    assert outcomes(response) == ["stored", "held", "held"]
    assert response.json()["missing_seq"] == [[2, 3], [5, 5]]
    response = line.send(device, [sent[1], sent[2]])
    assert outcomes(response) == ["stored"] * 2
    assert response.json()["missing_seq"] == [[5, 5]]
    assert outcomes(line.send(device, [sent[4]])) == ["stored"]
    assert Device.objects.get().complete_seq == 6


def test_one_bad_event_refuses_only_itself(line, device):
    sent = capture(device, 3)
    broken = {**sent[1], "officer": "another"}
    response = line.send(device, [sent[0], broken, "no event", {"id": 7}, sent[2]])
    assert outcomes(response) == ["stored", "refused", "refused", "refused", "held"]
    assert codes(response) == [None, "wrong_digest", "not_an_event", "not_an_event", None]
    assert Quarantined.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"device": uuid7()}, "other_device"),
        ({"kind": "dance"}, "not_an_event"),
        ({"seq": 0}, "not_an_event"),
        ({"seq": 1.5}, "not_an_event"),
        ({"id": "1"}, "not_an_event"),
        ({"payload": {"number": "1"}}, "not_an_event"),
        ({"officer": "x" * 40_000}, "too_large"),
        ({"officer": "\ud800"}, "not_an_event"),
    ],
)
def test_each_kind_of_bad_event_has_its_code(line, device, change, code):
    (event,) = capture(device, 1)
    body = json.dumps(
        {"device": device.key, "sent_at": NOW.isoformat(), "events": [{**event, **change}]}
    ).encode()
    response = line.send(device, body=body)
    assert outcomes(response) == ["refused"]
    assert codes(response) == [code]
    assert Quarantined.objects.get().code == code
    assert Event.objects.count() == 0


def test_a_batch_that_somebody_else_signed_is_not_taken(line, device, new_device):
    capture(device, 1)
    other = new_device("Máy 2")
    body = device.batch(device.outbox, NOW)
    response = line.send(device, body=body, **{"Lachan-Signature": other.signature(body)})
    assert (response.status_code, response.json()["code"]) == (401, "wrong_signature")
    assert Event.objects.count() == 0


def test_a_batch_captured_on_the_way_cannot_be_sent_as_another_device(line, device, new_device):
    capture(device, 1)
    other = new_device("Máy 2")
    body = device.batch(device.outbox, NOW)
    response = line.send(other, body=body)
    assert (response.status_code, response.json()["code"]) == (403, "other_device")


def test_who_has_no_token_is_not_let_in(line, device):
    capture(device, 1)
    for wrong in ("", "Device x.y", f"Device {device.key}.wrong", "Bearer abc"):
        assert line.send(device, **{"Authorization": wrong}).status_code == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"events": 1}', b"\xff", b"[" * 9000])
def test_what_is_no_batch_is_said_so(line, device, body):
    response = line.send(device, body=body)
    assert (response.status_code, response.json()["code"]) == (400, "not_a_batch")


def test_too_many_events_are_not_taken_at_once(line, device):
    events = capture(device, 51)
    assert line.send(device, events).json()["code"] == "too_many"
    assert line.send(device, body=b" " * 300_000).status_code == 413


def test_clocks_are_recorded_and_never_a_ground_for_refusal(line, device):
    for captured in ("2011-01-01T00:00:00+07:00", "2031-01-01T00:00:00Z", "yesterday", ""):
        event = device.capture("slip", {"number": "1"}, NOW, sealed=False, captured_at=captured)
        assert event["captured_at"] == captured
    body = device.batch(device.outbox, NOW + timedelta(days=365))
    assert outcomes(line.send(device, body=body)) == ["stored"] * 4
    assert Device.objects.get().skew_seconds == 365 * 86400
    assert Event.objects.filter(captured_at=None).count() == 2


def test_what_a_revoked_device_sends_waits_for_an_officer(line, device, cast):
    capture(device, 2)
    revoke(cast.synthesist, device.key, "mất máy", now=NOW)
    assert line.work(device).json() == {"code": "revoked"}
    assert outcomes(line.send(device)) == ["stored", "stored"]
    assert WaitingEvent.objects.count() == 0
    assert set(Quarantined.objects.values_list("code", flat=True)) == {"revoked"}


def test_what_was_received_is_accounted_for_by_device_and_hour(line, device):
    sent = capture(device, 6)
    line.send(device, sent[:3])
    line.send(device, [sent[0], sent[5], {"id": "x"}])
    hour = Intake.objects.get()
    assert (hour.received, hour.stored, hour.duplicate, hour.held, hour.refused) == (6, 3, 1, 1, 1)


def test_the_device_tells_what_is_still_in_its_outbox(line, device):
    capture(device, 40)
    line.send(device, device.outbox[:3])
    row = Device.objects.get()
    assert (row.unsent, row.unsent_since, row.highest_seq) == (37, NOW, 3)
    line.send(device, body=device.batch(device.outbox[3:], NOW, unsent=0))
    row.refresh_from_db()
    assert (row.unsent, row.unsent_since) == (0, None)


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_on_several_lines_at_once_is_kept_once(line, device):
    sent = capture(device, 20)
    body = device.batch(sent, NOW)

    def send(_attempt):
        try:
            return outcomes(line.send(device, body=body))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(8)))
    assert sorted(answer[0] for answer in answers) == ["duplicate"] * 7 + ["stored"]
    assert Event.objects.count() == 20
