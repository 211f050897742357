"""Reports are written, sent, corrected; a day is consolidated and signed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lachan.audit.models import Entry
from lachan.command.actions.adjusting import adjust
from lachan.command.actions.consolidating import save_words, sign
from lachan.command.actions.day import escalate, remind_missing, take_due_steps
from lachan.command.actions.drafting import open_report, save_draft
from lachan.command.actions.establishing import establish_reporting
from lachan.command.actions.submitting import return_report, submit
from lachan.command.models import (
    Adjustment,
    Consolidation,
    DailyReport,
    FigureDefinition,
    ReportDuty,
    ReportFigure,
    StepLog,
)
from lachan.command.queries.consolidation import collected, standings
from lachan.command.queries.form import own_duties
from lachan.command.queries.reports import sheet_of
from lachan.command.terms import Standing, Step
from lachan.command.tests.scenes import at, filled, sent
from lachan.core.refused import NotThere, Refused
from lachan.notifications.models import Message
from lachan.tasks.models import Task
from tests.cast import TODAY

YESTERDAY = TODAY - timedelta(days=1)
pytestmark = pytest.mark.django_db


def value_of(report, code):
    return sheet_of(report).row(code).value


def test_establishing_gives_the_province_its_duties_once(cast):
    made = establish_reporting("96/", TODAY)
    assert made == ReportDuty.objects.count() == 4
    assert establish_reporting("96/", TODAY) == 0
    assert {duty.organisation.name for duty in ReportDuty.objects.all()} == {
        "Ủy ban nhân dân thành phố Cà Mau",
        "Ủy ban nhân dân huyện U Minh",
        "Sở Y tế",
        "Công an tỉnh",
    }
    assert FigureDefinition.objects.filter(query="tasks.late").count() == 2


def test_a_unit_writes_its_own_report_and_no_other(reporting):
    report = filled(reporting.city, cases_new="1.204", results="Đã truy vết xong")
    assert value_of(report, "cases-new") == 1204
    assert report.results == "Đã truy vết xong"
    health = own_duties(reporting.health, TODAY)[0]
    with pytest.raises(NotThere):
        open_report(reporting.city, health.pk, TODAY, at(16))
    with pytest.raises(NotThere):
        save_draft(reporting.health, report.pk, {"results": "x"}, at(16))


def test_what_is_wrong_keeps_its_former_value_and_says_why(reporting):
    report = filled(reporting.city, cases_new=5)
    errors = save_draft(
        reporting.city, report.pk, {"figure-cases-new": "-3", "figure-f1-new": "12"}, at(16)
    )
    assert set(errors) == {"figure-cases-new"}
    assert value_of(report, "cases-new") == 5
    assert value_of(report, "f1-new") == 12


def test_an_empty_figure_is_unknown_and_not_zero(reporting):
    report = sent(reporting.city, cases_new=0)
    assert value_of(report, "cases-new") == 0
    assert value_of(report, "f1-new") is None


def test_a_report_cannot_be_sent_before_it_opens(reporting):
    report = filled(reporting.city, now=at(9), cases_new=1)
    with pytest.raises(Refused, match="16:00"):
        submit(reporting.city, report.pk, at(15, 59), version=report.version)


def test_the_cut_off_itself_is_in_time_and_one_second_later_is_late(reporting):
    one = sent(reporting.city, now=at(17), cases_new=1)
    other = sent(reporting.health, now=at(17) + timedelta(seconds=1), tested=1)
    found = {
        unit.report.pk: unit.standing for unit in standings("96/", TODAY, at(18)) if unit.report
    }
    assert found == {one.pk: Standing.SUBMITTED, other.pk: Standing.LATE}


def test_an_officer_writes_and_only_the_head_sends(reporting):
    officer = reporting.users["commune"]
    officer.grants.update(path="96/964/", valid_until=None)
    report = filled(reporting.commune, cases_new=1)
    with pytest.raises(Refused):
        submit(reporting.commune, report.pk, at(16, 5), version=report.version)
    assert submit(reporting.city, report.pk, at(16, 5), version=report.version).number == 1


def test_what_somebody_changed_after_the_review_is_not_sent(reporting):
    report = filled(reporting.city, cases_new=1)
    save_draft(reporting.city, report.pk, {"figure-cases-new": "9"}, at(16))
    with pytest.raises(Refused):
        submit(reporting.city, report.pk, at(16, 5), version=report.version)


def test_an_unusual_change_must_be_confirmed_or_explained(reporting):
    sent(reporting.city, YESTERDAY, cases_new=10)
    report = filled(reporting.city, cases_new=14)
    with pytest.raises(Refused):
        submit(reporting.city, report.pk, at(16, 5), version=report.version)
    submit(reporting.city, report.pk, at(16, 5), version=report.version, confirmed=["cases-new"])
    entry = Entry.objects.filter(event="command.Submitted").first()
    assert entry.payload["confirmed"] == ["cases-new"]


def test_a_cumulative_figure_falls_only_with_a_note(reporting):
    sent(reporting.city, YESTERDAY, cases_total=40)
    report = filled(reporting.city, cases_total=39)
    with pytest.raises(Refused):
        submit(reporting.city, report.pk, at(16, 5), version=report.version)
    save_draft(reporting.city, report.pk, {"note-cases-total": "Trừ một ca tái dương tính"}, at(16))
    report.refresh_from_db()
    assert submit(reporting.city, report.pk, at(16, 5), version=report.version)


def test_what_was_sent_is_frozen_even_for_the_database(reporting):
    report = sent(reporting.city, cases_new=3)
    with pytest.raises(Refused):
        save_draft(reporting.city, report.pk, {"figure-cases-new": "9"}, at(16, 40))
    for change in (
        lambda: ReportFigure.objects.filter(report=report).update(value=9),
        lambda: DailyReport.objects.filter(pk=report.pk).update(results="khác"),
        lambda: DailyReport.objects.filter(pk=report.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_returned_report_keeps_its_number_when_sent_again(reporting):
    report = sent(reporting.city, cases_new=3)
    with pytest.raises(Refused):
        return_report(reporting.synthesist, report.pk, "", at(16, 40))
    return_report(reporting.synthesist, report.pk, "Thiếu số F1", at(16, 40))
    assert standings("96/", TODAY, at(16, 41))[0].standing == Standing.RETURNED
    save_draft(reporting.city, report.pk, {"figure-f1-new": "7"}, at(16, 45))
    report.refresh_from_db()
    again = submit(reporting.city, report.pk, at(16, 50), version=report.version)
    assert again.number == 1
    rows = collected("96/", TODAY, as_of=at(17), now=at(17))["balance"]
    assert [
        (r["source"], r["hour"], r["received"], r["accepted"], r["duplicate"]) for r in rows
    ] == [("reports", 16, 2, 1, 1)]


def test_a_slip_corrects_without_overwriting(reporting):
    report = sent(reporting.city, cases_new=3)
    slip = adjust(reporting.city, report.pk, {"cases-new": 4}, "Đếm sót một ca", at(16, 50))
    report.refresh_from_db()
    assert slip.number == 1
    assert report.figures.get(definition__code="cases-new").value == 3
    assert value_of(report, "cases-new") == 4
    with pytest.raises(Refused):
        adjust(reporting.city, report.pk, {"cases-new": 4}, "Không đổi gì", at(16, 51))
    with pytest.raises(DatabaseError), transaction.atomic():
        Adjustment.objects.update(reason="khác")


def test_the_sum_counts_the_unknown_apart(reporting):
    sent(reporting.city, cases_new=5)
    content = collected("96/", TODAY, as_of=at(17, 5), now=at(17, 5))
    figure = next(f for f in content["figures"] if f["code"] == "cases-new")
    assert (figure["value"], figure["known"], figure["owing"], figure["not_sent"]) == (5, 1, 2, 1)
    assert figure["not_known"] == ["Ủy ban nhân dân huyện U Minh"]
    f1 = next(f for f in content["figures"] if f["code"] == "f1-new")
    assert (f1["value"], f1["unknown"]) == (None, 1)
    assert (content["sent"], content["owed"]) == (1, 4)


def test_a_signed_consolidation_is_numbered_and_frozen(reporting):
    sent(reporting.city, cases_new=5, results="Tốt")
    with pytest.raises(Refused, match="17:00"):
        sign(reporting.leader, TODAY, at(16, 50), version=1)
    with pytest.raises(Refused):
        sign(reporting.synthesist, TODAY, at(17, 5), version=1)
    row = sign(reporting.leader, TODAY, at(17, 5), version=1)
    assert row.number == 1
    assert "Tốt" in row.results
    assert set(row.content["missing"]) >= {"Sở Y tế"}
    with pytest.raises(Refused):
        sign(reporting.leader, TODAY, at(17, 6), version=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consolidation.objects.update(content={})


def test_after_signing_corrections_and_late_reports_go_into_the_next_day(reporting):
    report = sent(reporting.city, YESTERDAY, cases_new=5)
    sign(reporting.leader, YESTERDAY, at(17, 5, YESTERDAY), version=1)
    with pytest.raises(Refused):
        return_report(reporting.synthesist, report.pk, "Sai", at(17, 10, YESTERDAY))
    adjust(reporting.city, report.pk, {"cases-new": 6}, "Đếm sót", at(18, 0, YESTERDAY))
    sent(reporting.health, YESTERDAY, at(19, 0, YESTERDAY), tested=30)
    content = collected("96/", TODAY, as_of=at(17), now=at(17))
    assert [slip["number"] for slip in content["adjustments"]] == [1, 2]
    assert [slip["is_late_report"] for slip in content["adjustments"]] == [False, True]
    signed = Consolidation.objects.get(day=YESTERDAY)
    figure = next(f for f in signed.content["figures"] if f["code"] == "cases-new")
    assert figure["value"] == 5
    assert sign(reporting.leader, TODAY, at(17, 5), version=1).number == 2
    later = collected("96/", TODAY + timedelta(days=1), as_of=at(23), now=at(23))
    assert later["adjustments"] == []


def test_two_synthesists_do_not_overwrite_each_other(reporting):
    save_words(reporting.synthesist, TODAY, {"results": "Một"}, 1, at(17))
    with pytest.raises(Refused):
        save_words(reporting.clerk, TODAY, {"results": "Hai"}, 1, at(17))


def test_the_day_opens_reminds_and_closes_each_once_whatever_restarts(reporting):
    steps = []
    for minute in range(15 * 60 + 58, 17 * 60 + 3):
        for _worker in range(2):
            steps += take_due_steps(at(minute // 60, minute % 60))
    assert steps == [("96/", Step.OPENED), ("96/", Step.REMINDED), ("96/", Step.CLOSED)]
    assert DailyReport.objects.filter(day=TODAY).count() == 4
    synthesist = Message.objects.filter(recipient=reporting.users["synthesist"])
    assert synthesist.count() == 1
    city = Message.objects.filter(recipient=reporting.users["city"])
    assert city.count() == 3


def test_a_system_that_stood_still_opens_and_closes_without_the_stale_reminder(reporting):
    assert take_due_steps(at(18)) == [("96/", Step.OPENED), ("96/", Step.CLOSED)]
    assert StepLog.objects.count() == 2


def test_one_click_reminds_the_missing_and_nobody_else(reporting):
    sent(reporting.city, cases_new=1)
    names = remind_missing(reporting.synthesist, TODAY, at(16, 50))
    assert "Ủy ban nhân dân thành phố Cà Mau" not in names
    assert len(names) == 3
    assert not Message.objects.filter(recipient=reporting.users["city"]).exists()
    with pytest.raises(NotThere):
        remind_missing(reporting.city, TODAY, at(16, 50))


def test_the_missing_are_escalated_only_after_the_cut_off(reporting):
    with pytest.raises(Refused):
        escalate(reporting.synthesist, TODAY, "", at(16, 50))
    names = escalate(reporting.synthesist, TODAY, "Đã gọi hai lần", at(17, 10))
    assert len(names) == 4
    assert Message.objects.filter(recipient=reporting.users["leader"]).exists()


def test_computed_figures_come_from_tasks_and_cannot_be_typed(reporting):
    body = reporting.organisations["so-y-te"]
    for title, due in (("Trễ", at(12)), ("Còn hạn", at(23)), ("Việc của người khác", at(12))):
        lead = reporting.organisations["cong-an-tinh"] if "khác" in title else body
        Task.objects.create(
            path=lead.path,
            assigner_path="96/",
            lead=lead,
            title=title,
            text=title,
            state="in_progress",
            given_at=at(8),
            receive_by=at(9),
            due_at=due,
        )
    report = filled(reporting.health, tasks_late=99)
    row = sheet_of(report).row("tasks-late")
    assert (row.value, row.computed_at) == (1, at(16, 10))
    frozen = submit(reporting.health, report.pk, at(16, 20), version=report.version)
    Task.objects.all().update(state="accepted")
    assert value_of(frozen, "tasks-late") == 1
