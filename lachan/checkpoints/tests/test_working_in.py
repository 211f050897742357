"""What devices sent becomes passages, people and the rest: the same whatever the order."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from lachan.arrivals.models import Arrival
from lachan.checkpoints.actions.gaps import give_up_gaps
from lachan.checkpoints.actions.working_in.running import rebuild, work_in_waiting
from lachan.checkpoints.models import (
    Device,
    Event,
    Opening,
    Passage,
    PassagePerson,
    PostTest,
    Quarantined,
    Shift,
    Slip,
    WaitingEvent,
)
from lachan.checkpoints.tests.client import a_passage, uuid7
from lachan.checkpoints.tests.state import read_state
from lachan.core.actor import system
from lachan.people.models import Person
from tests.cast import NOW


def send(line, device, *events):
    response = line.send(device, list(events) or None)
    assert response.status_code == 200, response.content
    work_in_waiting(NOW)


def test_a_sealed_passage_becomes_a_row_and_its_people_arrive_in_their_commune(line, device):
    event = device.capture("passage", a_passage(7), NOW - timedelta(minutes=5))
    send(line, device)
    passage = Passage.objects.get()
    assert str(passage.pk) == event["id"]
    assert (passage.outcome, passage.colour, passage.number_of_people) == (
        *("let_through", "yellow"),
        1,
    )
    assert passage.vehicle.plate == "69A100007"
    assert passage.flags == []
    person = passage.people.get()
    assert person.full_name == "Người Thử 7"
    assert person.arrival.path == "96/964/32025/"
    assert person.arrival.plate == "69A100007"
    assert WaitingEvent.objects.count() == 0


def test_who_is_turned_back_is_kept_and_stands_on_no_list(line, device):
    device.capture("passage", a_passage(1, outcome="refused"), NOW)
    device.capture("passage", a_passage(2, direction="out"), NOW)
    send(line, device)
    assert Passage.objects.count() == 2
    assert Person.objects.count() == 2
    assert Arrival.objects.count() == 0


def test_who_goes_on_to_another_province_stands_on_no_list(line, device):
    passage = a_passage(1)
    passage["people"][0]["destination_area"] = "95/"
    device.capture("passage", passage, NOW)
    send(line, device)
    assert PassagePerson.objects.get().arrival is None
    assert Arrival.objects.count() == 0


def test_a_held_event_is_worked_in_when_its_predecessor_comes(line, device):
    first = device.capture("passage", a_passage(1), NOW)
    second = device.capture("passage", a_passage(2), NOW)
    send(line, device, second)
    assert (Passage.objects.count(), WaitingEvent.objects.count()) == (0, 1)
    send(line, device, first)
    assert (Passage.objects.count(), WaitingEvent.objects.count()) == (2, 0)
    assert all(row.flags == [] for row in Passage.objects.all())


def test_a_strike_crosses_out_whichever_comes_first(line, new_device):
    one, other = new_device("Máy 1"), new_device("Máy 2")
    wrong = one.capture("passage", a_passage(1), NOW)
    other.capture("strike", {"event": wrong["id"], "reason": "quét nhầm"}, NOW)
    send(line, other)
    send(line, one)
    passage = Passage.objects.get()
    assert (passage.is_struck, passage.struck_reason) == (True, "quét nhầm")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["passage first", "strike first"])
def test_who_passed_by_mistake_stands_on_no_list_whichever_comes_first(line, new_device, order):
    one, other = new_device("Máy 1"), new_device("Máy 2")
    wrong = one.capture("passage", a_passage(1), NOW)
    other.capture("strike", {"event": wrong["id"], "reason": "quét nhầm"}, NOW)
    other.capture("strike", {"event": wrong["id"], "reason": "quét nhầm"}, NOW)
    for position in order:
        send(line, (one, other)[position])
    assert Passage.objects.get().is_struck
    assert not Arrival.objects.standing().exists()
    assert PassagePerson.objects.get().arrival is None
    rebuild(system("test"), now=NOW)
    assert not Arrival.objects.standing().exists()


def test_a_strike_leaves_who_passed_rightly_as_the_other_passage_tells(line, device):
    right = a_passage(1)
    device.capture("passage", right, NOW - timedelta(hours=2))
    wrong = device.capture("passage", a_passage(1, vehicle=None), NOW)
    send(line, device)
    arrival = Arrival.objects.standing().get()
    device.outbox.clear()
    device.capture("strike", {"event": wrong["id"], "reason": ""}, NOW)
    send(line, device)
    arrival.refresh_from_db()
    assert arrival.withdrawn_at is None
    assert arrival.sources.filter(withdrawn_at=None).count() == 1
    assert arrival.arrived_at == NOW - timedelta(hours=2)


def test_a_test_told_by_mistake_or_of_a_struck_passage_is_withdrawn(line, device):
    kept = device.capture("passage", a_passage(1), NOW)
    wrong = device.capture("passage", a_passage(2), NOW)
    tests = [
        device.capture(
            "test",
            {"passage": one["id"], "person": 0, "kind": "rapid", "result": "positive"},
            NOW,
        )
        for one in (kept, wrong)
    ]
    send(line, device)
    device.outbox.clear()
    device.capture("strike", {"event": tests[0]["id"], "reason": "nhầm người"}, NOW)
    device.capture("strike", {"event": wrong["id"], "reason": "quét nhầm"}, NOW)
    send(line, device)
    arrival = Arrival.objects.standing().get()
    assert arrival.sources.filter(withdrawn_at=None).count() == 1
    assert not arrival.facts.get("tests")


def test_a_strike_of_another_post_crosses_out_nothing(line, device, new_device, post):
    elsewhere = type(post).objects.create(
        path="96/966/chot-khac/",
        unit_path="96/966/",
        code="chot-khac",
        name="Chốt khác",
        opened_on=NOW.date(),
    )
    wrong = device.capture("passage", a_passage(1), NOW)
    send(line, device)
    stranger = new_device("Máy lạ", at=elsewhere)
    stranger.capture("strike", {"event": wrong["id"], "reason": "?"}, NOW)
    send(line, stranger)
    assert not Passage.objects.get().is_struck


def test_a_test_told_later_reaches_the_arrival(line, device):
    passage = device.capture("passage", a_passage(1), NOW)
    device.capture(
        "test",
        {
            "passage": passage["id"],
            "person": 0,
            "kind": "rapid",
            "result": "positive",
            "at": NOW.isoformat(),
        },
        NOW,
    )
    send(line, device)
    assert PostTest.objects.get().result == "positive"
    arrival = PassagePerson.objects.get().arrival
    arrival.refresh_from_db()
    assert [test["result"] for test in arrival.facts["tests"]] == ["positive"]


def test_slips_shifts_and_openings_are_read(line, device):
    device.capture("slip", {"number": "12", "people": 3, "plate": "69-C 1234"}, NOW)
    device.capture(
        "shift",
        {"action": "hand_over", "officers": ["Lê Văn A"], "takes_over": "Tổ 2", "unsent": 4},
        NOW,
    )
    start = {"from": NOW.isoformat(), "until": None, "order": "12/LĐ-BCĐ", "ordered_by": "Trưởng"}
    device.capture("opening", start, NOW)
    device.capture("opening", {**start, "until": (NOW + timedelta(hours=1)).isoformat()}, NOW)
    send(line, device)
    assert Slip.objects.get().plate == "69C1234"
    assert Shift.objects.get().unsent == 4
    assert [o.is_ended_elsewhere for o in Opening.objects.order_by("ends_at")] == [False, True]


def test_what_cannot_be_read_goes_into_quarantine_and_stops_nothing(line, device):
    good = device.capture("passage", a_passage(1), NOW)
    device.capture("passage", {"direction": "sideways"}, NOW)
    broken = device.seal(a_passage(3), uuid7())
    device.capture("passage", {}, NOW, sealed=broken)
    device.capture("passage", a_passage(4), NOW)
    send(line, device)
    assert {str(pk) for pk in Passage.objects.values_list("pk", flat=True)} >= {good["id"]}
    assert Passage.objects.count() == 2
    assert sorted(Quarantined.objects.values_list("code", flat=True)) == [
        *("bad_payload", "seal_broken")
    ]
    assert WaitingEvent.objects.count() == 0


def test_an_old_client_that_tells_less_is_still_read(line, device):
    device.capture(
        "passage",
        {
            "direction": "in",
            "outcome": "let_through",
            "people": [{"full_name": "Người Cũ", "birth_year": 1970}],
        },
        NOW,
        sealed=False,
        tz=None,
        app_note="a field that nobody knows",
    )
    send(line, device)
    assert PassagePerson.objects.get().full_name == "Người Cũ"


def test_a_wrong_clock_is_put_right_and_flagged(line, device):
    event = device.capture("passage", a_passage(1), NOW - timedelta(days=3650, minutes=10))
    body = device.batch([event], NOW - timedelta(days=3650))
    assert line.send(device, body=body).status_code == 200
    work_in_waiting(NOW)
    passage = Passage.objects.get()
    assert passage.happened_at == NOW - timedelta(minutes=10)
    assert passage.flags == ["clock"]


def test_an_event_of_13_days_ago_is_taken_and_flagged(line, device):
    device.capture("passage", a_passage(1), NOW - timedelta(days=13))
    send(line, device)
    assert Passage.objects.get().flags == ["late"]


def test_a_forked_chain_is_flagged_not_refused(line, device):
    device.capture("passage", a_passage(1), NOW)
    send(line, device)
    device.seq, device.last_digest = 0, ""
    device.outbox.clear()
    device.capture("passage", a_passage(2), NOW)
    type(line).now = NOW + timedelta(minutes=1)
    send(line, device)
    assert sorted(flag for row in Passage.objects.all() for flag in row.flags) == ["broken_chain"]


def test_working_in_again_and_rebuilding_give_the_same_rows(line, new_device, cast):
    devices = [new_device(f"Máy {n}") for n in range(3)]
    for number, device in enumerate(devices):
        first = device.capture("passage", a_passage(number), NOW - timedelta(hours=number))
        device.capture("slip", {"number": str(number), "people": 1}, NOW)
        device.capture("passage", a_passage(10 + number, slip=str(number)), NOW)
        device.capture("strike", {"event": first["id"], "reason": "nhầm"}, NOW)
        send(line, device)
    before = read_state()
    arrivals = Arrival.objects.count()
    assert rebuild(cast.leader, now=NOW) == Event.objects.count()
    assert read_state() == before
    assert Arrival.objects.count() == arrivals
    assert work_in_waiting(NOW) == 0


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_any_order_gives_the_same_rows(line, device, order):
    passage = device.capture("passage", a_passage(1), NOW - timedelta(minutes=9))
    device.capture("slip", {"number": "1"}, NOW - timedelta(minutes=8))
    device.capture("strike", {"event": passage["id"], "reason": "nhầm"}, NOW)
    device.capture("passage", a_passage(2, slip="1"), NOW)
    point = transaction.savepoint()
    send(line, device)
    expected = read_state()
    transaction.savepoint_rollback(point)
    for position in order:
        send(line, device, device.outbox[position])
    assert read_state() == expected
    assert Device.objects.get().complete_seq == 4


def test_after_14_days_what_waits_behind_a_gap_is_worked_in_and_flagged(line, device):
    events = [device.capture("passage", a_passage(n), NOW) for n in range(5)]
    send(line, device, events[0], events[2], events[4])
    assert give_up_gaps(NOW + timedelta(days=13)) == 0
    assert give_up_gaps(NOW + timedelta(days=14)) == 2
    work_in_waiting(NOW + timedelta(days=14))
    flags = {row.seq: row.flags for row in Passage.objects.all()}
    assert flags == {1: [], 3: ["forced"], 5: ["forced"]}
    type(line).now = NOW + timedelta(days=15)
    send(line, device, events[1])
    assert Passage.objects.get(seq=2).flags == ["late"]
    before = read_state()
    rebuild(system("test"), now=NOW)
    assert read_state() == before
