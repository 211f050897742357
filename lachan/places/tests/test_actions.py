"""Loading, amending, bodies, hamlets, boundaries, on a real database."""

from __future__ import annotations

import json
import threading
from datetime import date

import pytest
from django.db import connection

from lachan.audit.models import Entry
from lachan.core.actor import Actor, system
from lachan.core.refused import Refused
from lachan.places import actions, queries
from lachan.places.models import Organisation, Succession, Unit
from lachan.places.queries.files import differences, organisations_csv
from lachan.places.queries.units import parts
from lachan.places.rules.bodies import COLUMNS
from lachan.places.rules.tables import csv_cells, rows_under_headings
from lachan.places.terms import Permission

THEN = date(2021, 9, 15)
NOW = date(2026, 8, 2)
OPERATOR = system("test", *Permission)
SQUARE = [[105.0, 9.0], [105.1, 9.0], [105.1, 9.1], [105.0, 9.1], [105.0, 9.0]]


@pytest.fixture
def ca_mau(db):
    return actions.load_units(["96"])


def communes(province: str, day: date) -> int:
    return Unit.objects.on(day).filter(path__startswith=province, kind="commune").count()


def test_both_worlds_are_loaded_with_the_count_of_each(ca_mau):
    assert communes("96/", THEN) == 101
    assert communes("96/", date(2024, 12, 1)) == 100
    assert communes("96/", NOW) == 64
    assert communes("95/", THEN) == 64
    assert communes("95/", NOW) == 0


def test_a_second_load_changes_nothing(ca_mau):
    before = list(Unit.objects.values_list()), list(Succession.objects.values_list())
    again = actions.load_units(["96"])
    assert (again.units_new, again.successions_new) == (0, 0)
    assert (list(Unit.objects.values_list()), list(Succession.objects.values_list())) == before
    assert Entry.objects.filter(event="places.UnitsLoaded").count() == 1


def test_a_province_brings_those_that_it_was_merged_with(db):
    actions.load_units(["70"])
    roots = set(Unit.objects.filter(kind="province").values_list("path", flat=True))
    assert roots == {"70/", "75/"}
    assert communes("70/", THEN) == 111
    assert queries.unit_at("70/697/", THEN).full_name == "Huyện Chơn Thành"
    assert queries.unit_at("70/697/", date(2023, 1, 1)).full_name == "Thị xã Chơn Thành"
    assert queries.unit_at("75/", NOW).full_name == "Thành phố Đồng Nai"
    assert queries.unit_at("75/", date(2025, 12, 1)).full_name == "Tỉnh Đồng Nai"


def test_an_unknown_province_is_refused(db):
    with pytest.raises(Refused, match="00"):
        actions.load_units(["00"])
    assert not Unit.objects.exists()


def test_phuong_4_became_phuong_2_and_then_an_xuyen_with_the_legal_sources(ca_mau):
    fourth = queries.unit_at("96/964/32002/", THEN)
    assert (fourth.full_name, fourth.valid_until) == ("Phường 4", date(2024, 12, 1))
    second = Succession.objects.get(predecessor=fourth, is_partial=False).successor
    assert (second.full_name, second.valid_from) == ("Phường 2", date(2024, 12, 1))
    last = Succession.objects.get(predecessor=second)
    assert last.successor.full_name == "Phường An Xuyên"
    assert "1655/NQ-UBTVQH15" in last.source
    assert queries.became([fourth], NOW)[fourth.pk][0].unit.full_name == "Phường An Xuyên"
    assert "1252/NQ-UBTVQH15" in Succession.objects.filter(predecessor=fourth).first().source


def test_an_official_list_is_compared_row_by_row(ca_mau):
    rows = [
        {"province_code": "96", "ward_code": "32002", "ward_full_name": "Phường  An Xuyên"},
        {"province_code": "96", "ward_code": "32041", "ward_full_name": "Phường Hoà Thành"},
        {"province_code": "96", "ward_code": "00000", "ward_full_name": "Xã Không"},
    ]
    found = differences(rows, NOW)["96"]
    assert found["missing"] == ["96/00000/ Xã Không"]
    assert found["named_otherwise"] == []
    assert len(found["extra"]) == 62


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_leave_one_set():
    counts, errors = [], []

    def load():
        try:
            counts.append(actions.load_units(["96"]))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert Unit.objects.count() == counts[0].units
    assert sorted(count.units_new for count in counts) == [0, counts[0].units]
    assert Succession.objects.count() == counts[0].successions


# Amending


def row(**cells):
    return {"source": "Nghị quyết thử", **cells}


AN_XUYEN = {"path": "96/964/32023", "name": "Xã An Xuyên"}


def test_an_amendment_is_written_dated_and_recorded_and_known_the_second_time(ca_mau):
    change = row(action="rename", day="1/10/2021", to_name="Phường An Xuyên", **AN_XUYEN)
    first = actions.amend_units(OPERATOR, [(2, change)])
    assert [number for number, _one in first.applied] == [2]
    assert queries.unit_at("96/964/32023/", date(2021, 9, 30)).full_name == "Xã An Xuyên"
    later = queries.unit_at("96/964/32023/", date(2021, 10, 1))
    assert later.full_name == "Phường An Xuyên"
    assert "phuong an xuyen" in later.search_text
    assert queries.became([later], NOW)[later.pk][0].unit.full_name == "Phường An Xuyên"
    assert Entry.objects.get(event="places.UnitAmended").payload["source"] == "Nghị quyết thử"
    assert len(actions.amend_units(OPERATOR, [(2, change)]).known) == 1
    assert actions.load_units(["96"]).units_new == 0


def test_a_dry_run_writes_nothing(ca_mau):
    before = list(Unit.objects.values_list())
    change = row(action="end", day="1/10/2021", **AN_XUYEN)
    assert len(actions.amend_units(OPERATOR, [(2, change)], dry_run=True).applied) == 1
    assert list(Unit.objects.values_list()) == before


def test_good_rows_are_kept_and_the_others_named(ca_mau):
    result = actions.amend_units(
        OPERATOR,
        [
            (2, row(action="end", day="1/10/2021", source="", path="96/964/32023", name="Xã")),
            (3, row(action="end", day="1/10/2021", path="96/964/1", name="Xã Không")),
            (4, row(action="end", day="1/10/2021", **AN_XUYEN)),
        ],
    )
    assert [number for number, _why, _row in result.refused] == [2, 3]
    assert [number for number, _one in result.applied] == [4]


def test_the_bodies_of_a_unit_that_ends_end_with_it(ca_mau):
    actions.establish_organisations("96/", THEN)
    body = Organisation.objects.get(path="96/964/32023/ubnd/")
    actions.amend_units(OPERATOR, [(2, row(action="end", day="1/10/2021", **AN_XUYEN))])
    body.refresh_from_db()
    assert body.valid_until == date(2021, 10, 1)
    assert Organisation.objects.get(path="96/964/ubnd/").valid_until == date(2025, 7, 1)


def test_the_neighbour_may_not_amend(ca_mau):
    neighbour = Actor(1, "láng", frozenset({(Permission.EDIT, "95/")}))
    result = actions.amend_units(neighbour, [(2, row(action="end", day="1/10/2021", **AN_XUYEN))])
    assert len(result.refused) == 1
    assert queries.unit_at("96/964/32023/", date(2022, 1, 1)) is not None


# Bodies


def test_the_standard_bodies_of_both_worlds_are_established_once(ca_mau):
    added = actions.establish_organisations("96/", THEN)
    assert added == Organisation.objects.count() > 900
    assert actions.establish_organisations("96/", THEN) == 0
    for path in ("96/so-y-te/", "96/so-y-te/cdc/", "96/966/huyen-uy/", "96/964/32023/tram-y-te/"):
        assert Organisation.objects.get(path=path).valid_until is not None
    district = Organisation.objects.get(path="96/966/ubnd/")
    assert district.superior.path == "96/ubnd-tinh/"
    assert district.valid_until == date(2025, 7, 1)
    assert Organisation.objects.get(path="96/966/cong-an/").valid_until == date(2025, 3, 1)
    actions.establish_organisations("96/", NOW)
    today = queries.find_organisation("Sở Nông nghiệp và Môi trường", day=NOW, within_path="96/")
    assert today is not None
    assert queries.find_organisation("UBND huyện U Minh", day=NOW, within_path="96/") is None
    assert len(queries.expand_collective("các địa phương", day=NOW, province_path="96/")) == 64


def test_establishing_needs_units_and_permission(db, cast):
    with pytest.raises(Refused):
        actions.establish_organisations("44/", THEN)
    with pytest.raises(Refused):
        actions.establish_organisations("96/", THEN, actor=cast.commune)


def test_a_changed_body_keeps_its_old_row_and_its_subordinates(cast):
    body = cast.organisations["so-y-te"]
    later = actions.change_organisation(
        cast.admin, body, day=date(2021, 10, 1), source="QĐ 1/QĐ-UBND", name="Sở Y tế mới"
    )
    body.refresh_from_db()
    assert (body.name, body.valid_until) == ("Sở Y tế", date(2021, 10, 1))
    assert (later.name, later.valid_from, later.path) == (
        "Sở Y tế mới",
        date(2021, 10, 1),
        body.path,
    )
    find = queries.find_organisation
    assert find("Sở Y tế mới", day=date(2021, 10, 1), within_path="96/").organisation == later
    assert find("Sở Y tế mới", day=THEN, within_path="96/") is None


def test_a_change_needs_a_source_and_a_day_within_the_bodys_time(cast):
    body = cast.organisations["so-y-te"]
    with pytest.raises(Refused):
        actions.change_organisation(cast.admin, body, day=THEN, source=" ", name="X")
    with pytest.raises(Refused):
        actions.change_organisation(cast.admin, body, day=date(1900, 1, 1), source="QĐ", name="X")
    with pytest.raises(Refused):
        actions.correct_organisation(cast.commune, body, name="X")


def test_a_correction_leaves_one_row(cast):
    body = cast.organisations["so-y-te"]
    actions.correct_organisation(cast.admin, body, name="Sở Y tế tỉnh", abbreviations=["SYT"])
    assert Organisation.objects.filter(path=body.path).count() == 1
    assert "so y te tinh" in Organisation.objects.get(pk=body.pk).search_text


def test_a_body_is_added_once_at_one_path(cast):
    values = {
        "unit": cast.units["96/"],
        "code": "so-moi",
        "name": "Sở Mới",
        "kind": "department",
        "valid_from": THEN,
    }
    row = actions.add_organisation(cast.admin, **values)
    assert row.path == "96/so-moi/"
    with pytest.raises(Refused):
        actions.add_organisation(cast.admin, **values)
    ended = actions.end_organisation(cast.admin, row, day=date(2022, 1, 1), source="QĐ 2")
    assert ended.valid_until == date(2022, 1, 1)
    actions.add_organisation(cast.admin, **{**values, "valid_from": date(2022, 1, 1)})


def test_what_is_exported_is_imported_again_without_change(cast):
    content, count = organisations_csv(cast.admin, THEN)
    headings = {name: (name,) for name in COLUMNS}
    rows = rows_under_headings(csv_cells(content), headings, (("path",),))
    result = actions.import_organisations(cast.admin, rows, "bodies.csv")
    assert (result.present, result.new, result.changed, result.faults) == (count, 0, 0, [])
    rows.append((99, {"path": "96/so-y-te", "name": "", "kind": "zoo"}))
    rows.append((100, {"path": "95/so-y-te", "name": "Sở Y tế", "kind": "health"}))
    rows.append((101, {"path": "96/so-moi", "name": "Sở Mới", "kind": "department"}))
    result = actions.import_organisations(cast.admin, rows, "bodies.csv")
    assert result.new == 1
    assert [number for number, _why, _row in result.faults] == [99, 100]


# Hamlets and boundaries


def hamlet_rows(*names, code="32023"):
    return [(n, {"commune_code": code, "hamlet": name}) for n, name in enumerate(names, start=2)]


def test_the_same_list_twice_adds_nothing(ca_mau):
    rows = hamlet_rows("Ấp 1", "Ấp Tân Thời")
    first = actions.import_hamlets(OPERATOR, rows, file="ap.csv", day=THEN)
    assert len(first.new) == 2
    again = actions.import_hamlets(OPERATOR, rows, file="ap.csv", day=THEN)
    assert (len(again.new), again.duplicates) == (0, [2, 3])
    commune = queries.unit_at("96/964/32023/", THEN)
    found = list(parts(commune, THEN))
    assert [unit.full_name for unit in found] == ["Ấp 1", "Ấp Tân Thời"]
    assert found[0].valid_until == date(2025, 7, 1)
    assert found[0].path == "96/964/32023/32023-001/"


def test_a_commune_lists_only_its_own_hamlets(ca_mau):
    own = Actor(1, "xã", frozenset({(Permission.LIST_HAMLETS, "96/964/32023/")}))
    mixed = [*hamlet_rows("Ấp 1"), *hamlet_rows("Khóm 1", code="32002")]
    result = actions.import_hamlets(own, mixed, file="ap.csv", day=THEN)
    assert (len(result.new), len(result.faults)) == (1, 1)
    with pytest.raises(Refused):
        actions.import_hamlets(Actor(2, "ai"), mixed, file="ap.csv", day=THEN)


def feature(code, ring=SQUARE):
    return {
        "type": "Feature",
        "properties": {"ma": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_boundaries_are_matched_by_code_and_what_does_not_fit_is_said(ca_mau):
    content = collection(feature("32002"), feature("99999"), feature("32041", SQUARE[:3]))
    result = actions.import_boundaries(OPERATOR, content, file="x.geojson", day=NOW)
    assert result.by == "ma"
    assert result.matched == ["32002"]
    assert result.unmatched == [(2, "99999")]
    assert [number for number, _code, _why in result.faulty] == [3]
    assert queries.unit_at("96/32002/", NOW).boundary["type"] == "MultiPolygon"
    assert queries.unit_at("96/964/32002/", THEN).boundary is None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00", b"[]", b"{}", b'{"features": [1]}', b"[" * 9999]
)
def test_what_is_no_geojson_is_refused_in_words(ca_mau, content):
    with pytest.raises(Refused):
        actions.import_boundaries(OPERATOR, content, file="x", day=NOW)
