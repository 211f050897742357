"""What is late is noticed once, whoever looks, and climbs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lachan.audit.models import Entry
from lachan.core.refused import Refused
from lachan.tasks.actions import deciding, working
from lachan.tasks.actions.duties import generate_duty_instances
from lachan.tasks.actions.giving import create_tasks_from_approval
from lachan.tasks.actions.lateness import notice_lateness
from lachan.tasks.models import Alert, Task
from lachan.tasks.reactions import DOCUMENTS
from lachan.tasks.rules.lateness import lateness
from lachan.tasks.terms import AlertKind, Rung, TaskState
from lachan.tasks.tests.examples import at, many, proposal
from tests.at_once import at_once
from tests.cast import NOW


@pytest.mark.django_db
def test_an_unacknowledged_express_task_climbs_rung_by_rung(give):
    give(urgency="hỏa tốc", now=at(9))
    assert notice_lateness(at(9, 29)) == 0
    assert notice_lateness(at(9, 31)) == 1
    assert notice_lateness(at(9, 32)) == 0
    assert notice_lateness(at(9, 46)) == 1
    assert notice_lateness(at(10, 31)) == 1
    assert notice_lateness(at(23)) == 0
    assert [(a.kind, a.rung) for a in Alert.objects.order_by("pk")] == [
        (AlertKind.UNACKNOWLEDGED, Rung.LEAD),
        (AlertKind.UNACKNOWLEDGED, Rung.ASSIGNER),
        (AlertKind.UNACKNOWLEDGED, Rung.LEADER),
    ]


@pytest.mark.django_db
def test_a_clock_that_jumps_three_days_tells_each_rung_once(cast, give):
    task = give(due_at=at(12))
    working.receive(cast.health, task.pk, NOW)
    notice_lateness(at(9, day=18))
    notice_lateness(at(9, 1, day=18))
    alerts = list(Alert.objects.values_list("kind", "rung"))
    assert sorted(alerts) == sorted((AlertKind.OVERDUE, rung) for rung in Rung)


@pytest.mark.django_db
def test_a_clock_that_goes_back_tells_nothing_again(cast, give):
    task = give(due_at=at(12))
    working.receive(cast.health, task.pk, NOW)
    notice_lateness(at(13))
    told = Alert.objects.count()
    notice_lateness(at(12, 30))
    notice_lateness(at(13))
    assert Alert.objects.count() == told


@pytest.mark.django_db
def test_missed_instances_of_a_duty_are_late_each_for_itself(cast, approve):
    health = cast.organisations["so-y-te"]
    daily = {"every": "day", "from": "16:00", "until": "17:00"}
    document = approve(proposal(repeats=daily), matches=[{"Sở Y tế": [health.pk]}])
    create_tasks_from_approval(DOCUMENTS, document.pk, NOW)
    generate_duty_instances(at(18, day=18))
    notice_lateness(at(18, day=18))
    overdue = Alert.objects.filter(kind=AlertKind.OVERDUE, rung=Rung.LEAD)
    assert overdue.count() == 4
    notice_lateness(at(18, 1, day=18))
    assert overdue.count() == 4


@pytest.mark.django_db
def test_a_reminder_comes_before_the_deadline_and_only_once(cast, give):
    task = give(due_at=at(12))
    working.receive(cast.health, task.pk, NOW)
    assert notice_lateness(at(10)) == 0
    assert notice_lateness(at(10, 31)) == 1
    assert notice_lateness(at(11)) == 0


@pytest.mark.django_db
def test_a_new_deadline_is_noticed_anew(cast, give):
    task = give(due_at=at(12))
    working.receive(cast.health, task.pk, NOW)
    notice_lateness(at(12, 1))
    deciding.reschedule(cast.leader, task.pk, at(15), "Thêm thời gian", at(12, 10))
    notice_lateness(at(15, 1))
    assert Alert.objects.filter(kind=AlertKind.OVERDUE, rung=Rung.LEAD).count() == 2


@pytest.mark.django_db
def test_what_is_done_in_time_is_never_overdue(cast, give):
    task = give(due_at=at(12))
    working.receive(cast.health, task.pk, NOW)
    working.finish(cast.health, task.pk, "Xong", at(11, 59), reference="1/BC-SYT")
    assert notice_lateness(at(13)) == 0


@pytest.mark.django_db
def test_a_superior_who_does_not_decide_is_told_too(cast, give):
    task = give(urgency="khẩn")
    working.refuse(cast.health, task.pk, "Thiếu người", NOW)
    notice_lateness(at(11, 1))
    assert Alert.objects.get().rung == Rung.ASSIGNER


@pytest.mark.django_db
def test_the_database_and_the_rules_agree_on_who_is_late(cast):
    many(cast, 400)
    by_database = set(Task.objects.late(NOW).values_list("pk", flat=True))
    by_rules = {task.pk for task in Task.objects.all() if lateness(task.snapshot(), NOW)}
    assert by_rules
    assert by_database == by_rules


# Races, on real connections.


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_notice_each_lateness_once(cast):
    many(cast, 300)
    later = NOW + timedelta(days=3)
    results = at_once(*[lambda: notice_lateness(later)] * 4)
    assert all(isinstance(result, int) for result in results), results
    notice_lateness(later)
    noticed = Alert.objects.count()
    assert noticed == Entry.objects.filter(event="tasks.LatenessNoticed").count()
    assert notice_lateness(later) == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_instance_once(cast, approve):
    health = cast.organisations["so-y-te"]
    daily = {"every": "day", "from": "16:00", "until": "17:00"}
    contents = [proposal(f"Báo cáo {n}", repeats=daily) for n in range(5)]
    document = approve(*contents, matches=[{"Sở Y tế": [health.pk]}] * 5)
    create_tasks_from_approval(DOCUMENTS, document.pk, NOW)
    later = at(9, day=18)
    results = at_once(*[lambda: generate_duty_instances(later)] * 4)
    assert all(isinstance(result, int) for result in results), results
    generate_duty_instances(later)
    assert Task.objects.count() == 5 * 4


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_who_act_at_once_one_is_refused(cast, give):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    working.finish(cast.health, task.pk, "Xong", NOW, reference="1/BC-SYT")
    leader, synthesist = cast.leader, cast.synthesist
    results = at_once(
        lambda: deciding.accept(leader, task.pk, NOW),
        lambda: deciding.return_task(synthesist, task.pk, "Thiếu", NOW),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Task.objects.get().state in (TaskState.ACCEPTED, TaskState.RETURNED)
    moves = Entry.objects.filter(event__in=("tasks.Accepted", "tasks.Returned"))
    assert moves.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_an_approval_handled_twice_at_once_gives_each_task_once(cast, approve):
    health = cast.organisations["so-y-te"]
    document = approve(
        *[proposal(f"Việc {n}") for n in range(8)], matches=[{"Sở Y tế": [health.pk]}] * 8
    )
    at_once(*[lambda: create_tasks_from_approval(DOCUMENTS, document.pk, NOW)] * 3)
    assert Task.objects.count() == 8
