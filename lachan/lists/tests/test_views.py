"""The pages of lists, walked as people walk them; and the same for programs."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lachan.lists.models import ReceivedList
from lachan.lists.terms import ListState
from lachan.lists.tests.conftest import COMMUNE, HEAD, csv_of, person, sheet_of
from lachan.lists.tests.test_answering import PNG
from lachan.people.models import Reading


@pytest.fixture
def client(cast):
    client = Client()
    client.force_login(cast.users["synthesist"])
    return client


def file_of(content: bytes, name: str = "ds.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def upload(client, content, name="ds.xlsx", **told):
    fields = {"kind": "returnees", "to": "96/", "file": file_of(content, name)} | told
    return client.post(reverse("lists:upload"), fields)


def page(client, name, *arguments):
    response = client.get(reverse(f"lists:{name}", args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def test_from_the_upload_to_the_balance(client, run_jobs):
    content = sheet_of([HEAD, person(1), person(2, card="38123"), person(3, name="")])
    response = upload(client, content)
    received = ReceivedList.objects.get()
    assert response.url == reverse("lists:columns", args=[received.pk])
    text = page(client, "columns", received.pk)
    assert "Địa chỉ nơi đến" in text
    assert "0901200001" not in text
    columns = {f"c-0-{n}": name for n, name in received.sheets[0]["mapping"].items()}
    client.post(response.url, {"s-0": "on", "then": "check", **columns})
    assert 'aria-live="polite"' in page(client, "list", received.pk)
    run_jobs()
    assert "chờ 1" in page(client, "list", received.pk)
    client.post(reverse("lists:act", args=[received.pk, "import"]))
    run_jobs()
    words = "Nhận 3 = mới 1 + trùng 0 + giữ lại 1 + từ chối 1"
    for name in ("list", "rows", "questions"):
        assert words in page(client, name, received.pk)


def test_the_progress_sends_to_the_list_when_it_is_over(client, bring):
    received = bring([person(1)])
    response = client.get(
        reverse("lists:progress", args=[received.pk]), headers={"HX-Request": "true"}
    )
    assert response["HX-Redirect"] == reverse("lists:list", args=[received.pk])
    received.state = ListState.IMPORTING
    received.save(update_fields=["state"])
    response = client.get(
        reverse("lists:progress", args=[received.pk]), headers={"HX-Request": "true"}
    )
    assert "HX-Redirect" not in response
    assert 'hx-trigger="every 2s"' in response.content.decode()


def test_the_same_file_leads_to_the_list_that_it_is(client, bring):
    content = sheet_of([HEAD, person(1)])
    received = bring(content=content)
    response = upload(client, content, "khac.xlsx")
    assert response.url == reverse("lists:list", args=[received.pk])
    assert "không thêm gì" in client.get(response.url).content.decode()


def test_a_file_that_cannot_be_read_says_why_at_the_field(client):
    response = upload(client, b"<html><table>", "ds.xls")
    assert response.status_code == 422
    assert "trang web" in response.content.decode()


def test_one_field_for_two_columns_is_said(client, take):
    received = take([person(1)])
    response = client.post(
        reverse("lists:columns", args=[received.pk]),
        {"s-0": "on", "c-0-1": "name", "c-0-2": "name"},
    )
    assert response.status_code == 422
    assert "chỉ chọn một cột" in response.content.decode()


def test_an_open_question_about_the_file_is_said(client, take):
    received = take(content=sheet_of([HEAD, person(1), person(2)], hidden=[1]))
    response = client.post(
        reverse("lists:columns", args=[received.pk]), {"s-0": "on", "c-0-1": "name"}
    )
    assert response.status_code == 422
    assert "câu hỏi về tệp" in response.content.decode()


def test_a_question_is_answered_by_the_name_of_a_commune(client, bring, run_jobs):
    received = bring([person(n, address="xã Lạ") for n in (1, 2)])
    text = page(client, "questions", received.pk)
    assert "“xã Lạ”" in text
    key = received.rows.first().question
    client.post(
        reverse("lists:questions", args=[received.pk]),
        {"key": key, "verdict": "unit", "unit": "Xã An Xuyên, Thành phố Cà Mau"},
    )
    run_jobs()
    received.refresh_from_db()
    assert (received.new, received.held) == (2, 0)


def test_a_row_is_corrected_on_its_page_and_looking_is_kept(client, bring, run_jobs):
    received = bring([person(1, card="38123")])
    row = received.rows.get()
    text = page(client, "row", row.pk)
    assert "Số CCCD có 12 chữ số" in text
    assert Reading.objects.filter(page="lists:row").count() == 1
    fields = {"f-card": "381234567", "f-name": row.received[1]}
    client.post(reverse("lists:row", args=[row.pk]), fields)
    run_jobs()
    row.refresh_from_db()
    assert row.outcome == "new"
    assert row.answers == {"card": "381234567"}


def test_rows_are_filtered_by_outcome_and_are_no_export(client, bring):
    received = bring([person(1), person(2, card="38123")])
    response = client.get(reverse("lists:rows", args=[received.pk]) + "?outcome=held&export=xlsx")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/html")
    assert person(2)[1] in text
    assert person(1)[1] not in text


def test_errors_go_out_and_come_back_by_either_door(client, bring, run_jobs):
    received = bring([person(1, name="")])
    response = client.get(reverse("lists:errors", args=[received.pk]))
    assert response["Cache-Control"] == "no-store, private"
    answer = upload(client, response.content, "loi.xlsx")
    assert answer.url == reverse("lists:list", args=[received.pk])
    assert ReceivedList.objects.count() == 1


def test_keying_row_after_row(client, take):
    received = take(content=PNG, name="anh.png")
    text = page(client, "keying", received.pk)
    assert "autofocus" in text
    assert (
        client.get(reverse("lists:picture", args=[received.pk, 1]))["Content-Type"] == "image/png"
    )
    url = reverse("lists:keying", args=[received.pk])
    fields = {"f-name": "Nguyễn Văn A", "f-birth": "1990", "f-address": "xã An Xuyên", "page": "1"}
    assert client.post(url, fields).url == f"{url}?page=1"
    assert client.post(url, {"f-name": ""}).status_code == 422
    received.refresh_from_db()
    assert received.new == 1
    assert "1. Nguyễn Văn A" in page(client, "keying", received.pk)


def test_the_original_is_only_for_downloading(client, bring):
    received = bring([person(1)])
    response = client.get(reverse("lists:file", args=[received.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert Reading.objects.filter(page="lists:file").exists()


def test_an_observer_sees_no_lists(cast, bring):
    received = bring([person(1)])
    client = Client()
    client.force_login(cast.users["clerk"])
    for name, arguments in (("lists", []), ("upload", []), ("list", [received.pk])):
        response = client.get(reverse(f"lists:{name}", args=arguments))
        assert response.status_code in (404, 409)


def test_addresses_hold_no_names_or_numbers(client, bring):
    received = bring([person(1), person(2, card="38123")])
    text = page(client, "rows", received.pk) + page(client, "questions", received.pk)
    links = [part.split('"')[0] for part in text.split('href="')[1:]]
    assert not [link for link in links if "Nguy" in link or "0960900" in link or "38123" in link]


# programs


def call(client, method, path, payload=None):
    response = getattr(client, method)(
        f"/api/v1{path}",
        **(
            {"data": json.dumps(payload), "content_type": "application/json"}
            if payload is not None
            else {}
        ),
    )
    return response.status_code, response.json()


def test_a_program_brings_a_list_in_and_answers(client, run_jobs):
    content = csv_of([HEAD, person(1), person(2, address="xã Lạ")])
    fields = {"kind": "returnees", "to": "96/", "file": file_of(content, "ds.csv")}
    made = client.post("/api/v1/lists", fields).json()
    assert "preview" not in made["sheets"][0]
    path = f"/lists/{made['id']}"
    assert call(client, "put", f"{path}/columns", {"sheets": {}, "answers": {}})[0] == 200
    assert call(client, "post", f"{path}/start", {"import_when_read": True})[0] == 200
    run_jobs()
    status, found = call(client, "get", path)
    assert (status, found["state"]) == (200, "done")
    assert found["balance"]["new"] == found["balance"]["held"] == 1
    [question] = call(client, "get", f"{path}/questions")[1]
    answer = {"key": question["key"], "verdict": "unit", "words": COMMUNE}
    assert call(client, "post", f"{path}/questions", answer)[0] == 200
    run_jobs()
    assert call(client, "get", path)[1]["balance"]["new"] == 2
    rows = call(client, "get", f"{path}/rows?outcome=new")[1]
    assert len(rows) == 2
    again = client.post("/api/v1/lists", fields | {"file": file_of(content, "x.csv")}).json()
    assert again["id"] == made["id"]
    assert "không thêm gì" in again["again"]
    assert call(client, "post", f"{path}/stop", {})[0] == 409


def test_a_program_of_the_neighbour_sees_nothing(cast, bring):
    received = bring([person(1)])
    client = Client()
    client.force_login(cast.users["neighbour"])
    assert call(client, "get", "/lists")[1] == []
    assert call(client, "get", f"/lists/{received.pk}")[0] == 404
    assert call(client, "get", f"/lists/{received.pk}/rows")[0] == 404
