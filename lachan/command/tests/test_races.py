"""Of people and workers who act at the same moment, one acts; numbers have no gap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from lachan.command.actions.consolidating import sign
from lachan.command.actions.day import take_due_steps
from lachan.command.actions.establishing import establish_reporting
from lachan.command.actions.numbers import next_number
from lachan.command.actions.submitting import submit
from lachan.command.models import Consolidation, DailyReport, StepLog
from lachan.command.terms import Step
from lachan.command.tests.scenes import at, filled
from lachan.core.refused import Refused
from lachan.notifications.models import Message
from tests.at_once import at_once
from tests.cast import TODAY, Cast

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def province():
    cast = Cast.assemble()
    establish_reporting("96/", TODAY - timedelta(days=20))
    return cast


def test_a_day_is_signed_once_by_two_leaders_at_once(province):
    leader = province.leader
    answers = at_once(*[lambda: sign(leader, TODAY, at(17, 5), version=1)] * 4)
    assert sum(isinstance(answer, Consolidation) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    assert Consolidation.objects.get().number == 1


def test_many_days_signed_at_once_are_numbered_without_a_gap(province):
    leader = province.leader
    days = [TODAY - timedelta(days=back) for back in range(8)]
    answers = at_once(*(lambda day=day: sign(leader, day, at(17, 5), version=1) for day in days))
    assert sorted(answer.number for answer in answers) == list(range(1, 9))


def test_a_refused_transaction_leaves_no_gap(province):
    def take(is_refused):
        with transaction.atomic():
            number = next_number("96/", "BC", 2021)
            if is_refused:
                raise Refused("đổi ý")
            return number

    answers = at_once(*(lambda odd=turn % 2: take(is_refused=bool(odd)) for turn in range(7)))
    numbers = sorted(answer for answer in answers if isinstance(answer, int))
    assert numbers == [1, 2, 3, 4]


def test_a_report_is_sent_once_by_two_people_at_once(province):
    report = filled(province.city, cases_new=1)
    city = province.city
    answers = at_once(*[lambda: submit(city, report.pk, at(16, 30), version=report.version)] * 4)
    assert sum(isinstance(answer, DailyReport) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 3


def test_four_workers_open_a_day_once(province):
    answers = at_once(*[lambda: take_due_steps(at(16))] * 4)
    assert sorted(len(answer) for answer in answers) == [0, 0, 0, 1]
    assert [row.step for row in StepLog.objects.all()] == [Step.OPENED]
    assert DailyReport.objects.count() == 4
    assert Message.objects.filter(recipient=province.users["city"]).count() == 1
