"""What a legal act does to the dated tree: without a database."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.places.rules.amendments import amendment_of, day_of
from lachan.places.rules.tree import Amendment, CannotAmend, Link, Node, Tree, short_name
from lachan.places.terms import UnitKind

MERGED = date(2024, 12, 1)
REFORM = date(2025, 7, 1)
SOURCE = "Nghị quyết thử"


def city(*, with_links: bool = True) -> Tree:
    province = Node("96/", "Tỉnh Cà Mau", UnitKind.PROVINCE, valid_until=REFORM)
    town = Node("96/964/", "Thành phố Cà Mau", UnitKind.DISTRICT, valid_until=REFORM)
    ward = Node("96/964/32002/", "Phường 2", UnitKind.COMMUNE, valid_until=REFORM)
    ninth = Node("96/964/31999/", "Phường 9", UnitKind.COMMUNE, valid_until=REFORM)
    today = Node("96/32002/", "Phường An Xuyên", UnitKind.COMMUNE, REFORM)
    newer = Node("96/", "Tỉnh Cà Mau", UnitKind.PROVINCE, REFORM)
    links = [Link(ward, today, REFORM, False, SOURCE), Link(ninth, today, REFORM, False, SOURCE)]
    return Tree([province, town, ward, ninth, today, newer], links if with_links else [])


def change(action, day, path, name, to_path="", to_name="", *, partial=False, source=SOURCE):
    return Amendment(action, day, path, name, to_path, to_name, partial, source)


def names(tree, day):
    return {node.path: node.full_name for node in tree.nodes if node.is_on(day)}


def test_a_rename_ends_the_old_row_and_begins_another():
    tree = city()
    day = date(2022, 1, 1)
    assert tree.amend(change("rename", day, "96/964/31999/", "Phường 9", to_name="Phường Chín"))
    assert names(tree, day - timedelta(1))["96/964/31999/"] == "Phường 9"
    assert names(tree, day)["96/964/31999/"] == "Phường Chín"
    reform = next(
        link
        for link in tree.links
        if link.happened_on == REFORM and link.predecessor.path == "96/964/31999/"
    )
    assert reform.predecessor.full_name == "Phường Chín"


def test_what_the_data_carry_into_the_past_is_split_backwards():
    tree = city()
    recode = change("rename", MERGED, "96/964/32011/", "Phường 2", "96/964/32002/", "Phường 2")
    assert tree.amend(recode)
    before = names(tree, MERGED - timedelta(1))
    assert before["96/964/32011/"] == "Phường 2"
    assert "96/964/32002/" not in before
    assert names(tree, MERGED)["96/964/32002/"] == "Phường 2"
    assert not tree.amend(recode)


def test_phuong_4_went_into_phuong_2():
    tree = city()
    steps = [
        change("rename", MERGED, "96/964/32011/", "Phường 2", "96/964/32002/", "Phường 2"),
        change("create", date(1900, 1, 1), "96/964/32002/", "Phường 4"),
        change("merge", MERGED, "96/964/32002/", "Phường 4", "96/964/32002/", "Phường 2"),
        change(
            "merge", MERGED, "96/964/31999/", "Phường 9", "96/964/32002/", "Phường 2", partial=True
        ),
    ]
    assert [tree.amend(step) for step in steps] == [True] * 4
    assert names(tree, date(2021, 9, 15))["96/964/32002/"] == "Phường 4"
    assert names(tree, MERGED)["96/964/32002/"] == "Phường 2"
    assert names(tree, MERGED)["96/964/31999/"] == "Phường 9"
    fourth = tree.at("96/964/32002/", date(2021, 9, 15))
    assert fourth.valid_until == MERGED
    links = {(x.predecessor.full_name, x.successor.full_name, x.is_partial) for x in tree.links}
    assert ("Phường 4", "Phường 2", False) in links
    assert ("Phường 9", "Phường 2", True) in links
    assert [tree.amend(step) for step in steps] == [False] * 4


@pytest.mark.parametrize(
    ("amendment", "why"),
    [
        (change("rename", MERGED, "96/964/31999/", "Phường 8", to_name="Phường X"), "Phường 9"),
        (
            change("merge", MERGED, "96/964/1/", "Phường 1", "96/964/31999/", "Phường 9"),
            "96/964/1/",
        ),
        (change("end", MERGED, "96/964/", "Thành phố Cà Mau"), "2"),
        (change("create", MERGED, "96/964/31999/", "Phường Mới"), "Phường 9"),
        (change("create", MERGED, "12/345/", "Huyện Mới"), "12/345/"),
        (change("merge", MERGED, "96/964/31999/", "Phường 9", "96/964/31999/", "Phường 9"), ""),
        (change("end", MERGED, "96/964/31999/", "Phường 9", source="  "), ""),
        (change("vanish", MERGED, "96/964/31999/", "Phường 9"), "vanish"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason_and_changes_nothing(amendment, why):
    tree = city()
    before = {day: names(tree, day) for day in (date(2021, 1, 1), MERGED, REFORM)}
    with pytest.raises(CannotAmend) as refusal:
        tree.amend(amendment)
    assert why in str(refusal.value)
    assert {day: names(tree, day) for day in before} == before


def test_hamlets_end_with_their_commune():
    tree = city()
    hamlet = tree.add(
        Node("96/964/31999/31999-001/", "Khóm 1", UnitKind.HAMLET, valid_until=REFORM)
    )
    tree.amend(change("end", MERGED, "96/964/31999/", "Phường 9"))
    assert hamlet.valid_until == MERGED


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["rename", "merge", "split", "create", "end"]),
            st.dates(date(2020, 1, 1), date(2027, 1, 1)),
            st.sampled_from(["96/964/32002/", "96/964/31999/", "96/32002/", "96/964/1/", "96/"]),
            st.sampled_from(["Phường 2", "Phường 9", "Phường An Xuyên", "Phường X"]),
            st.sampled_from(["", "96/964/32002/", "96/964/2/", "96/32002/"]),
            st.sampled_from(["Phường 2", "Phường Y", "Phường 9"]),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_two_units_never_stand_at_one_path_on_one_day(steps):
    tree = city()
    for action, day, path, name, to_path, to_name, partial in steps:
        try:
            tree.amend(change(action, day, path, name, to_path, to_name, partial=partial))
        except CannotAmend:
            continue
    for nodes in tree.by_path.values():
        for earlier, later in pairwise(nodes):
            assert earlier.valid_until is not None
            assert earlier.valid_until <= later.valid_from
        assert all(n.valid_until is None or n.valid_from < n.valid_until for n in nodes)


def test_a_row_of_a_file_says_all_that_is_wrong_with_it():
    with pytest.raises(ValueError, match="lan man") as problem:
        amendment_of({"action": "lan man", "day": "hôm qua", "path": "abc", "name": ""})
    assert len(str(problem.value).splitlines()) >= 4


def test_a_row_is_read_with_vietnamese_words_and_days():
    found = amendment_of(
        {
            "action": "Sáp nhập",
            "day": "1/12/2024",
            "path": "96/964/32002",
            "name": "Phường 4",
            "to_path": "96/964/32002/",
            "to_name": "Phường 2",
            "partial": "có",
            "source": "NQ 1252",
        }
    )
    assert (found.action, found.day, found.path) == ("merge", MERGED, "96/964/32002/")
    assert found.is_partial


@pytest.mark.parametrize("words", ["2024-12-01", "01/12/2024", "1/12/2024", " 1.12.2024 "])
def test_a_day_is_read_however_it_is_written(words):
    assert day_of(words) == MERGED


def test_the_short_name_drops_the_type_but_not_a_number():
    assert short_name("Xã An Xuyên") == "An Xuyên"
    assert short_name("Thành phố Cà Mau") == "Cà Mau"
    assert short_name("Phường 4") == "Phường 4"
