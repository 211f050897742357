"""From an approved document to tasks and duties, and what a later document does to them."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.directives.terms import ClauseVerb
from lachan.tasks.actions import deciding, working
from lachan.tasks.actions.clauses import follow_clause
from lachan.tasks.actions.duties import generate_duty_instances
from lachan.tasks.actions.giving import create_tasks_from_approval
from lachan.tasks.models import Duty, Task
from lachan.tasks.queries.tasks import history, visible_tasks
from lachan.tasks.reactions import DOCUMENTS
from lachan.tasks.terms import DutyState, TaskState
from lachan.tasks.tests.examples import REPORT, at, proposal
from tests.cast import NOW

pytestmark = pytest.mark.django_db

MORNING = {
    "at": "2021-09-15T12:00:00+07:00",
    "relation": "by",
    "precision": "half-day",
    "words": "trong buổi sáng ngày 15/9/2021",
}
DAILY = {"every": "day", "from": "16:00", "until": "17:00", "words": "mỗi ngày 1 lần"}


def create(document, now=NOW) -> int:
    return create_tasks_from_approval(DOCUMENTS, document.pk, now)


def test_a_clause_becomes_the_leads_task_with_its_deadline_and_its_words(cast, approve):
    health, police = cast.organisations["so-y-te"], cast.organisations["cong-an-tinh"]
    document = approve(
        proposal(due=MORNING, support=["Công an tỉnh"], report_to=["Thường trực Tỉnh ủy"]),
        matches=[{"Sở Y tế": [health.pk], "Công an tỉnh": [police.pk]}],
        urgency="hỏa tốc",
    )
    assert create(document) == 1
    task = Task.objects.get()
    assert (task.lead, task.path, task.assigner_path) == (health, "96/so-y-te/", "96/")
    assert task.due_at == at(12)
    assert task.due_words == "trong buổi sáng ngày 15/9/2021"
    assert task.receive_by == at(9, 30)
    assert list(task.supporters.all()) == [police]
    assert task.clause.document == document
    assert task in visible_tasks(cast.police)


def test_run_again_it_makes_only_what_is_missing(cast, approve):
    health = cast.organisations["so-y-te"]
    document = approve(
        proposal(), proposal("Báo cáo", repeats=DAILY), matches=[{"Sở Y tế": [health.pk]}] * 2
    )
    assert create(document) == 2
    assert create(document) == 0
    deciding.assign(
        cast.leader,
        Task.objects.get(duty__isnull=True).pk,
        cast.organisations["cong-an-tinh"].pk,
        NOW,
    )
    assert create(document) == 0
    assert (Task.objects.count(), Duty.objects.count()) == (2, 1)


def test_a_collective_gives_every_member_its_own_task(cast, approve):
    members = [cast.organisations["ubnd"].pk, cast.organisations["ubnd-u-minh"].pk]
    create(
        approve(
            proposal(lead=("UBND các huyện, thành phố",)),
            matches=[{"UBND các huyện, thành phố": members}],
        )
    )
    assert {task.lead_id for task in Task.objects.all()} == set(members)


def test_a_lead_that_nobody_knows_waits_on_the_board_of_the_office(cast, approve):
    create(approve(proposal(lead=("Ban Quản lý Khu kinh tế",)), matches=[{}]))
    task = Task.objects.get()
    assert (task.lead, task.lead_words, task.path) == (None, "Ban Quản lý Khu kinh tế", "96/")


def test_a_repeated_duty_is_made_with_its_first_instance(cast, approve):
    health = cast.organisations["so-y-te"]
    create(approve(proposal(repeats=DAILY), matches=[{"Sở Y tế": [health.pk]}]))
    task = Task.objects.get()
    assert (task.opens_at, task.due_at, task.duty_day) == (at(16), at(17), date(2021, 9, 15))
    assert task.due_words == "mỗi ngày 1 lần"


def test_a_duty_without_a_lead_makes_one_instance_and_takes_the_lead_chosen_for_it(cast, approve):
    create(approve(proposal(lead=("Tổ nào đó",), repeats=DAILY), matches=[{}]))
    assert generate_duty_instances(at(9, day=16)) == 0
    task = Task.objects.get()
    deciding.assign(cast.leader, task.pk, cast.organisations["so-y-te"].pk, at(9, day=17))
    assert Duty.objects.get().lead == cast.organisations["so-y-te"]
    assert generate_duty_instances(at(9, day=17)) == 1


@pytest.fixture
def duty(cast, approve):
    health = cast.organisations["so-y-te"]
    create(approve(proposal(repeats=DAILY), matches=[{"Sở Y tế": [health.pk]}]))
    return Duty.objects.get()


def test_each_days_instance_appears_once_in_the_morning(duty):
    assert generate_duty_instances(at(23, 59)) == 0
    assert generate_duty_instances(at(0, 5, day=16)) == 1
    assert generate_duty_instances(at(0, 6, day=16)) == 0
    assert duty.instances.count() == 2


def test_a_clock_that_jumps_three_days_makes_the_missed_instances_once(duty):
    assert generate_duty_instances(at(9, day=18)) == 3
    assert generate_duty_instances(at(9, day=18)) == 0
    days = list(duty.instances.order_by("duty_day").values_list("duty_day", flat=True))
    assert days == [date(2021, 9, day) for day in (15, 16, 17, 18)]


def test_a_unit_that_knows_its_duty_is_not_asked_every_morning(cast, duty):
    working.receive(cast.health, duty.instances.get().pk, NOW)
    generate_duty_instances(at(9, day=16))
    assert duty.instances.get(duty_day=date(2021, 9, 16)).state == TaskState.RECEIVED


def test_only_the_first_instance_must_be_acknowledged_at_once(duty):
    generate_duty_instances(at(0, 5, day=16))
    first, second = duty.instances.order_by("duty_day")
    assert first.receive_by == at(9, day=16)
    assert second.receive_by == second.due_at


# What a later document does.


def change(clause_id: int, verb: ClauseVerb, now=NOW) -> int:
    return follow_clause(DOCUMENTS, clause_id, verb, 99, "theo 06-CV/BCĐ", now)


def test_tasks_stand_still_with_their_clause_and_go_on_with_it(cast, approve):
    health = cast.organisations["so-y-te"]
    create(approve(proposal(), matches=[{"Sở Y tế": [health.pk]}]))
    task = Task.objects.get()
    working.receive(cast.health, task.pk, NOW)
    assert change(task.clause_id, ClauseVerb.SUSPENDS) == 1
    assert change(task.clause_id, ClauseVerb.SUSPENDS) == 0
    assert Task.objects.get().state == TaskState.SUSPENDED
    assert change(task.clause_id, ClauseVerb.RESUMES) == 1
    assert Task.objects.get().state == TaskState.RECEIVED


def test_a_repealed_clause_withdraws_what_is_open_and_leaves_what_is_done(cast, give, approve):
    health, police = cast.organisations["so-y-te"], cast.organisations["cong-an-tinh"]
    create(
        approve(
            proposal(lead=("Sở Y tế", "Công an tỉnh")),
            matches=[{"Sở Y tế": [health.pk], "Công an tỉnh": [police.pk]}],
        )
    )
    done, still_open = Task.objects.get(lead=health), Task.objects.get(lead=police)
    working.receive(cast.health, done.pk, NOW)
    working.finish(cast.health, done.pk, "Xong", NOW, reference="1/BC-SYT")
    change(done.clause_id, ClauseVerb.REPEALS)
    assert Task.objects.get(pk=done.pk).state == TaskState.DONE
    assert Task.objects.get(pk=still_open.pk).state == TaskState.WITHDRAWN


def test_an_amended_clause_is_noted_once_on_its_tasks(cast, approve):
    create(approve(proposal(), matches=[{"Sở Y tế": [cast.organisations["so-y-te"].pk]}]))
    task = Task.objects.get()
    assert change(task.clause_id, ClauseVerb.AMENDS) == 1
    assert change(task.clause_id, ClauseVerb.AMENDS) == 0
    assert history(task).filter(event="tasks.ClauseNoted").count() == 1


def test_a_suspended_duty_makes_no_instances_and_does_not_make_them_up(duty):
    change(duty.clause_id, ClauseVerb.SUSPENDS, at(20))
    assert generate_duty_instances(at(9, day=17)) == 0
    change(duty.clause_id, ClauseVerb.RESUMES, at(10, day=18))
    assert generate_duty_instances(at(10, 1, day=18)) == 1


def test_a_duty_ends_with_its_clause(duty):
    change(duty.clause_id, ClauseVerb.ENDS, at(20))
    duty.refresh_from_db()
    assert duty.state == DutyState.ENDED
    assert generate_duty_instances(at(9, day=17)) == 0


def test_a_long_text_gets_a_title_that_ends_with_a_word(cast, approve):
    create(approve(proposal("rà soát toàn bộ " * 40), matches=[{}]))
    title = Task.objects.get().title
    assert len(title) <= 161
    assert title.endswith("…")
    assert REPORT not in title
