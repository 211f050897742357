"""Finding units of both worlds by any name."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from lachan.core.actor import Actor
from lachan.places import actions, queries
from lachan.places.queries.units import above, parts
from lachan.places.terms import Permission

THEN = date(2021, 9, 15)
NOW = date(2026, 8, 2)
OFFICER = Actor(1, "x", frozenset({(Permission.READ, "96/964/")}), workplace="96/964/")


@pytest.fixture(scope="module")
def provinces(django_db_setup, django_db_blocker):
    """Two provinces, loaded once for all tests of the module: they only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load_units(["96", "70"])
        actions.establish_organisations("96/", THEN)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(provinces, db):
    """Within what the module loaded, each test has a transaction of its own."""


def labels(query, day=NOW, **options):
    return [found.label for found in queries.search(OFFICER, query, day=day, **options)]


@pytest.mark.parametrize("query", ["an xuyen", "An Xuyên", "AN XUYÊN", "xa an xuyen", "32023"])
def test_an_xuyen_is_found_and_says_what_it_is_today(loaded, query):
    found = queries.search(OFFICER, query, day=NOW)
    xa = next(one for one in found if one.name == "Xã An Xuyên")
    assert xa.label == "Xã An Xuyên, Thành phố Cà Mau, Tỉnh Cà Mau"
    assert not xa.exists
    assert [(one.unit.full_name, one.since, one.is_partial) for one in xa.became] == [
        ("Phường An Xuyên", date(2025, 7, 1), False)
    ]
    assert "1655/NQ-UBTVQH15" in xa.became[0].source


def test_what_exists_on_the_day_comes_first(loaded):
    assert labels("an xuyen", THEN)[0].startswith("Xã An Xuyên")
    assert labels("an xuyen", NOW)[0].startswith("Phường An Xuyên")


def test_words_of_the_units_above_narrow_the_search(loaded):
    assert labels("phuong 4 ca mau")[0] == "Phường 4, Thành phố Cà Mau, Tỉnh Cà Mau"
    assert not any("Phường 4" in label for label in labels("phuong 4 binh phuoc"))


def test_ones_own_province_comes_first(loaded):
    assert "Cà Mau" in labels("tan thanh")[0]


def test_bodies_are_found_by_their_short_forms(loaded):
    assert labels("syt", THEN) == ["Sở Y tế, Tỉnh Cà Mau"]
    assert labels("ubnd phuong 4", THEN, kinds=["organisation"])[0].startswith("Ủy ban nhân dân")
    assert labels("an xuyen", THEN, kinds=["commune"])[0].startswith("Xã An Xuyên")


@pytest.fixture
def hamlets(loaded):
    """ "Khóm 1" of two wards."""
    rows = [
        (n, {"commune_code": code, "hamlet": "Khóm 1"}) for n, code in ((2, "32002"), (3, "31999"))
    ]
    lister = Actor(None, "t", frozenset({(Permission.LIST_HAMLETS, "")}))
    actions.import_hamlets(lister, rows, file="x", day=THEN)


def test_a_hamlet_is_meant_by_its_name_and_its_commune_s(hamlets):
    found = queries.unit_meant("khóm 1, phường 4, thành phố cà mau", THEN)
    assert found.full_name == "Khóm 1"
    assert queries.unit_meant(queries.unit_words(found.path, THEN), THEN) == found
    assert queries.unit_meant("Khóm 1", THEN) is None


def test_a_hamlet_is_found_with_its_commune(hamlets):
    assert labels("khom 1 phuong 4", THEN)[0].startswith("Khóm 1, Phường 4, Thành phố Cà Mau")


def test_a_district_that_is_no_more_says_what_its_communes_became(loaded):
    found = queries.search(OFFICER, "huyen u minh", day=NOW, kinds=["district"])
    names = {one.unit.full_name for one in found[0].became}
    assert {"Xã U Minh", "Xã Nguyễn Phích"} <= names
    assert all(one.is_partial for one in found[0].became)


@pytest.mark.parametrize("query", ["", "  ", "!!!", "' OR 1=1", "a & | ! ( :*", "\x00", "ạ" * 500])
def test_any_query_is_answered(loaded, query):
    queries.search(OFFICER, query, day=NOW)


def test_who_may_not_read_places_finds_nothing(loaded):
    assert queries.search(Actor(2, "ai"), "an xuyen", day=NOW) == []
    assert not queries.units(Actor(2, "ai")).exists()


def test_parts_and_units_above_are_those_of_the_units_own_time(loaded):
    city = queries.unit_at("96/964/", THEN)
    assert [unit.full_name for unit in above(city)] == ["Tỉnh Cà Mau"]
    assert len(parts(city, THEN)) == 17
    assert len(parts(city, date(2024, 12, 1))) == 16
    assert len(parts(city, NOW)) == 16
    province = queries.unit_at("96/", NOW)
    assert len(parts(province, NOW)) == 64


def test_a_page_of_results_takes_few_queries(loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        queries.search(OFFICER, "an xuyen", day=NOW)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("32023", "96/964/32023/"),
        ("96/964/32023/", "96/964/32023/"),
        ("Xã An Xuyên", "96/964/32023/"),
        ("an xuyen", "96/964/32023/"),
        ("xa an xuyen, thanh pho ca mau", "96/964/32023/"),
        ("An Xuyên, Cà Mau", "96/964/32023/"),
        ("Xã An Xuyên, Huyện U Minh", None),
        ("Phường 4, Tỉnh Cà Mau", "96/964/32002/"),
        # A province and a town.
        ("Cà Mau", None),
        ("Thành phố Cà Mau", "96/964/"),
        ("nơi không có", None),
        ("", None),
        (",", None),
    ],
)
def test_a_name_in_a_form_means_the_one_unit_that_bears_it(loaded, words, path):
    found = queries.unit_meant(words, THEN)
    assert (found.path if found else None) == path


def test_what_a_form_shows_for_a_unit_it_reads_again(loaded):
    for unit in queries.units(OFFICER).on(THEN).filter(path__startswith="96/"):
        words = queries.unit_words(unit.path, THEN)
        assert queries.unit_meant(words, THEN) == unit, words
    assert queries.unit_words("99/999/", THEN) == "99/999/"
