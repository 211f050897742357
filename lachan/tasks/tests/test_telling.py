"""Who hears of a task, and how loudly."""

from __future__ import annotations

import pytest

from lachan.notifications.models import Message
from lachan.notifications.queries import told_about
from lachan.notifications.terms import Urgency
from lachan.tasks.actions import bulk, deciding, working
from lachan.tasks.actions.lateness import notice_lateness
from lachan.tasks.models import Task
from lachan.tasks.queries.tasks import history
from lachan.tasks.terms import Verb
from lachan.tasks.tests.examples import at
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def told(task: Task, **lookup) -> set[str]:
    messages = Message.objects.filter(link=f"/tasks/{task.pk}/", **lookup)
    return set(messages.values_list("recipient__username", flat=True))


def test_the_lead_hears_of_a_new_task_and_nobody_else(give):
    assert told(give()) == {"health"}


def test_the_most_urgent_pierce_the_night(give):
    loudest = Message.objects.get(link=f"/tasks/{give(urgency='HOẢ TỐC').pk}/")
    assert loudest.urgency == Urgency.EXPRESS
    plain = Message.objects.get(link=f"/tasks/{give().pk}/")
    assert plain.urgency == Urgency.ORDINARY


def test_the_office_hears_of_a_result_and_the_lead_of_what_was_decided(cast, give):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    working.finish(cast.health, task.pk, "Xong", at(10), reference="1/BC-SYT")
    assert told(task, created_at=at(10)) == {"leader", "synthesist"}
    deciding.accept(cast.leader, task.pk, at(11))
    assert told(task, created_at=at(11)) == {"health"}


def test_nobody_is_told_what_they_did_themselves(cast, give):
    task = give(None, now=at(8))
    deciding.assign(cast.leader, task.pk, cast.organisations["so-y-te"].pk, NOW)
    assert "leader" not in told(task)


def test_a_warning_climbs_to_the_lead_the_office_and_the_leader(give):
    task = give(urgency="hỏa tốc")
    for moment, people in (
        (at(9, 31), {"health"}),
        (at(9, 46), {"leader", "synthesist"}),
        (at(10, 31), {"leader"}),
    ):
        notice_lateness(moment)
        assert told(task, created_at=moment) == people
    names = history(task).filter(event="tasks.LatenessNoticed").last().payload["told"]
    assert names == ["Phạm Thị Y"]


def test_a_commune_without_its_own_account_is_told_through_the_nearest_place_above(cast, give):
    cast.organisations["ubnd"].refresh_from_db()
    assert told(give("ubnd")) == {"city"}


def test_a_bulk_action_tells_each_lead_once(cast, give):
    tasks = [give(title=f"Việc {n}", now=at(8)) for n in range(3)] + [give("ubnd", now=at(8))]
    bulk.perform_on_many(cast.leader, Verb.WITHDRAW, [t.pk for t in tasks], "Trùng", NOW)
    fresh = Message.objects.filter(created_at=NOW)
    assert sorted(fresh.values_list("recipient__username", flat=True)) == ["city", "health"]


def test_it_is_known_who_was_told_and_when_they_read_it(cast, give):
    task = give()
    (message,) = told_about(task)
    assert message.recipient == cast.users["health"]
    assert message.read_at is None
