"""The rules of tasks, without a database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lachan.core.dates import VIETNAM
from lachan.tasks.rules import deadlines, duties
from lachan.tasks.rules.lateness import LADDER, due_alerts, lateness, next_rung_at
from lachan.tasks.rules.transitions import (
    RULES,
    Proof,
    TaskFacts,
    missing_proof,
    obstacles_to_begin,
    obstacles_to_decide_refusal,
    obstacles_to_finish,
    obstacles_to_receive,
    obstacles_to_refuse,
)
from lachan.tasks.terms import CLOSED, AlertKind, Rung, Side, Stage, TaskState, Verb


def moment(hour: int, minute: int = 0, day: int = 15) -> datetime:
    return datetime(2021, 9, day, hour, minute, tzinfo=VIETNAM)


NOW = moment(9)


def task(state: TaskState = TaskState.GIVEN, **facts) -> TaskFacts:
    facts.setdefault("given_at", moment(8))
    facts.setdefault("receive_by", moment(8, day=16))
    return TaskFacts(state=state, **facts)


# Receiving.


def test_an_ordinary_task_is_acknowledged_within_one_working_day():
    friday = moment(16, day=17)
    assert deadlines.receive_by(friday, "") == moment(16, day=20)


def test_a_public_holiday_is_no_working_day():
    before = datetime(2021, 9, 1, 10, tzinfo=VIETNAM)
    assert deadlines.receive_by(before, "") == datetime(2021, 9, 3, 10, tzinfo=VIETNAM)


def test_announced_holidays_are_added_to_the_fixed_ones():
    tet = deadlines.PublicHolidays({date(2021, 9, 16)})
    assert deadlines.receive_by(NOW, "", tet) == moment(9, day=17)


@pytest.mark.parametrize(
    ("urgency", "minutes"),
    [("hỏa tốc", 30), ("HOẢ TỐC", 30), ("thượng khẩn", 60), ("khẩn", 120), ("Khẩn", 120)],
)
def test_urgent_tasks_are_acknowledged_at_once_even_at_night(urgency, minutes):
    night = moment(23)
    assert deadlines.receive_by(night, urgency) == night + timedelta(minutes=minutes)


# Transitions.


def test_every_verb_has_its_permission_and_its_side():
    assert set(RULES) == set(Verb)


@pytest.mark.parametrize("state", sorted(CLOSED | {TaskState.SUSPENDED}))
@pytest.mark.parametrize("verb", sorted(set(Verb) - {Verb.RESUME, Verb.ANSWER_HELP}))
def test_nothing_is_done_to_what_is_closed_or_suspended(state, verb):
    if (verb, state) == (Verb.WITHDRAW, TaskState.SUSPENDED):
        return
    assert RULES[verb].obstacles(task(state), NOW)


def test_a_task_is_acknowledged_once():
    assert obstacles_to_receive(task(), NOW) == []
    assert obstacles_to_receive(task(TaskState.RECEIVED), NOW)


def test_a_task_without_a_lead_cannot_be_acknowledged():
    assert obstacles_to_receive(task(has_lead=False), NOW)


def test_a_task_is_refused_before_work_begins_and_not_after():
    assert obstacles_to_refuse(task(), NOW) == []
    assert obstacles_to_refuse(task(TaskState.RECEIVED), NOW) == []
    assert obstacles_to_refuse(task(TaskState.IN_PROGRESS), NOW)


def test_only_a_refusal_can_be_decided():
    assert obstacles_to_decide_refusal(task(TaskState.REFUSED), NOW) == []
    assert obstacles_to_decide_refusal(task(), NOW)


def test_work_begins_after_acknowledgement():
    assert obstacles_to_begin(task(), NOW)
    assert obstacles_to_begin(task(TaskState.RECEIVED), NOW) == []
    assert obstacles_to_begin(task(TaskState.RETURNED), NOW) == []


def test_a_result_needs_words_and_proof_and_all_that_lacks_is_said_at_once():
    working = task(TaskState.IN_PROGRESS)
    assert len(obstacles_to_finish(working, NOW, Proof())) == 2
    assert len(missing_proof(working, Proof(text="đã báo cáo"))) == 1
    assert missing_proof(working, Proof(text="đã báo cáo", reference="123/BC-SYT")) == []
    assert missing_proof(working, Proof(text="đã báo cáo", files=1)) == []


def test_a_task_without_required_proof_needs_words_only():
    easy = task(TaskState.RECEIVED, proof_required=False)
    assert obstacles_to_finish(easy, NOW, Proof(text="đã phổ biến")) == []


# Lateness: who, where, what, and whose decision.


def test_a_task_in_time_is_not_late():
    assert lateness(task(due_at=moment(12)), NOW) is None


def test_an_express_task_not_acknowledged_is_late_at_the_lead():
    late = lateness(task(receive_by=moment(8, 30), urgency="hỏa tốc"), NOW)
    assert (late.stage, late.side, late.kind) == (
        Stage.NOT_RECEIVED,
        Side.LEAD,
        AlertKind.UNACKNOWLEDGED,
    )
    assert late.rung == Rung.ASSIGNER


def test_an_overdue_task_stands_at_the_stage_it_has_reached():
    for state, stage in (
        (TaskState.GIVEN, Stage.NOT_RECEIVED),
        (TaskState.RECEIVED, Stage.NOT_BEGUN),
        (TaskState.IN_PROGRESS, Stage.NOT_FINISHED),
        (TaskState.RETURNED, Stage.NOT_CORRECTED),
    ):
        late = lateness(task(state, due_at=moment(8, 30)), NOW)
        assert (late.stage, late.side, late.kind) == (stage, Side.LEAD, AlertKind.OVERDUE)


def test_the_superior_is_late_when_nobody_was_chosen_or_nothing_was_decided():
    nobody = lateness(task(has_lead=False, receive_by=moment(8, 30)), NOW)
    assert (nobody.stage, nobody.side) == (Stage.NO_LEAD, Side.ASSIGNER)
    undecided = lateness(task(TaskState.REFUSED, decide_by=moment(8, 30)), NOW)
    assert (undecided.stage, undecided.side) == (Stage.REFUSAL_UNDECIDED, Side.ASSIGNER)
    waiting = lateness(task(TaskState.DONE, decide_by=moment(8, 30)), NOW)
    assert (waiting.stage, waiting.rung) == (Stage.RESULT_UNDECIDED, Rung.ASSIGNER)


def test_a_result_handed_in_is_not_overdue_for_the_lead():
    done = task(TaskState.DONE, due_at=moment(8, 30), decide_by=moment(9, day=16))
    assert lateness(done, NOW) is None


def test_the_warning_climbs_lead_assigner_leader():
    overdue = task(TaskState.RECEIVED, due_at=moment(9, day=14))
    at = {
        hours: lateness(overdue, moment(9, 1, day=14) + timedelta(hours=hours)).rung
        for hours in (0, 2, 24)
    }
    assert at == {0: Rung.LEAD, 2: Rung.ASSIGNER, 24: Rung.LEADER}
    first = lateness(overdue, moment(9, 1, day=14))
    assert next_rung_at(first, "") == moment(11, day=14)
    last = lateness(overdue, moment(10, day=15))
    assert next_rung_at(last, "") is None


def test_every_ladder_climbs_upwards():
    for steps in LADDER.values():
        for (_, ordinary, urgent), (_, later, urgent_later) in pairwise(steps):
            assert ordinary < later
            assert urgent < urgent_later


def test_the_urgent_ladder_is_never_slower():
    assert all(urgent <= ordinary for steps in LADDER.values() for _, ordinary, urgent in steps)


def test_a_reminder_comes_at_half_of_the_time_and_never_after_the_deadline():
    due = task(TaskState.RECEIVED, due_at=moment(12))
    assert due_alerts(due, moment(9, 59)) == []
    assert [a.kind for a in due_alerts(due, moment(10))] == [AlertKind.REMINDER]
    assert [a.kind for a in due_alerts(due, moment(12, 1))] == [AlertKind.OVERDUE]


def test_an_urgent_task_is_reminded_one_hour_before():
    due = task(TaskState.RECEIVED, due_at=moment(12), urgency="hỏa tốc")
    assert due_alerts(due, moment(10, 30)) == []
    assert [a.kind for a in due_alerts(due, moment(11))] == [AlertKind.REMINDER]


@given(
    state=st.sampled_from(TaskState),
    due=st.none() | st.integers(-5000, 5000),
    receive=st.integers(-5000, 5000),
    decide=st.none() | st.integers(-5000, 5000),
    urgency=st.sampled_from(["", "khẩn", "hỏa tốc"]),
    has_lead=st.booleans(),
)
def test_whoever_is_late_has_an_alert_for_it(state, due, receive, decide, urgency, has_lead):
    def instant(minutes):
        return None if minutes is None else NOW + timedelta(minutes=minutes)

    facts = TaskFacts(
        state=state,
        given_at=NOW - timedelta(days=5),
        receive_by=instant(receive),
        due_at=instant(due),
        decide_by=instant(decide),
        urgency=urgency,
        has_lead=has_lead,
    )
    late = lateness(facts, NOW)
    alerts = due_alerts(facts, NOW)
    if late is None:
        assert all(alert.kind == AlertKind.REMINDER for alert in alerts)
    else:
        assert (late.kind, late.rung, late.deadline) in {
            (alert.kind, alert.rung, alert.deadline) for alert in alerts
        }


# Words for deadlines.


@pytest.fixture
def in_vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("due", "relation", "precision", "text"),
    [
        (
            datetime(2021, 5, 21, 14, tzinfo=VIETNAM),
            "before",
            "hour",
            "trước 14 giờ ngày 21/5/2021",
        ),
        (moment(12), "by", "half-day", "12 giờ hôm nay"),
        (moment(7, 30, day=16), "by", "minute", "7 giờ 30 ngày mai"),
        (datetime(2020, 8, 3, 23, 59, 59, tzinfo=VIETNAM), "before", "day", "hết ngày 3/8/2020"),
        (datetime(2021, 9, 15, 23, 59, 59, tzinfo=VIETNAM), "on", "day", "hết hôm nay"),
        (datetime(2021, 9, 30, 23, 59, 59, tzinfo=VIETNAM), "by", "month", "hết tháng 9/2021"),
    ],
)
def test_a_deadline_is_said_as_an_office_says_it(in_vietnamese, due, relation, precision, text):
    assert deadlines.due_text(due, relation, precision, NOW) == text


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (moment(12), "còn 3 giờ"),
        (moment(11, 40), "còn 2 giờ 40 phút"),
        (moment(9, 25), "còn 25 phút"),
        (moment(12, day=17), "còn 2 ngày 3 giờ"),
        (moment(9, day=30), "còn 15 ngày"),
        (moment(8, 40), "quá hạn 20 phút"),
        (moment(6, day=13), "quá hạn 2 ngày 3 giờ"),
    ],
)
def test_what_is_left_is_said_in_two_units_at_most(in_vietnamese, due, text):
    assert deadlines.remaining_text(due, NOW) == text


def test_the_columns_of_the_board_by_deadline():
    columns = [
        deadlines.bucket_of(due, NOW)
        for due in (
            None,
            moment(8, 59),
            moment(12),
            moment(23, 59),
            moment(0, day=16),
            moment(23, 59, day=17),
            moment(23, day=19),
            moment(0, day=20),
        )
    ]
    assert columns == ["none", "late", "today", "today", "two_days", "two_days", "week", "later"]


# Duties.


DAILY = duties.DutyFacts(every="day", opens=time(16), closes=time(17), starts_on=date(2021, 9, 15))


def test_a_daily_duty_is_due_every_day_in_its_window():
    (instance,) = duties.due_instances(DAILY, date(2021, 9, 15))
    assert (instance.opens_at, instance.due_at) == (moment(16), moment(17))
    assert duties.due_instances(DAILY, date(2021, 9, 14)) == []


def test_a_duty_ends_with_its_last_day():
    ended = duties.DutyFacts("day", None, time(17), date(2021, 9, 1), date(2021, 9, 15))
    assert duties.due_instances(ended, date(2021, 9, 15))
    assert not duties.due_instances(ended, date(2021, 9, 16))


def test_weekly_and_monthly_duties_fall_on_their_day():
    weekly = duties.DutyFacts("week", None, time(17), date(2021, 9, 1), weekday=0)
    days = [day for day in range(1, 31) if duties.due_instances(weekly, date(2021, 9, day))]
    assert days == [6, 13, 20, 27]
    monthly = duties.DutyFacts("month", None, time(17), date(2021, 2, 1))
    assert duties.due_instances(monthly, date(2021, 2, 28))
    assert not duties.due_instances(monthly, date(2021, 2, 27))


def test_a_long_stop_is_made_up_for_a_month_at_most():
    made = duties.instances_between(DAILY, date(2021, 9, 15), date(2022, 9, 15))
    assert len(made) == duties.CATCH_UP_DAYS + 1
    assert made[-1].day == date(2022, 9, 15)


def test_a_duty_given_after_todays_hour_begins_tomorrow():
    assert duties.first_day(moment(16, 59), time(17)) == date(2021, 9, 15)
    assert duties.first_day(moment(17), time(17)) == date(2021, 9, 16)
