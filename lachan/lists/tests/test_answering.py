"""Held rows answered singly and in bulk, corrected in Excel and sent back, keyed from paper."""

from __future__ import annotations

import pytest

from lachan.audit.models import Entry
from lachan.core.refused import NotThere, Refused
from lachan.lists.actions.answering import (
    Answer,
    RowAnswer,
    Verdict,
    answer_question,
    answer_row,
    settle_row,
)
from lachan.lists.actions.correcting import correct_rows, fetch_errors, list_of_errors_file
from lachan.lists.actions.files import keep
from lachan.lists.actions.keying import finish_keying, key_row
from lachan.lists.actions.running import run
from lachan.lists.queries.lists import recounted
from lachan.lists.queries.rows import questions_of
from lachan.lists.rules.layout import KEY_HEADING
from lachan.lists.sheets import open_book
from lachan.lists.terms import FileKind, ListState
from lachan.lists.tests.conftest import COMMUNE, at_nine, person, sheet_of
from lachan.people.models import Source
from lachan.people.terms import SourceKind
from tests.cast import NOW

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def go_on(received):
    run(received.pk, at_nine)
    received.refresh_from_db()
    assert received.balance == recounted(received)
    assert received.balance.holds


def rows_in(content: bytes) -> list[list[str]]:
    _digest, path = keep(content)
    return [row.cells for row in open_book(path, FileKind.XLSX).rows(0)]


# questions


def test_rows_with_the_same_trouble_are_one_question(bring):
    received = bring(
        [*(person(n, address="xã Lạ, Cà Mau") for n in (1, 2, 3)), person(4, card="38123")]
    )
    asked = questions_of(received)
    assert [(one.code, one.rows) for one in asked] == [("address-unknown", 3), ("card-length", 1)]


def test_one_answer_counts_for_all_rows_that_ask(bring, cast):
    received = bring([person(n, address="xã Lạ, Cà Mau") for n in (1, 2, 3)])
    [question] = questions_of(received)
    count = answer_question(
        cast.synthesist, received.pk, question.key, Answer(Verdict.UNIT, COMMUNE), now=NOW
    )
    assert count == 3
    go_on(received)
    assert (received.state, received.new, received.held) == (ListState.DONE, 3, 0)
    assert {row.person.path for row in received.rows.all()} == {COMMUNE}
    assert Entry.objects.filter(event="lists.Imported").count() == 2


def test_an_answer_must_be_a_commune_of_today(bring, cast):
    received = bring([person(1, address="xã Lạ")])
    [question] = questions_of(received)
    for words in ("96/964/", "96/964/99999/", "An Xuyên", ""):
        with pytest.raises(Refused):
            answer_question(
                cast.synthesist, received.pk, question.key, Answer(Verdict.UNIT, words), now=NOW
            )


def test_a_row_can_be_taken_without_the_cell_that_asks(bring, cast):
    received = bring([person(1, card="38123")])
    [question] = questions_of(received)
    answer_question(cast.synthesist, received.pk, question.key, Answer(Verdict.NOTHING), now=NOW)
    go_on(received)
    row = received.rows.get()
    assert row.outcome == "new"
    assert "card" not in row.values
    assert row.received[4] == "38123"


@pytest.mark.parametrize(
    ("verdict", "field"), [(Verdict.REFUSE, "refused"), (Verdict.ASIDE, "aside")]
)
def test_rows_can_be_refused_or_told_to_be_about_nobody(bring, cast, verdict, field):
    received = bring([person(1, card="38123")])
    [question] = questions_of(received)
    answer_question(cast.synthesist, received.pk, question.key, Answer(verdict), now=NOW)
    go_on(received)
    assert (getattr(received, field), received.held) == (1, 0)


def test_a_question_that_was_answered_is_not_asked_again(bring, cast):
    received = bring([person(1, card="38123")])
    [question] = questions_of(received)
    answer_question(cast.synthesist, received.pk, question.key, Answer(Verdict.REFUSE), now=NOW)
    with pytest.raises(Refused):
        answer_question(cast.synthesist, received.pk, question.key, Answer(Verdict.REFUSE), now=NOW)


def test_one_row_is_corrected_field_by_field(bring, cast):
    received = bring([person(1, name="", card="38123")])
    row = received.rows.get()
    answer = RowAnswer({"name": "Lê Thị B", "card": "096190123456"})
    answer_row(cast.synthesist, row.pk, answer, now=NOW)
    go_on(received)
    row.refresh_from_db()
    assert (row.outcome, row.person.full_name) == ("new", "Lê Thị B")
    assert row.received[1] == ""
    with pytest.raises(Refused):
        answer_row(cast.synthesist, row.pk, RowAnswer({"name": "Khác"}), now=NOW)


def test_a_row_that_still_asks_stays_held(bring, cast):
    received = bring([person(1, card="38123", birth="31/02/1990")])
    row = received.rows.get()
    answer_row(cast.synthesist, row.pk, RowAnswer({"card": "381234567"}), now=NOW)
    go_on(received)
    row.refresh_from_db()
    assert [remark["code"] for remark in row.remarks] == ["date-impossible"]
    assert received.held == 1


def test_answers_in_a_list_that_is_only_checked_wait_for_the_import(bring, cast):
    received = bring([person(1, card="38123")], import_when_read=False)
    [question] = questions_of(received)
    answer_question(cast.synthesist, received.pk, question.key, Answer(Verdict.NOTHING), now=NOW)
    received.refresh_from_db()
    assert (received.state, received.waiting, received.new) == (ListState.CHECKED, 1, 0)


def test_the_neighbour_answers_nothing(bring, cast):
    received = bring([person(1, card="38123")])
    row = received.rows.get()
    with pytest.raises(NotThere):
        settle_row(cast.neighbour, row.pk, Verdict.REFUSE, now=NOW)
    with pytest.raises(NotThere):
        answer_question(cast.neighbour, received.pk, row.question, Answer(Verdict.REFUSE), now=NOW)


# the file of errors


def test_the_file_of_errors_has_only_bad_rows_in_the_layout_of_the_sender(bring, cast):
    received = bring([person(1), person(2, card="9.60E+10"), person(3, name="")])
    content, count = fetch_errors(cast.synthesist, received.pk)
    rows = rows_in(content)
    heading = next(row for row in rows if KEY_HEADING in row)
    assert count == 2
    assert heading[:3] == ["STT", "Họ và tên", "Ngày sinh"]
    below = rows[rows.index(heading) + 1 :]
    assert [row[4] for row in below] == ["9.60E+10", "096090000003"]
    assert below[0][8].startswith("Cột E: ")
    assert "làm tròn" in below[0][8]
    assert Entry.objects.filter(event="lists.ErrorsFetched").count() == 1


def corrected(content: bytes, changes: dict[int, dict[int, str]]) -> bytes:
    """The file of errors with cells changed: row below the heading -> column -> words."""
    rows = rows_in(content)
    first = next(n for n, row in enumerate(rows) if KEY_HEADING in row) + 1
    for number, cells in changes.items():
        for column, words in cells.items():
            rows[first + number][column] = words
    return sheet_of(rows)


def test_corrected_rows_replace_just_those_that_were_bad(bring, cast):
    received = bring(
        [person(1), person(2, card="9.60E+10"), person(3, name=""), person(4, name="")]
    )
    content, _count = fetch_errors(cast.synthesist, received.pk)
    back = corrected(content, {0: {4: "096090000002"}, 1: {1: "Trần Thị C"}})
    assert list_of_errors_file(back) == str(received.key)
    assert correct_rows(cast.synthesist, received.pk, back, "loi.xlsx", now=NOW) == 2
    go_on(received)
    assert (received.received, received.new, received.held, received.refused) == (4, 3, 0, 1)
    row = received.rows.get(row=3)
    assert row.received[4] == "9.60E+10"
    assert row.corrected[4] == "096090000002"


def test_the_same_corrected_file_twice_adds_nothing(bring, cast):
    received = bring([person(1, name="")])
    content, _count = fetch_errors(cast.synthesist, received.pk)
    back = corrected(content, {0: {1: "Trần Thị C"}})
    correct_rows(cast.synthesist, received.pk, back, "loi.xlsx", now=NOW)
    go_on(received)
    with pytest.raises(Refused):
        correct_rows(cast.synthesist, received.pk, back, "loi.xlsx", now=NOW)
    assert received.new == 1


def test_a_file_of_errors_of_another_list_changes_nothing(bring, cast):
    one = bring([person(1, name="")])
    other = bring([person(2, name="")], name="khac.xlsx")
    content, _count = fetch_errors(cast.synthesist, one.pk)
    back = corrected(content, {0: {1: "Trần Thị C"}})
    with pytest.raises(Refused):
        correct_rows(cast.synthesist, other.pk, back, "loi.xlsx", now=NOW)


def test_a_row_that_was_not_corrected_stays_as_it_is(bring, cast):
    received = bring([person(1, name=""), person(2, card="38123")])
    content, _count = fetch_errors(cast.synthesist, received.pk)
    back = corrected(content, {0: {1: "Trần Thị C"}})
    assert correct_rows(cast.synthesist, received.pk, back, "loi.xlsx", now=NOW) == 1
    assert received.rows.get(row=3).corrected is None


# paper


def test_a_picture_becomes_a_list_of_keyed_rows(take, cast):
    received = take(content=PNG, name="anh.png")
    assert received.state == ListState.KEYING
    values = {
        "name": "Nguyễn Văn A",
        "birth": "1990",
        "card": "096090123456",
        "address": "xã An Xuyên",
    }
    row = key_row(cast.synthesist, received.pk, values, now=NOW)
    assert (row.row, row.outcome, row.person.path) == (1, "new", COMMUNE)
    assert Source.objects.get(reference=f"lists.Row:{row.pk}").kind == SourceKind.KEYED
    held = key_row(cast.synthesist, received.pk, values | {"card": "38123"}, now=NOW)
    assert (held.row, held.outcome) == (2, "held")
    received.refresh_from_db()
    assert (received.received, received.new, received.held) == (2, 1, 1)
    finish_keying(cast.synthesist, received.pk, now=NOW)
    assert Entry.objects.filter(event="lists.Imported").count() == 1


def test_an_empty_row_is_not_keyed(take, cast):
    received = take(content=PNG, name="anh.png")
    with pytest.raises(Refused):
        key_row(cast.synthesist, received.pk, {"name": "  "}, now=NOW)
    with pytest.raises(Refused):
        finish_keying(cast.synthesist, received.pk, now=NOW)
