"""Bodies by name, against the database."""

from __future__ import annotations

from datetime import date

from lachan.places import queries
from tests.cast import TODAY


def test_a_body_is_found_by_its_name_on_the_day(cast):
    found = queries.find_organisation("SYT", day=TODAY, within_path="96/")
    assert found.organisation == cast.organisations["so-y-te"]
    assert not found.is_collective


def test_a_body_that_has_ended_is_found_no_more(cast):
    body = cast.organisations["ubnd-u-minh"]
    body.valid_until = date(2025, 7, 1)
    body.save()
    name = "UBND huyện U Minh"
    assert queries.find_organisation(name, day=date(2025, 6, 30), within_path="96/") is not None
    assert queries.find_organisation(name, day=date(2025, 7, 1), within_path="96/") is None


def test_a_collective_is_each_of_its_members(cast):
    found = queries.find_organisation(
        "UBND các huyện, thành phố Cà Mau", day=TODAY, within_path="96/"
    )
    assert found.is_collective
    assert found.organisation is None
    expected = [cast.organisations["ubnd"], cast.organisations["ubnd-u-minh"]]
    assert list(found.organisations) == expected
    assert queries.expand_collective("các địa phương", day=TODAY, province_path="96/") == expected
    assert queries.expand_collective("Sở Y tế", day=TODAY, province_path="96/") == []


def test_the_neighbours_bodies_are_not_meant(cast):
    assert queries.find_organisation("Sở Y tế", day=TODAY, within_path="95/") is None


def test_many_names_are_found_with_one_reading(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        gazetteer = queries.Gazetteer(day=TODAY, within_path="96/")
        names = ("Sở Y tế", "UBND tỉnh", "các huyện, thành phố", "Bộ Y tế")
        assert [gazetteer.find(name) is not None for name in names] == [True, True, True, False]


def test_everybody_of_the_province_knows_its_bodies_and_the_neighbour_does_not(cast):
    assert len(queries.organisations(cast.commune, TODAY)) == 6
    assert not queries.organisations(cast.neighbour, TODAY).exists()
    assert not queries.organisations(cast.nobody, TODAY).exists()


def test_a_unit_is_found_by_path_or_code(cast):
    assert queries.unit_at("96/964/32025/", TODAY) == cast.units["96/964/32025/"]
    assert queries.unit_at("32025", TODAY) == cast.units["96/964/32025/"]
    assert queries.unit_at("99999", TODAY) is None
