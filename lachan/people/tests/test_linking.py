"""Pairs proposed from the register, decided by people, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lachan.core.refused import NotThere, Refused
from lachan.core.text import folded
from lachan.people.actions.linking import link_records
from lachan.people.actions.merging import merge_pair, tell_apart, undo_decision, undo_merge
from lachan.people.models import CandidatePair, Household, Identifier, Merge, Person, Source
from lachan.people.queries.pairs import get_pair, how_many_open, next_pair, pairs
from lachan.people.terms import PairState
from tests.at_once import at_once
from tests.cast import NOW

COMMUNE = "96/964/32025/"
OTHER = "96/964/31999/"


def person(name, *, path=COMMUNE, birth=date(1985, 3, 7), citizen="", phone="0912345678", at=NOW):
    made = Person.objects.create(
        path=path,
        full_name=name,
        folded_name=folded(name),
        sex="female",
        birth_on=birth,
        birth_year=birth.year,
        recorded_at=at,
        changed_at=at,
    )
    Person.objects.filter(pk=made.pk).update(root=made)
    source = Source.objects.create(
        person=made,
        kind="keyed",
        reference=f"test:{made.pk}",
        path=path,
        said_at=at,
        recorded_at=at,
    )
    for kind, value in (("citizen", citizen), ("phone", phone)):
        if value:
            Identifier.objects.create(person=made, kind=kind, value=value, source=source)
    return made


@pytest.fixture
def twice(db):
    """One woman written twice, a neighbour of hers, and a few others."""
    for number, name in enumerate(("Trần Văn Hùng", "Lê Thị Hoa", "Võ Minh Khang", "Lý Kim Yến")):
        person(name, birth=date(1960 + number, 5, 10 + number), phone=f"098000000{number}")
    return (
        person("Nguyễn Thị Bích Lan", citizen="096185001234"),
        person("NGUYEN BICH LAN", birth=date(1985, 7, 3)),
    )


def open_pair():
    return CandidatePair.objects.get(state=PairState.OPEN)


def test_a_run_proposes_the_pair_and_says_what_agrees(twice):
    run = link_records(NOW)
    pair = open_pair()
    assert (pair.left, pair.right) == twice
    assert pair.features["birth"] == "day and month swapped"
    assert (run.records, run.proposed, run.withdrawn) == (6, 1, 0)


def test_a_register_without_persons_is_linked_too(db):
    run = link_records(NOW)
    assert (run.records, run.proposed) == (0, 0)


def test_signs_that_a_table_is_written_with_are_read_as_a_name(db):
    odd = ('Nguyễn "Văn" A, B', "# Trần | B", "Lê;\tC' \\ D")
    for number, name in enumerate(odd):
        person(name, birth=date(1960 + number, 5, 10))
    assert link_records(NOW).records == len(odd)


def test_the_second_run_compares_only_what_changed_and_nothing_when_nothing_did(twice):
    link_records(NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=10)
    assert link_records(later) is None
    third = person("Nguyễn Thị Bích Lan", birth=date(1985, 3, 7), phone="", at=later)
    run = link_records(later + timedelta(minutes=1))
    assert run.changed_only
    assert third.pk in set(CandidatePair.objects.values_list("right_id", flat=True))


def test_after_a_day_everything_is_compared_again(twice):
    link_records(NOW)
    assert not link_records(NOW + timedelta(hours=21)).changed_only


def test_a_pair_that_no_longer_looks_like_one_person_is_withdrawn(twice):
    link_records(NOW)
    later = NOW + timedelta(hours=1)
    _, second = twice
    Person.objects.filter(pk=second.pk).update(
        full_name="Phạm Ngọc Thơ",
        folded_name="pham ngoc tho",
        birth_on=date(1950, 1, 1),
        birth_year=1950,
        changed_at=later,
    )
    assert link_records(later).withdrawn == 1
    assert not CandidatePair.objects.exists()


def test_a_merge_moves_no_row_of_others_and_reads_as_one_person(cast, twice):
    link_records(NOW)
    first, second = twice
    merge_pair(cast.leader, open_pair().pk, now=NOW)
    assert set(Person.objects.filter(root=first)) == {first, second}
    assert Source.objects.filter(person=second).count() == 1
    assert Source.objects.filter(person__root=first).count() == 2


def test_a_merge_taken_back_leaves_everything_as_it_was(cast, twice):
    link_records(NOW)
    before = list(Person.objects.order_by("pk").values_list("pk", "root_id", "full_name"))
    merge = merge_pair(cast.leader, open_pair().pk, now=NOW)
    undo_merge(cast.leader, merge.pk, now=NOW + timedelta(days=29))
    assert list(Person.objects.order_by("pk").values_list("pk", "root_id", "full_name")) == before
    assert CandidatePair.objects.get().state == PairState.DIFFERENT
    with pytest.raises(Refused):
        undo_merge(cast.leader, merge.pk, now=NOW)


def test_a_later_merge_is_taken_back_first(cast, twice):
    first, second = twice
    older = person("Nguyễn Thị Bích Lan", citizen="096185001234", at=NOW - timedelta(days=9))
    link_records(NOW)
    inner = CandidatePair.objects.get(left=first, right=second)
    outer = CandidatePair.objects.get(left=first, right=older)
    merged = merge_pair(cast.leader, inner.pk, now=NOW)
    last = merge_pair(cast.leader, outer.pk, now=NOW)
    assert set(Person.objects.filter(root=older)) == {first, second, older}
    with pytest.raises(Refused):
        undo_merge(cast.leader, merged.pk, now=NOW)
    undo_merge(cast.leader, last.pk, now=NOW)
    undo_merge(cast.leader, merged.pk, now=NOW)
    assert Person.objects.get(pk=second.pk).root_id == second.pk


def test_two_persons_stay_two_whatever_later_runs_say(cast, twice):
    link_records(NOW)
    tell_apart(cast.leader, open_pair().pk, now=NOW)
    link_records(NOW + timedelta(hours=21))
    assert CandidatePair.objects.get().state == PairState.DIFFERENT


def test_a_decision_taken_back_opens_the_pair_again(cast, twice):
    link_records(NOW)
    pair = open_pair()
    merge_pair(cast.leader, pair.pk, now=NOW)
    undo_decision(cast.leader, pair.pk, now=NOW)
    assert open_pair() == pair
    _, second = twice
    assert Person.objects.get(pk=second.pk).root_id == second.pk


def test_who_is_answerable_for_one_of_the_two_only_does_not_see_the_pair(cast, twice):
    _, second = twice
    Person.objects.filter(pk=second.pk).update(path="95/954/31900/")
    link_records(NOW)
    assert not pairs(cast.leader).exists()
    assert not pairs(cast.neighbour).exists()
    with pytest.raises(NotThere):
        get_pair(cast.leader, CandidatePair.objects.get().pk)
    with pytest.raises(NotThere):
        merge_pair(cast.leader, CandidatePair.objects.get().pk, now=NOW)


def test_the_next_pair_follows_the_order_of_the_list_and_begins_again(cast, twice):
    person("NGUYỄN THỊ BÍCH LAN", birth=date(1985, 3, 7), citizen="096185001234")
    link_records(NOW)
    listed = list(pairs(cast.leader))
    assert next_pair(cast.leader, listed[0]) == listed[1]
    assert next_pair(cast.leader, listed[-1]) == listed[0]
    assert sum(how_many_open(cast.leader).values()) == len(listed)


def test_a_household_that_shares_a_phone_is_not_one_person(cast, db):
    home = Household.objects.create(
        path=COMMUNE, address="Số 5, ấp 7", address_key="so 5 ap 7", recorded_at=NOW
    )
    for name, born in (
        ("Nguyễn Văn Hùng", date(1980, 1, 5)),
        ("Nguyễn Thị Hoa", date(1982, 8, 9)),
        ("Nguyễn Văn Nam", date(2009, 2, 3)),
    ):
        Person.objects.filter(pk=person(name, birth=born).pk).update(household=home)
    link_records(NOW)
    assert not CandidatePair.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told_so(cast, twice):
    link_records(NOW)
    pair = open_pair()
    outcomes = at_once(*[lambda: merge_pair(cast.leader, pair.pk, now=NOW)] * 2)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert Merge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_are_one_run(twice):
    runs = at_once(*[lambda: link_records(NOW)] * 2)
    assert CandidatePair.objects.count() == 1
    assert sum(made is not None and made.proposed for made in runs) == 1
