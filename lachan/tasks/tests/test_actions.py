"""What people do to tasks, on a real database."""

from __future__ import annotations

import pytest

from lachan.audit.models import Entry
from lachan.core.refused import NotThere, Refused
from lachan.tasks.actions import bulk, deciding, talking, working
from lachan.tasks.actions.clauses import resume, suspend
from lachan.tasks.actions.moving import undo
from lachan.tasks.models import Task
from lachan.tasks.queries.tasks import history
from lachan.tasks.terms import TaskState, Verb
from lachan.tasks.tests.examples import at
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def state_of(task: Task) -> str:
    return Task.objects.get(pk=task.pk).state


def test_a_task_goes_from_given_to_accepted_and_each_step_is_recorded(cast, give, fresh):
    task = give(due_at=at(12))
    working.receive(cast.health, task.pk, NOW)
    working.begin(cast.health, task.pk, NOW)
    working.finish(
        cast.health, task.pk, "Đã báo cáo 36 ca.", at(11), reference="128/BC-SYT ngày 15/9/2021"
    )
    deciding.accept(cast.synthesist, task.pk, at(11, 30))

    task = fresh(task)
    assert task.state == TaskState.ACCEPTED
    assert task.received_by == cast.users["health"]
    assert task.proof_reference == "128/BC-SYT ngày 15/9/2021"
    events = [entry.event for entry in history(task)]
    assert events == [
        "tasks.Accepted",
        "tasks.Finished",
        "tasks.Begun",
        "tasks.Received",
        "tasks.Given",
    ]


def test_only_the_lead_acknowledges(cast, give):
    task = give()
    with pytest.raises(Refused):
        working.receive(cast.leader, task.pk, NOW)
    with pytest.raises(NotThere):
        working.receive(cast.police, task.pk, NOW)
    with pytest.raises(NotThere):
        working.receive(cast.neighbour, task.pk, NOW)


def test_a_result_without_proof_is_refused_with_everything_that_lacks(cast, give):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    with pytest.raises(Refused) as refused:
        working.finish(cast.health, task.pk, " ", NOW)
    assert len(refused.value.reasons) == 2
    assert state_of(task) == TaskState.RECEIVED


def test_a_file_is_proof_and_is_kept_with_its_digest(cast, give, fresh):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    report = talking.Upload("..\\báo cáo.pdf", b"%PDF-1.7")
    working.finish(cast.health, task.pk, "Đã báo cáo.", NOW, files=[report])
    (kept,) = fresh(task).attachments.all()
    assert kept.is_proof
    assert kept.file_name == "báo cáo.pdf"
    assert len(kept.sha256) == 64
    assert kept.file.read() == b"%PDF-1.7"


def test_an_empty_or_oversized_file_is_refused(cast, give, settings):
    settings.MAX_UPLOAD_BYTES = 10
    task = give()
    for content in (b"", b"x" * 11):
        with pytest.raises(Refused):
            talking.attach(cast.health, task.pk, talking.Upload("a.txt", content), NOW)


def test_a_returned_result_is_handed_in_again(cast, give):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    working.finish(cast.health, task.pk, "Xong.", NOW, reference="1/BC-SYT")
    deciding.return_task(cast.synthesist, task.pk, "Thiếu nguyên nhân từng ca", NOW)
    assert state_of(task) == TaskState.RETURNED
    working.finish(cast.health, task.pk, "Đã bổ sung.", NOW, reference="2/BC-SYT")
    assert state_of(task) == TaskState.DONE


def test_a_refusal_needs_a_reason_and_awaits_the_superior(cast, give, fresh):
    task = give(urgency="hỏa tốc")
    with pytest.raises(Refused):
        working.refuse(cast.health, task.pk, "", NOW)
    working.refuse(cast.health, task.pk, "Không thuộc thẩm quyền", NOW)
    task = fresh(task)
    assert task.state == TaskState.REFUSED
    assert task.decide_by == at(9, 30)


def test_a_superior_insists_and_the_clock_of_acknowledgement_begins_again(cast, give, fresh):
    task = give(urgency="hỏa tốc")
    working.refuse(cast.health, task.pk, "Thiếu người", NOW)
    deciding.insist(cast.leader, task.pk, "Vẫn phải làm", at(10))
    task = fresh(task)
    assert task.state == TaskState.GIVEN
    assert task.receive_by == at(10, 30)


def test_an_upheld_refusal_goes_to_another_lead_or_ends(cast, give, fresh):
    task = give()
    working.refuse(cast.health, task.pk, "Thuộc Công an tỉnh", NOW)
    police = cast.organisations["cong-an-tinh"]
    deciding.uphold_refusal(cast.leader, task.pk, "Đúng", NOW, new_lead_id=police.pk)
    task = fresh(task)
    assert (task.state, task.lead, task.path) == (TaskState.GIVEN, police, police.path)
    with pytest.raises(NotThere):
        fresh(task, by="health")

    working.refuse(cast.police, task.pk, "Đã có đơn vị khác làm", NOW)
    deciding.uphold_refusal(cast.leader, task.pk, "", NOW)
    assert state_of(task) == TaskState.WITHDRAWN


def test_a_synthesis_officer_cannot_decide_a_refusal(cast, give):
    task = give()
    working.refuse(cast.health, task.pk, "Thiếu người", NOW)
    with pytest.raises(Refused):
        deciding.insist(cast.synthesist, task.pk, "Vẫn làm", NOW)


def test_a_task_without_a_lead_waits_at_its_office_until_one_is_chosen(cast, give, fresh):
    task = give(None)
    assert task.path == "96/"
    deciding.assign(cast.synthesist, task.pk, cast.organisations["so-y-te"].pk, NOW)
    task = fresh(task, by="health")
    assert task.path == "96/so-y-te/"
    with pytest.raises(Refused):
        deciding.assign(cast.leader, task.pk, cast.organisations["so-y-te"].pk, NOW)


def test_nobody_gives_tasks_beyond_their_reach(cast, give):
    with pytest.raises(NotThere):
        give("so-y-te", by="police")
    with pytest.raises(Refused):
        give(None, by="commune")


def test_a_deadline_is_changed_forward_with_a_reason(cast, give, fresh):
    task = give(due_at=at(12))
    with pytest.raises(Refused):
        deciding.reschedule(cast.leader, task.pk, at(8), "lùi", NOW)
    with pytest.raises(Refused):
        deciding.reschedule(cast.leader, task.pk, at(14), "", NOW)
    deciding.reschedule(cast.leader, task.pk, at(14), "Chờ kết quả xét nghiệm", NOW)
    assert fresh(task).due_at == at(14)


def test_a_suspended_task_goes_on_where_it_stood_without_the_deadline_that_passed(
    cast, give, fresh
):
    task = give(due_at=at(12))
    working.receive(cast.health, task.pk, NOW)
    suspend(cast.leader, task.pk, "Tạm dừng khoản 2", at(10))
    with pytest.raises(Refused):
        working.begin(cast.health, task.pk, at(10))
    resume(cast.leader, task.pk, "Tiếp tục khoản 2", at(13))
    task = fresh(task)
    assert (task.state, task.due_at) == (TaskState.RECEIVED, None)


def test_help_is_asked_and_answered(cast, give, fresh):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    working.ask_for_help(cast.health, task.pk, "Thiếu 10 người lấy mẫu", NOW)
    assert fresh(task).help_wanted
    deciding.answer_help(cast.synthesist, task.pk, "Cử 10 người của Đoàn", NOW)
    assert not fresh(task).help_wanted


def test_those_who_take_part_may_comment_and_observers_may_not(cast, give, fresh):
    task = give(supporter_ids=[cast.organisations["cong-an-tinh"].pk])
    talking.comment(cast.police, task.pk, "Công an tỉnh phối hợp từ 10 giờ", NOW)
    assert [c.text for c in fresh(task).comments.all()] == ["Công an tỉnh phối hợp từ 10 giờ"]
    with pytest.raises(Refused):
        talking.comment(cast.clerk, task.pk, "?", NOW)


# Taking back.


def last_entry(task: Task) -> int:
    return history(task).first().pk


def test_a_slip_is_taken_back_by_whoever_made_it(cast, give, fresh):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    entry = last_entry(task)
    undo(cast.health, entry, NOW)
    task = fresh(task)
    assert (task.state, task.received_at, task.received_by) == (TaskState.GIVEN, None, None)
    assert history(task).first().event == "tasks.Undone"
    with pytest.raises(Refused):
        undo(cast.health, entry, NOW)


def test_nobody_takes_back_what_another_did_or_what_others_built_on(cast, give):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    entry = last_entry(task)
    with pytest.raises(NotThere):
        undo(cast.leader, entry, NOW)
    working.begin(cast.health, task.pk, NOW)
    with pytest.raises(Refused):
        undo(cast.health, entry, NOW)


# Many at once.


def test_a_verb_on_many_tells_beforehand_what_it_will_do_and_names_the_others(cast, give):
    tasks = [give(title=f"Việc {n}") for n in range(3)]
    working.receive(cast.health, tasks[0].pk, NOW)
    ids = [task.pk for task in tasks]
    seen = bulk.preview(cast.health, Verb.RECEIVE, ids, NOW)
    assert len(seen.able) == 2
    assert [refusal.task_id for refusal in seen.refusals] == [tasks[0].pk]
    assert state_of(tasks[1]) == TaskState.GIVEN

    outcome = bulk.perform_on_many(cast.health, Verb.RECEIVE, ids, "", NOW)
    assert outcome.done == 2
    assert [refusal.task_id for refusal in outcome.refusals] == [tasks[0].pk]
    assert {state_of(task) for task in tasks} == {TaskState.RECEIVED}


def test_a_bulk_action_is_taken_back_as_a_whole(cast, give):
    tasks = [give(title=f"Việc {n}") for n in range(3)]
    outcome = bulk.perform_on_many(cast.health, Verb.RECEIVE, [t.pk for t in tasks], "", NOW)
    back = bulk.undo_many(cast.health, outcome.batch, outcome.first_entry, outcome.last_entry, NOW)
    assert back.done == 3
    assert {state_of(task) for task in tasks} == {TaskState.GIVEN}


def test_a_bulk_action_never_reaches_what_is_out_of_sight(cast, give):
    task = give("so-y-te")
    outcome = bulk.perform_on_many(cast.police, Verb.RECEIVE, [task.pk], "", NOW)
    assert (outcome.done, outcome.refusals) == (0, ())


def test_too_many_or_none_are_refused(cast):
    with pytest.raises(Refused):
        bulk.preview(cast.leader, Verb.RECEIVE, [], NOW)
    with pytest.raises(Refused):
        bulk.preview(cast.leader, Verb.RECEIVE, range(5001), NOW)
    with pytest.raises(Refused):
        bulk.perform_on_many(cast.leader, Verb.REFUSE, [1], "", NOW)


def test_what_was_refused_leaves_no_entry(cast, give):
    task = give()
    before = Entry.objects.count()
    with pytest.raises(Refused):
        working.begin(cast.health, task.pk, NOW)
    assert Entry.objects.count() == before
