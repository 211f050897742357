"""Seats, neighbours on board, declaring before departure, stays: judged without a database."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.people.terms import IdentifierKind
from lachan.transport.rules.declaring import declared, is_to_be_named
from lachan.transport.rules.manifest import manifest_of
from lachan.transport.rules.seats import DRIVERS_ROW, Seat, seat_of
from lachan.transport.rules.sharing import Aboard, shared_trip
from lachan.transport.rules.staying import Seen, beyond, is_overstay, stays
from lachan.transport.rules.stops import stop_named
from lachan.transport.rules.vehicles import plate_key, plate_words
from lachan.transport.terms import Declared, Direction
from tests.cast import NOW, TODAY

HOUR = timedelta(hours=1)
IN, OUT = Direction.IN, Direction.OUT
TWELVE = timedelta(hours=12)


@pytest.mark.parametrize(
    ("words", "seats_a_row", "seat"),
    [
        ("12B", 0, Seat(12, "B")),
        ("12-b", 0, Seat(12, "B")),
        ("Ghế 7C", 0, Seat(7, "C")),
        ("A12", 3, Seat(4, "A", 1)),
        ("B1", 3, Seat(1, "B", 2)),
        ("ghế 17", 4, Seat(5)),
        ("17", 4, Seat(5)),
        ("số ghế: 16", 4, Seat(4)),
        ("giường 5 tầng 2", 3, Seat(2, "", 2)),
        ("Giường nằm số 3 tầng dưới", 3, Seat(1, "", 1)),
        ("hàng 3", 0, Seat(3)),
        ("hàng ghế số 3 ghế B", 0, Seat(3, "B")),
        ("Tài xế", 4, Seat(DRIVERS_ROW)),
        ("phụ xe", 0, Seat(DRIVERS_ROW)),
    ],
)
def test_a_seat_is_read_as_carriers_write_it(words, seats_a_row, seat):
    assert seat_of(words, seats_a_row=seats_a_row) == seat


@pytest.mark.parametrize("words", ["17", "A12", "giường 5 tầng 2", "ghế 3"])
def test_a_number_that_counts_seats_tells_no_row_while_nobody_knows_the_vehicle(words):
    assert not seat_of(words).is_known


@pytest.mark.parametrize("words", ["", "cuối xe", "0", "VIP", "ghế súp", "A0", "99999", "C?"])
def test_words_that_name_no_seat_leave_it_undetermined(words):
    assert not seat_of(words, seats_a_row=4).is_known


@given(st.text(max_size=40), st.integers(min_value=0, max_value=6))
def test_reading_a_seat_never_fails_and_never_invents_a_row_behind_the_vehicle(words, seats_a_row):
    row = seat_of(words, seats_a_row=seats_a_row).row
    assert row is None or 0 <= row <= 80


@given(st.integers(1, 60), st.integers(1, 6), st.sampled_from(["{}", "ghế {}", "số {}", "A{}"]))
def test_counted_seats_fill_the_rows_from_the_front(number, seats_a_row, form):
    row = seat_of(form.format(number), seats_a_row=seats_a_row).row
    assert (row - 1) * seats_a_row < number <= row * seats_a_row


def test_those_within_two_rows_are_near_the_same_row_first():
    who = Aboard(1, row=5)
    others = [Aboard(pk, row=row) for pk, row in ((2, 5), (3, 3), (4, 7), (5, 8), (6, 2))]
    found = shared_trip(who, [who, *others])
    assert [(near.id, near.apart) for near in found.near] == [(2, 0), (3, 2), (4, 2)]
    assert [near.id for near in found.apart] == [5, 6]


def test_whoever_has_no_known_row_is_listed_apart_and_not_dropped():
    found = shared_trip(Aboard(1, row=5), [Aboard(2), Aboard(3, row=5)])
    assert found.undetermined == (2,)
    assert [near.id for near in found.near] == [3]


def test_around_a_passenger_without_a_row_everybody_is_undetermined():
    found = shared_trip(Aboard(1), [Aboard(2, row=5), Aboard(3)])
    assert found.undetermined == (2, 3)
    assert found.near == ()


def test_who_got_off_where_the_other_got_on_was_not_on_board_with_them():
    who = Aboard(1, row=5, on=0, off=1)
    found = shared_trip(who, [Aboard(2, row=5, on=1, off=2), Aboard(3, row=5, on=0, off=2)])
    assert found.elsewhen == (2,)
    assert [near.id for near in found.near] == [3]


def test_who_told_no_stop_is_taken_to_have_been_on_board_all_the_way():
    found = shared_trip(Aboard(1, row=5, on=2, off=3), [Aboard(2, row=6)])
    assert [near.id for near in found.near] == [2]


_aboard = st.builds(
    Aboard,
    id=st.integers(2, 40),
    row=st.none() | st.integers(0, 20),
    on=st.none() | st.integers(0, 3),
    off=st.none() | st.integers(4, 8),
)


@given(_aboard, st.lists(_aboard, max_size=30, unique_by=lambda row: row.id), st.integers(0, 4))
def test_everybody_else_on_board_is_in_exactly_one_group(who, others, rows_apart):
    found = shared_trip(who, others, rows_apart=rows_apart)
    groups = [near.id for near in (*found.near, *found.apart)]
    groups += [*found.undetermined, *found.elsewhen]
    assert sorted(groups) == sorted(other.id for other in others if other.id != who.id)
    assert all(near.apart <= rows_apart for near in found.near)


@pytest.mark.parametrize(
    ("declared_at", "now", "expected", "named"),
    [
        (NOW - HOUR, NOW, Declared.IN_TIME, False),
        (NOW, NOW, Declared.IN_TIME, False),
        (NOW + HOUR, NOW + 2 * HOUR, Declared.LATE, True),
        (None, NOW - HOUR, Declared.NOT_YET, False),
        (None, NOW, Declared.MISSING, True),
    ],
)
def test_a_trip_is_declared_before_it_departs_or_its_carrier_is_named(
    declared_at, now, expected, named
):
    assert declared(NOW, declared_at, now) == expected
    assert is_to_be_named(NOW, declared_at, now) is named


def test_an_entry_and_the_exit_after_it_are_a_stay():
    (stay,) = stays([Seen(2, OUT, NOW + HOUR), Seen(1, IN, NOW)], new_entry_after=TWELVE)
    assert (stay.entered.id, stay.left.id) == (1, 2)


def test_a_second_post_on_the_way_in_does_not_begin_the_time_anew():
    (stay,) = stays([Seen(1, IN, NOW), Seen(2, IN, NOW + 3 * HOUR)], new_entry_after=TWELVE)
    assert stay.entered.id == 1
    assert stay.left is None


def test_coming_in_anew_days_later_means_that_an_exit_was_not_seen():
    days = timedelta(days=5)
    first, second = stays([Seen(1, IN, NOW), Seen(2, IN, NOW + days)], new_entry_after=TWELVE)
    assert first.exit_unseen
    assert (second.entered.id, second.exit_unseen) == (2, False)


def test_an_exit_of_a_vehicle_that_nobody_saw_come_begins_nothing():
    assert stays([Seen(1, OUT, NOW)], new_entry_after=TWELVE) == []


_seen = st.builds(
    Seen,
    id=st.integers(1, 10_000),
    direction=st.sampled_from(Direction),
    at=st.integers(0, 500).map(lambda hours: NOW + hours * HOUR),
)


@given(st.lists(_seen, max_size=20, unique_by=lambda seen: seen.id), st.randoms())
def test_the_order_in_which_passages_become_known_changes_nothing(passages, random):
    shuffled = list(passages)
    random.shuffle(shuffled)
    found = stays(passages, new_entry_after=TWELVE)
    assert stays(shuffled, new_entry_after=TWELVE) == found
    for before, after in itertools.pairwise(found):
        assert before.left or before.exit_unseen
        assert before.entered.at <= after.entered.at


def test_a_vehicle_is_beyond_its_time_only_while_it_is_here():
    until = NOW + 24 * HOUR
    assert not is_overstay(NOW, until, None, until)
    assert is_overstay(NOW, until, None, until + HOUR)
    assert not is_overstay(NOW, until, until + HOUR, until + HOUR)
    assert not is_overstay(NOW, until, until, until + HOUR)
    assert not is_overstay(None, None, None, NOW)
    assert beyond(until, None, until + 3 * HOUR) == 3 * HOUR
    assert beyond(until, until - HOUR, until + 3 * HOUR) == timedelta(0)


def test_a_plate_is_one_however_it_is_written():
    assert {plate_key(words) for words in ("69A-123.45", "69a 12345", " 69A–12345")} == {"69A12345"}
    assert plate_words("69A12345") == "69A-123.45"
    assert plate_words("CM 12345 TS") == "CM12345TS"


@given(st.text(max_size=30))
def test_normalising_a_plate_twice_changes_nothing(words):
    assert plate_key(plate_key(words)) == plate_key(words)


STOPS = ["Bến xe Cà Mau", "TP. Bạc Liêu", "Cần Thơ", "Bến xe Miền Tây"]


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("Cà Mau", 0),
        ("bac lieu", 1),
        ("BX Cần Thơ", 2),
        ("BX Miền Tây", 3),
        ("bến xe", None),
        ("Sóc Trăng", None),
        ("", None),
    ],
)
def test_a_stop_is_found_by_its_words(words, position):
    assert stop_named(words, STOPS) == position


def test_rows_pasted_with_a_heading_are_read_by_it():
    text = (
        "STT\tHọ và tên\tNăm sinh\tSố ghế\n"
        "1\tNguyễn Văn Mẫu\t1987\tA12\n"
        "2\tTrần Thị Thử\t5/9/1990\t"
    )
    read = manifest_of(text, today=TODAY)
    assert [(line.full_name, line.birth_year, line.seat) for line in read.lines] == [
        ("Nguyễn Văn Mẫu", 1987, "A12"),
        ("Trần Thị Thử", 1990, ""),
    ]
    assert read.lines[1].birth_on == date(1990, 9, 5)


def test_rows_without_a_heading_have_the_order_that_the_page_tells():
    read = manifest_of("A1; Nguyễn Văn Mẫu; 1987; 096087000123; 0912 345 678; Cà Mau", today=TODAY)
    (line,) = read.lines
    assert (line.seat, line.full_name, line.pickup) == ("A1", "Nguyễn Văn Mẫu", "Cà Mau")
    assert line.identifiers == (
        (IdentifierKind.CITIZEN, "096087000123"),
        (IdentifierKind.PHONE, "0912345678"),
    )


def test_a_row_without_a_name_is_counted_and_an_odd_birth_holds_nobody_up():
    read = manifest_of("A1;;1987\nA2;Nguyễn Văn Mẫu;không rõ\n\n", today=TODAY)
    assert read.without_name == (1,)
    assert [line.faults for line in read.lines] == [("birth",)]


@given(st.text(max_size=300))
def test_any_pasted_text_is_read_without_failing(text):
    read = manifest_of(text, today=TODAY)
    numbers = [line.number for line in read.lines] + list(read.without_name)
    assert len(numbers) == len(set(numbers)) <= len(text.splitlines())


def test_the_seats_of_a_row_are_drawn_in_their_order():
    from types import SimpleNamespace

    from lachan.transport.queries.trips import seat_rows

    on = [SimpleNamespace(row=3, seat=seat) for seat in ("10", "9", "11")]
    on += [SimpleNamespace(row=1, seat=seat) for seat in ("B", "A", "")]
    assert [[one.seat for one in row.passengers] for row in seat_rows(on)] == [
        ["", "A", "B"],
        [],
        ["9", "10", "11"],
    ]
