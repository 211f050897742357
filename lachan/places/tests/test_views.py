"""The pages of places as people meet them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lachan.places.models import Organisation, Succession, Unit

REFORM = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def played_day(settings):
    """The morning of 15/9/2021."""
    settings.CLOCK_STARTS_AT = "2021-09-15T09:00"
    settings.CLOCK_SET_AT = datetime.now(UTC).isoformat()


@pytest.fixture
def sign_in(client, cast):
    def as_user(name):
        client.force_login(cast.users[name])
        return client

    return as_user


@pytest.fixture
def future(cast):
    """Xã An Xuyên becomes Phường An Xuyên on 1/7/2025."""
    old = cast.units["96/964/32025/"]
    Unit.objects.filter(pk=old.pk).update(
        valid_until=REFORM, search_text="an xuyen | xa an xuyen | thanh pho ca mau | 32025"
    )
    new = Unit.objects.create(
        code="32002",
        kind="commune",
        name="An Xuyên",
        full_name="Phường An Xuyên",
        search_text="an xuyen | phuong an xuyen | tinh ca mau | 32002",
        parent=cast.units["96/"],
        path="96/32002/",
        valid_from=REFORM,
        source="Nghị quyết 1655/NQ-UBTVQH15",
    )
    Succession.objects.create(
        predecessor=old, successor=new, happened_on=REFORM, source="Nghị quyết 1655/NQ-UBTVQH15"
    )
    return old, new


def test_the_list_begins_with_ones_own_province(sign_in):
    page = sign_in("commune").get(reverse("places:units")).content.decode()
    assert "Huyện U Minh" in page
    assert "Tỉnh Bạc Liêu" not in page


def test_searching_finds_old_and_new_names_and_says_what_is_what(sign_in, future):
    client = sign_in("neighbour")
    page = client.get(reverse("places:units"), {"q": "an xuyen"}).content.decode()
    assert "Xã An Xuyên" in page
    assert "Phường An Xuyên" in page
    today = client.get(reverse("places:units"), {"q": "an xuyen", "world": "day"})
    assert "32002" not in today.content.decode()
    later = client.get(reverse("places:units"), {"day": "2/8/2026", "province": "96"})
    assert "Phường An Xuyên" in later.content.decode()
    assert "Xã An Xuyên" not in later.content.decode()


def test_a_unit_shows_its_successor_with_the_legal_source(sign_in, future):
    old, new = future
    page = sign_in("commune").get(reverse("places:unit", args=[old.pk])).content.decode()
    assert reverse("places:unit", args=[new.pk]) in page
    assert "1655/NQ-UBTVQH15" in page
    assert reverse("places:amend") not in page


def test_a_unit_with_a_boundary_is_drawn(sign_in, cast):
    square = [[105.0, 9.0], [105.1, 9.0], [105.1, 9.1], [105.0, 9.1], [105.0, 9.0]]
    boundary = {"type": "MultiPolygon", "coordinates": [[square]]}
    Unit.objects.filter(path__in=["96/964/", "96/966/"]).update(boundary=boundary)
    client = sign_in("leader")
    page = client.get(reverse("places:unit", args=[cast.units["96/"].pk])).content.decode()
    assert page.count('class="map-shape"') == 2
    own = client.get(reverse("places:unit", args=[cast.units["96/964/"].pk])).content.decode()
    assert 'class="map-outline"' in own


def test_the_list_is_exported(sign_in, future):
    answer = sign_in("leader").get(reverse("places:units"), {"export": "xlsx"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    cells = [cell for row in sheet.to_python() for cell in row]
    assert "Xã An Xuyên" in cells
    assert any("Phường An Xuyên" in str(cell) for cell in cells)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "u minh", "format": "options"}, '<option value="96/966/">'),
        ({"unit": "u minh", "format": "options", "kind": "unit"}, '<option value="96/966/">'),
        ({"q": "so y te", "format": "options", "kind": "organisation"}, "96/so-y-te/"),
        ({"q": "u minh", "format": "options", "value": "name"}, '<option value="Huyện U Minh">'),
        ({"q": "u minh", "format": "json"}, '"path": "96/966/"'),
        ({"q": "u minh"}, "/places/units/"),
        ({"q": "", "format": "json"}, "[]"),
        ({"limit": "-3", "day": "hôm nay", "q": "u minh", "format": "json"}, "96/966/"),
    ],
)
def test_other_forms_can_ask_for_suggestions(sign_in, query, expected):
    answer = sign_in("health").get(reverse("places:search"), query)
    assert answer.status_code == 200
    assert expected in answer.content.decode()


def test_the_neighbour_sees_no_bodies_and_cannot_touch_them(sign_in, cast):
    client = sign_in("neighbour")
    body = cast.organisations["so-y-te"]
    assert "Sở Y tế" not in client.get(reverse("places:organisations")).content.decode()
    for name in ("organisation", "edit_organisation", "end_organisation"):
        assert client.get(reverse(f"places:{name}", args=[body.pk])).status_code == 404


def test_who_has_no_place_reads_nothing(sign_in):
    client = sign_in("nobody")
    for name in ("units", "organisations", "hamlets", "search", "amend", "hamlet_file"):
        assert client.get(reverse(f"places:{name}")).status_code in (302, 403, 409)


def test_a_body_is_added_changed_from_a_day_and_ended(sign_in):
    client = sign_in("admin")
    values = {
        "name": "Sở Mới",
        "unit": "96/",
        "kind": "department",
        "abbreviations": "SM; Ngành mới",
        "valid_from": "1/9/2021",
    }
    client.post(reverse("places:add_organisation"), values)
    body = Organisation.objects.get(path="96/so-moi/")
    assert body.abbreviations == ["SM", "Ngành mới"]
    edit = reverse("places:edit_organisation", args=[body.pk])
    change = {**values, "name": "Sở Mới hơn", "how": "changed", "day_changed": "10/9/2021"}
    assert client.post(edit, change).status_code == 422
    client.post(edit, {**change, "source": "QĐ 1/QĐ-UBND"})
    times = Organisation.objects.filter(path="96/so-moi/").order_by("valid_from")
    assert [row.name for row in times] == ["Sở Mới", "Sở Mới hơn"]
    later = Organisation.objects.get(name="Sở Mới hơn")
    client.post(
        reverse("places:end_organisation", args=[later.pk]),
        {"day": "1/1/2022", "source": "QĐ 2/QĐ-UBND"},
    )
    later.refresh_from_db()
    assert later.valid_until == date(2022, 1, 1)
    page = client.get(reverse("places:organisation", args=[later.pk])).content.decode()
    assert "QĐ 1/QĐ-UBND" in page


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(sign_in):
    answer = sign_in("admin").post(
        reverse("places:add_organisation"),
        {"name": "Sở Thử", "unit": "99999", "kind": "department", "valid_from": "mai"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Sở Thử" in page
    assert page.count("field-error") >= 2


def hamlet_file(*lines):
    content = "\n".join(["Mã xã,Tên ấp", *lines]).encode("utf-8-sig")
    return SimpleUploadedFile("ap.csv", content, "text/csv")


def test_a_commune_sends_its_hamlets_and_fetches_the_faulty_rows(sign_in):
    client = sign_in("commune")
    url = reverse("places:hamlet_file")
    lines = ["32025,Ấp 1", "32025,Ấp 1", "32025,", "31999,Khóm 1"]
    answer = client.post(url, {"file": hamlet_file(*lines), "day": "15/9/2021"})
    page = answer.content.decode()
    assert "Nhận 4 = mới 1 + trùng 1 + lỗi 2" in page
    assert Unit.objects.filter(kind="hamlet").count() == 1
    faulty = client.get(reverse("places:faults"), {"key": "hamlets"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(faulty.content)).get_sheet_by_index(0)
    assert len([row for row in rows.to_python() if any(row)]) == 3
    again = client.post(url, {"file": hamlet_file(*lines), "day": "15/9/2021"}).content.decode()
    assert "Nhận 4 = mới 0 + trùng 2 + lỗi 2" in again
    assert "Ấp 1" in client.get(reverse("places:hamlets")).content.decode()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04xx", b"a,b\n1,2\n"])
def test_a_bad_file_is_refused_in_words_beside_the_field(sign_in, content):
    answer = sign_in("commune").post(
        reverse("places:hamlet_file"),
        {"file": SimpleUploadedFile("x.csv", content), "day": "15/9/2021"},
    )
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_faults_are_those_of_the_person_who_sent_the_list(sign_in):
    answer = sign_in("leader").get(reverse("places:faults"), {"key": "hamlets"})
    assert answer.status_code == 404


CHANGE = {
    "send": "one",
    "action": "rename",
    "day": "1/10/2021",
    "path": "96/964/32025",
    "name": "Xã An Xuyên",
    "to_name": "Phường An Xuyên",
    "source": "NQ thử",
}


def test_a_change_is_looked_at_then_entered(sign_in):
    client = sign_in("admin")
    url = reverse("places:amend")
    look = client.post(url, {**CHANGE, "look": "1"}).content.decode()
    assert "Phường An Xuyên" in look
    assert not Unit.objects.filter(full_name="Phường An Xuyên").exists()
    assert client.post(url, {**CHANGE, "source": ""}).status_code == 422
    assert client.post(url, {**CHANGE, "name": "Xã Khác"}).status_code == 422
    page = client.post(url, CHANGE, follow=True).content.decode()
    assert Unit.objects.filter(full_name="Phường An Xuyên").exists()
    assert "NQ thử" in page


def test_a_file_of_changes_keeps_the_good_rows(sign_in):
    lines = [
        "action,day,path,name,to_path,to_name,partial,source",
        "rename,1/10/2021,96/964/32025,Xã An Xuyên,,Phường An Xuyên,,NQ thử",
        "rename,1/10/2021,96/964/00000,Xã Không,,Phường Không,,NQ thử",
    ]
    file = SimpleUploadedFile("changes.csv", "\n".join(lines).encode())
    answer = sign_in("admin").post(reverse("places:amend"), {"send": "file", "file": file})
    assert Unit.objects.filter(full_name="Phường An Xuyên").exists()
    assert "Xã Không" in answer.content.decode()


def test_only_editors_reach_the_page_of_changes(sign_in):
    assert sign_in("commune").get(reverse("places:amend")).status_code == 409


def test_bodies_leave_and_come_back_as_a_file(sign_in, cast):
    client = sign_in("admin")
    exported = client.get(reverse("places:organisations"), {"export": "csv"})
    file = SimpleUploadedFile("bodies.csv", exported.content)
    page = client.post(reverse("places:organisation_file"), {"file": file}).content.decode()
    assert "Nhận 6 = mới 0 + sửa 0 + không đổi 6 + lỗi 0" in page
