"""From a file to persons: the balance, questions about the file, stopping, resuming, once only."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lachan.audit.models import Entry
from lachan.core.refused import NotThere, Refused
from lachan.lists.actions import running
from lachan.lists.actions.choosing import Choice, SheetChoice, choose_columns, forget_mapping
from lachan.lists.actions.files import kept
from lachan.lists.actions.receiving import Incoming, SameFile, receive_list
from lachan.lists.actions.running import (
    discard,
    import_chunk,
    resume_unfinished,
    run,
    start,
    stop,
)
from lachan.lists.models import ListRow, Mapping, ReceivedList
from lachan.lists.queries import imported_rows
from lachan.lists.queries.lists import progress_of, recounted
from lachan.lists.terms import ListState, Outcome
from lachan.lists.tests.conftest import COMMUNE, HEAD, at_nine, csv_of, person, sheet_of
from lachan.people.models import Person
from tests.cast import NOW


def outcomes(received):
    return list(received.rows.order_by("row").values_list("outcome", flat=True))


def test_every_row_is_new_matched_held_or_refused(bring):
    received = bring(
        [
            person(1),
            person(2),
            person(1),
            person(3, card="9.60E+10"),
            person(4, name=""),
            ["", "Tổng cộng: 5"],
        ]
    )
    assert outcomes(received) == ["new", "new", "matched", "held", "refused", "aside"]
    balance = received.balance
    assert (balance.received, balance.new, balance.matched) == (5, 2, 1)
    assert (balance.held, balance.refused, balance.waiting, balance.aside) == (1, 1, 0, 1)
    assert balance.holds
    assert recounted(received) == balance
    assert received.state == ListState.DONE


def test_a_person_belongs_to_the_commune_of_the_address(bring):
    received = bring([person(1)])
    row = received.rows.get()
    assert row.person.path == COMMUNE
    assert row.values["hamlet"] == "ấp 7"
    assert row.person.full_name == row.values["name"]


def test_the_row_is_kept_word_for_word(bring):
    received = bring([person(1, phone="0901.200.001", birth=" 05 / 07 / 1990 ")])
    row = received.rows.get()
    assert row.received[5] == "0901.200.001"
    assert row.values["phone"] == "0901200001"
    assert row.values["birth_on"] == "1990-07-05"


def test_the_dry_run_counts_and_makes_nobody(bring):
    received = bring([person(1), person(2, card="38123")], import_when_read=False)
    assert received.state == ListState.CHECKED
    assert (received.waiting, received.held, received.new) == (1, 1, 0)
    assert not Person.objects.exists()


def test_the_same_file_twice_adds_nothing_and_says_who_brought_it(bring, take):
    received = bring([person(1)])
    with pytest.raises(SameFile) as refusal:
        take(content=kept(received).read_bytes(), name="khac-ten.xlsx")
    assert refusal.value.earlier == received
    assert "09:00" in str(refusal.value)
    assert "15/9/2021" in str(refusal.value)
    assert ReceivedList.objects.count() == 1


def test_the_same_persons_in_another_file_are_matched(bring):
    bring([person(1), person(2)])
    again = bring(content=csv_of([HEAD, person(1), person(2), person(3)]), name="ds.csv")
    assert outcomes(again) == ["matched", "matched", "new"]
    assert Person.objects.roots().count() == 3


def test_the_database_refuses_a_balance_that_does_not_hold(bring):
    received = bring([person(1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceivedList.objects.filter(pk=received.pk).update(new=7)


def test_the_counts_follow_the_rows_whoever_writes_them(bring):
    received = bring([person(1), person(2, card="38123")])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lists_listrow WHERE list_id = %s", [received.pk])
    received.refresh_from_db()
    assert received.balance == recounted(received)
    assert received.received == 0


# what is asked about the file


def test_hidden_rows_are_counted_and_asked_about(take, cast):
    rows = [HEAD, person(1), person(2), person(3)]
    received = take(content=sheet_of(rows, hidden=[2]))
    assert received.concerns["hidden_rows"] == {"count": 1, "answer": None}
    choose_columns(cast.synthesist, received.pk, Choice(), now=NOW)
    with pytest.raises(Refused, match="câu hỏi về tệp"):
        start(cast.synthesist, received.pk, import_when_read=True, now=NOW)


@pytest.mark.parametrize(("answer", "expected"), [("take", 3), ("leave", 2)])
def test_hidden_rows_are_read_or_left_as_was_answered(bring, answer, expected):
    content = sheet_of([HEAD, person(1), person(2), person(3)], hidden=[2])
    received = bring(content=content, answers={"hidden_rows": answer})
    assert received.received == expected
    assert received.received + received.aside == 3


def test_a_list_of_exactly_65536_rows_asks_whether_it_was_cut_off(take, cast):
    line = b"Nguyen Van A;1990\n"
    received = take(content=b"Ho va ten;Nam sinh\n" + line * 65_535, name="ds.csv")
    assert received.concerns["cut_off"]["count"] == 65_536
    choose_columns(cast.synthesist, received.pk, Choice(answers={"cut_off": "cut"}), now=NOW)
    with pytest.raises(Refused):
        start(cast.synthesist, received.pk, import_when_read=False, now=NOW)
    choose_columns(cast.synthesist, received.pk, Choice(answers={"cut_off": "whole"}), now=NOW)
    assert start(cast.synthesist, received.pk, import_when_read=False, now=NOW)


def test_one_row_less_asks_nothing(take):
    received = take(content=b"Ho va ten;Nam sinh\n" + b"Nguyen Van A;1990\n" * 65_534, name="a.csv")
    assert received.concerns == {}


def test_a_list_without_a_name_column_says_what_is_missing(take, cast):
    received = take(
        content=csv_of([["STT", "Điện thoại", "Năm sinh"], ["1", "0901234567", "1990"]])
    )
    choose_columns(cast.synthesist, received.pk, Choice(), now=NOW)
    with pytest.raises(Refused, match="chưa có cột"):
        start(cast.synthesist, received.pk, import_when_read=False, now=NOW)


def test_columns_that_were_chosen_are_kept_for_the_next_list(take, cast):
    head = ["STT", "Cột lạ", "Họ và tên", "Ngày sinh"]
    first = take(
        content=csv_of([head, ["1", "0901200001", "Nguyễn Văn A", "1/7/1990"]]), sender="CA"
    )
    assert "1" not in first.sheets[0]["mapping"]
    chosen = {1: "phone", 2: "name", 3: "birth"}
    choose_columns(cast.synthesist, first.pk, Choice({0: SheetChoice(True, chosen)}), now=NOW)
    second = take(
        content=csv_of([head, ["1", "0901200002", "Trần Văn B", "2/7/1990"]]), sender="CA"
    )
    assert second.sheets[0]["mapping"]["1"] == "phone"
    saved = Mapping.objects.get()
    forget_mapping(cast.synthesist, saved.pk)
    third = take(content=csv_of([head, ["1", "0901200003", "Lê Văn C", "3/7/1990"]]), sender="CA")
    assert "1" not in third.sheets[0]["mapping"]


def test_choosing_other_columns_after_the_dry_run_reads_anew(bring, cast):
    received = bring([person(1)], import_when_read=False)
    choice = Choice({0: SheetChoice(True, {1: "name", 2: "birth", 6: "address"})})
    choose_columns(cast.synthesist, received.pk, choice, now=NOW)
    received.refresh_from_db()
    assert (received.received, received.is_read) == (0, False)
    start(cast.synthesist, received.pk, import_when_read=False, now=NOW, deferred=False)
    run(received.pk, at_nine)
    assert "card" not in received.rows.get().values


def test_columns_cannot_change_once_persons_were_made(bring, cast):
    received = bring([person(1)])
    with pytest.raises(Refused):
        choose_columns(cast.synthesist, received.pk, Choice(), now=NOW)


# stopping, resuming, once only


def few_at_a_time(monkeypatch, number=2):
    monkeypatch.setattr("lachan.lists.actions.taking.CHUNK", number)
    monkeypatch.setattr(running, "READ_CHUNK", number)


def test_a_list_that_is_stopped_keeps_what_was_committed_and_goes_on(bring, cast, monkeypatch):
    few_at_a_time(monkeypatch)
    received = bring([person(n) for n in range(1, 8)], import_when_read=False)
    start(cast.synthesist, received.pk, import_when_read=True, now=NOW, deferred=False)
    assert import_chunk(received.pk, NOW)
    stop(cast.synthesist, received.pk, now=NOW)
    run(received.pk, at_nine)
    received.refresh_from_db()
    assert (received.state, received.new, received.waiting) == (ListState.STOPPED, 2, 5)
    start(cast.synthesist, received.pk, import_when_read=True, now=NOW, deferred=False)
    run(received.pk, at_nine)
    received.refresh_from_db()
    assert (received.state, received.new, received.matched) == (ListState.DONE, 7, 0)


def test_a_killed_reading_goes_on_behind_the_last_committed_row(bring, cast, monkeypatch, take):
    few_at_a_time(monkeypatch)
    received = take([person(n) for n in range(1, 8)])
    choose_columns(cast.synthesist, received.pk, Choice(), now=NOW)
    start(cast.synthesist, received.pk, import_when_read=True, now=NOW, deferred=False)

    class Killed(BaseException):
        pass

    real, calls = running._write, []

    def dies_at_the_third(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return real(*arguments)

    monkeypatch.setattr(running, "_write", dies_at_the_third)
    with pytest.raises(Killed):
        run(received.pk, at_nine)
    received.refresh_from_db()
    assert (received.state, received.received) == (ListState.READING, 4)
    monkeypatch.setattr(running, "_write", real)
    run(received.pk, at_nine)
    received.refresh_from_db()
    assert (received.state, received.received, received.new) == (ListState.DONE, 7, 7)
    assert list(received.rows.order_by("row").values_list("row", flat=True)) == list(range(2, 9))


def test_a_lost_list_is_asked_for_again_and_a_done_one_is_not(bring, cast, run_jobs):
    received = bring([person(1)], import_when_read=False)
    start(cast.synthesist, received.pk, import_when_read=True, now=NOW, deferred=False)
    assert resume_unfinished(NOW) == 1
    run_jobs()
    received.refresh_from_db()
    assert received.state == ListState.DONE
    assert resume_unfinished(NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_every_row_once(bring, cast):
    received = bring([person(n) for n in range(1, 30)], import_when_read=False)
    start(cast.synthesist, received.pk, import_when_read=True, now=NOW, deferred=False)

    def work():
        try:
            run(received.pk, at_nine)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    received.refresh_from_db()
    assert (received.state, received.new, received.matched) == (ListState.DONE, 29, 0)
    assert Entry.objects.filter(event="lists.Imported").count() == 1


def test_an_error_of_the_worker_is_said_and_can_be_resumed(bring, cast, monkeypatch):
    received = bring([person(1)], import_when_read=False)
    start(cast.synthesist, received.pk, import_when_read=True, now=NOW, deferred=False)

    def breaks(*_arguments, **_options):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(running, "recognise_waiting", breaks)
    with pytest.raises(RuntimeError):
        run(received.pk, at_nine)
    received.refresh_from_db()
    assert received.state == ListState.STOPPED
    assert received.trouble
    monkeypatch.undo()


def test_a_list_is_put_away_only_while_nobody_came_of_it(bring, cast):
    checked = bring([person(1)], import_when_read=False)
    discard(cast.synthesist, checked.pk, "gửi nhầm", now=NOW)
    checked.refresh_from_db()
    assert (checked.state, checked.received) == (ListState.DISCARDED, 0)
    done = bring([person(1)])
    with pytest.raises(Refused):
        discard(cast.synthesist, done.pk, "", now=NOW)


def test_the_event_tells_the_balance_and_the_rows_can_be_read(bring):
    received = bring([person(1), person(2), person(3, name="")])
    entry = Entry.objects.get(event="lists.Imported")
    assert entry.payload["new"] == 2
    assert "Nguyễn" not in str(entry.payload)
    rows = list(imported_rows(received.pk))
    assert [row.outcome for row in rows] == ["new", "new"]
    assert rows[0].reference == f"lists.Row:{rows[0].id}"
    assert list(imported_rows(received.pk, after=rows[0].id)) == rows[1:]


def test_progress_tells_rate_and_time_left(bring, cast):
    received = bring([person(n) for n in range(1, 5)], import_when_read=False)
    start(cast.synthesist, received.pk, import_when_read=True, now=NOW, deferred=False)
    ListRow.objects.filter(list=received, row__lte=3).delete()
    received.refresh_from_db()
    received.started_at, received.progress_at = NOW, NOW + timedelta(seconds=2)
    received.waiting, received.new = 1, 1
    found = progress_of(received, NOW + timedelta(seconds=40))
    assert (found.done, found.total, found.is_running, found.is_silent) == (1, 2, True, True)
    assert (found.rate, found.left) == (0.5, 2.0)


# who may


def test_only_who_may_import_at_the_unit_brings_lists_in(take, cast):
    with pytest.raises(Refused):
        take([person(1)], by="clerk")
    with pytest.raises(Refused):
        take([person(1)], by="commune", path="96/")
    assert take([person(1)], by="commune", path=COMMUNE)


def test_the_neighbour_does_not_even_see_that_there_is_a_list(take, cast):
    received = take([person(1)])
    with pytest.raises(NotThere):
        stop(cast.neighbour, received.pk, now=NOW)


def test_a_commune_needs_no_address(bring):
    received = bring([person(1, address="")], by="commune", path=COMMUNE)
    assert received.rows.get().person.path == COMMUNE
    assert received.rows.get().outcome == Outcome.NEW


def test_a_row_for_another_province_is_held(bring):
    received = bring([person(1, address="Tỉnh Bạc Liêu")])
    assert received.rows.get().remarks[0]["code"] == "address-elsewhere"


def test_an_unknown_kind_is_refused(cast):
    with pytest.raises(Refused):
        receive_list(cast.leader, Incoming(b"a;b", "a.csv", "unknown", "96/"), now=NOW)
