"""Replays and reordering change nothing: any history of syncs against a simple model.

The model knows only what the protocol promises: an event is kept once, by its id; the first
version stays; it is worked in when nothing of its device is missing before it; what a revoked
device sends waits for an officer. At the end everything is sent once more, in the order of
capture, and what can be read must be what a straight history gives.
"""

from __future__ import annotations

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lachan.checkpoints.actions.enrolling import enrol, revoke, set_code
from lachan.checkpoints.actions.receiving import receive
from lachan.checkpoints.actions.working_in.running import rebuild, work_in_waiting
from lachan.checkpoints.models import (
    Event,
    Intake,
    Passage,
    Post,
    Quarantined,
    Slip,
    WaitingEvent,
)
from lachan.checkpoints.queries.devices import DeviceFacts, device_by_token
from lachan.checkpoints.rules.envelope import canonical, digest_of
from lachan.checkpoints.tests.client import ModelDevice, a_passage
from lachan.checkpoints.tests.state import read_state
from lachan.core.actor import system
from tests.cast import NOW, Cast

DEVICES = 2
OPERATOR = system("test", "checkpoints.manage")
choice = st.integers(0, 10_000)


class Syncs(RuleBasedStateMachine):
    """Devices that capture, and a network that loses, repeats, shuffles and alters."""

    @initialize()
    def stage(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        Cast.assemble()
        post = Post.objects.create(
            path="96/964/chot/",
            unit_path="96/964/",
            code="chot",
            name="Chốt",
            opened_on=NOW.date(),
        )
        self.devices = []
        for number in range(DEVICES):
            device = ModelDevice(name=f"Máy {number}")
            set_code(OPERATOR, post, f"MATHU{number}", now=NOW)
            answer = enrol(f"MATHU{number}", device.name, device.public_key, now=NOW)
            assert answer is not None
            device.enrolled(
                {"device": answer.device, "token": answer.token, "sealing_key": answer.sealing_key}
            )
            self.devices.append(device)
        self.captured: dict[int, list[dict]] = {n: [] for n in range(DEVICES)}
        # id -> digest of the first version that arrived
        self.kept: dict[str, str] = {}
        self.kept_back: set[str] = set()
        self.revoked: set[int] = set()
        self.clock = 0

    def facts(self, number: int) -> DeviceFacts:
        device = self.devices[number]
        found = device_by_token(f"{device.key}.{device.token}")
        assert found is not None
        return found

    @rule(number=st.integers(0, DEVICES - 1), kind=st.sampled_from(("passage", "slip", "strike")))
    def capture(self, number: int, kind: str) -> None:
        device, mine = self.devices[number], self.captured[number]
        payload = {
            "passage": lambda: a_passage(len(mine), slip=str(len(mine) % 3)),
            "slip": lambda: {"number": str(len(mine) % 3), "people": 1},
            "strike": lambda: {"event": self._some_id(len(mine)), "reason": "nhầm"},
        }[kind]()
        at = NOW - timedelta(minutes=60 - len(mine) % 60)
        mine.append(device.capture(kind, payload, at, sealed=False))

    def _some_id(self, number: int) -> str:
        known = [event["id"] for mine in self.captured.values() for event in mine]
        return known[number % len(known)] if known else "0" * 8 + "-0000-7000-8000-" + "0" * 12

    @precondition(lambda self: any(self.captured.values()))
    @rule(
        number=st.integers(0, DEVICES - 1),
        which=st.lists(choice, min_size=1, max_size=8),
        alter=st.sampled_from((False, False, False, True)),
        lose_answer=st.booleans(),
    )
    def sync(self, number: int, which: list[int], alter: bool, lose_answer: bool) -> None:
        mine = self.captured[number]
        if not mine:
            return
        events = [mine[position % len(mine)] for position in which]
        if alter:
            events[0] = self._altered(events[0])
        answer = self._send(number, events)
        expected = []
        for event in events:
            first = self.kept.setdefault(event["id"], event["digest"])
            is_new = event["id"] not in self._before
            self._before.add(event["id"])
            if is_new:
                if number in self.revoked:
                    self.kept_back.add(event["id"])
                expected.append({"stored", "held"})
            else:
                expected.append({"duplicate"} if first == event["digest"] else {"different"})
        got = [one["outcome"] for one in answer.events]
        assert all(str(one) in wish for one, wish in zip(got, expected, strict=True)), got
        if not lose_answer:
            self.devices[number].acknowledged({"events": answer.events})

    def _send(self, number: int, events: list[dict]):
        device = self.devices[number]
        self.clock += 1
        now = NOW + timedelta(seconds=self.clock)
        self._before = set(self.kept)
        body = device.batch(events, now)
        return receive(self.facts(number), body, device.signature(body), now=now)

    def _altered(self, event: dict) -> dict:
        other = {**event, "officer": "somebody else"}
        del other["digest"]
        return {**other, "digest": digest_of(canonical(other))}

    @rule()
    def work_in(self) -> None:
        work_in_waiting(NOW)

    @precondition(lambda self: not self.revoked)
    @rule(number=st.integers(0, DEVICES - 1), lot=st.integers(0, 9))
    def revoke(self, number: int, lot: int) -> None:
        if lot == 0:
            revoke(OPERATOR, self.devices[number].key, "mất máy", now=NOW)
            self.revoked.add(number)

    @invariant()
    def nothing_is_lost_doubled_or_changed(self) -> None:
        if not hasattr(self, "kept"):
            return
        kept = {str(pk): digest for pk, digest in Event.objects.values_list("pk", "digest")}
        assert kept == self.kept
        told = Intake.objects.values_list(
            "received", "stored", "duplicate", "different", "held", "refused"
        )
        assert all(received == sum(rest) for received, *rest in told)

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            self._end()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def _end(self) -> None:
        """Everything is sent once more; then what can be read is what the model says."""
        for number, mine in self.captured.items():
            for start in range(0, len(mine), 50):
                events = mine[start : start + 50]
                new = {event["id"] for event in events} - set(self.kept)
                self._send(number, events)
                for event in events:
                    self.kept.setdefault(event["id"], event["digest"])
                if number in self.revoked:
                    self.kept_back |= new
        work_in_waiting(NOW)
        assert not WaitingEvent.objects.exists()
        kind_of = {e["id"]: e["kind"] for mine in self.captured.values() for e in mine}
        for table, kind in ((Passage, "passage"), (Slip, "slip")):
            wanted = {key for key in self.kept if kind_of[key] == kind} - self.kept_back
            assert {str(pk) for pk in table.objects.values_list("pk", flat=True)} == wanted
        waiting = Quarantined.objects.filter(code="revoked").values_list("event_id", flat=True)
        assert {str(key) for key in waiting} == self.kept_back
        read = read_state()
        rebuild(OPERATOR, now=NOW)
        assert read_state() == read


@pytest.mark.django_db
class TestSyncs(Syncs.TestCase):
    settings = settings(
        max_examples=12,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
