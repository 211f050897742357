"""Corrected days of a case change its window, and who is traced from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lachan.audit.models import Entry
from lachan.cases.actions.correcting import correct_case, facts_of
from lachan.cases.models import Case
from lachan.cases.tests.examples import figures
from lachan.contacts.models import Contact, Run
from lachan.contacts.reactions import on_cases_window_changed
from lachan.contacts.terms import Cause
from lachan.tracing.tests.examples import a_case, met, span, told
from tests.cast import NOW

DAY = timedelta(days=1)


@pytest.fixture
def case(cast, settings, run_jobs):
    """Ill since the 12th, and met somebody on the 10th."""
    settings.CLOCK = "tests.cast.at_nine"
    figures()
    made, _people = a_case(cast, "Lê Văn Ca")
    told(cast, made, met("Phạm Thị Gặp", span(9, 10, day=10)))
    corrected(cast, made.case, onset_on=date(2021, 9, 12))
    run_jobs()
    return made.case


def corrected(cast, case, **days):
    """The days of the case are told otherwise."""
    facts = replace(facts_of(Case.objects.get(pk=case.pk)), **days)
    correct_case(cast.synthesist, case.key, facts, reason="hỏi lại người bệnh", now=NOW)


def contacts():
    return set(
        Contact.objects.filter(level__isnull=False).values_list("person__full_name", flat=True)
    )


@pytest.mark.parametrize(
    "days",
    [
        {"onset_on": date(2021, 9, 14)},
        {"isolated_at": NOW - 6 * DAY},
    ],
    ids=["a later onset", "an earlier isolation"],
)
def test_corrected_days_change_the_window_and_trace_again(cast, case, days):
    assert contacts() == {"Phạm Thị Gặp"}
    before, runs = Case.objects.get(pk=case.pk), Run.objects.count()
    heard = Entry.objects.latest("pk").pk
    corrected(cast, case, **days)
    told_since = Entry.objects.filter(pk__gt=heard, event="cases.WindowChanged")
    jobs = ProcrastinateJob.objects.filter(args__entry_id=told_since.get().pk)
    assert jobs.get().args["reaction"].endswith("contacts.reactions.on_cases_window_changed")
    on_cases_window_changed(told_since.get())
    after = Case.objects.get(pk=case.pk)
    window = (after.infectious_from, after.infectious_until)
    assert window != (before.infectious_from, before.infectious_until)
    assert Run.objects.count() == runs + 1
    assert Run.objects.latest("pk").cause == Cause.WINDOW_CHANGED
    assert contacts() == set()
