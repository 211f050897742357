"""The pages of rules as people meet them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from lachan.policies.actions.importing import import_pack
from lachan.policies.actions.rules import draft_rule
from lachan.policies.models import RuleVersion
from lachan.policies.queries import rules_in_force
from lachan.policies.rules.reading import document_of
from lachan.policies.rules.ruleset import RuleSet
from tests.cast import NOW


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings, comings):
    settings.CLOCK = "lachan.policies.tests.test_views.at_nine"


@pytest.fixture
def sign_in(client, cast):
    def as_user(name):
        client.force_login(cast.users[name])
        return client

    return as_user


@pytest.fixture
def pack(provinces):
    import_pack(NOW)


def page_of(response, status=200):
    assert response.status_code == status, response.content.decode()[-600:]
    return response.content.decode()


def test_everybody_who_works_here_reads_the_table_of_a_day(sign_in, pack):
    page = page_of(sign_in("commune").get(reverse("policies:rules"), {"on": "26/7/2021"}))
    assert "Thành phố Hồ Chí Minh, Tỉnh Bình Dương" in page
    assert "cm-2021-07-25@1" in page
    assert "cm-308@1" not in page
    assert "cm-2021-12-09" not in page


def test_what_is_to_be_confirmed_says_so(sign_in, pack):
    row = RuleVersion.objects.get(code="cm-308", version=1)
    assert "cần xác nhận" in page_of(
        sign_in("commune").get(reverse("policies:rule", args=[row.pk]))
    )


def test_the_table_is_exported(sign_in, pack):
    answer = sign_in("leader").get(reverse("policies:rules"), {"export": "xlsx"})
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


DRAFT = {
    "title": "Người về từ Bình Dương cách ly tại nhà",
    "code": "cm-binh-duong",
    "topic": "arrival",
    "is_provincial": "on",
    "areas": "Tỉnh Bình Dương",
    "measure": "home_quarantine",
    "days": "14",
    "zero": "measure_start",
    "who": "person",
    "valid_from": "14:00 15/9/2021",
    "document": "Công văn 9-CV/TU",
    "words": "cách ly tại nhà 14 ngày",
    "test_days": "1, 7, 14",
}


def test_a_rule_goes_from_the_form_by_its_preview_into_force(sign_in, provinces):
    client = sign_in("synthesist")
    answer = client.post(reverse("policies:draft"), DRAFT)
    row = RuleVersion.objects.get(code="cm-binh-duong")
    assert answer.url == reverse("policies:rule", args=[row.pk])
    assert row.snapshot().test_days == (1, 7, 14)
    client = sign_in("leader")
    page = page_of(client.post(reverse("policies:look", args=[row.pk])))
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client.post(reverse("policies:put_in_force", args=[row.pk]), {"seen": seen})
    row.refresh_from_db()
    assert row.state == "in_force"


def test_a_form_with_faults_comes_back_with_them_and_keeps_nothing(sign_in, provinces):
    client = sign_in("synthesist")
    for change, why in (
        ({"areas": "Xứ Không Có"}, "Xứ Không Có"),
        ({"valid_from": "chiều nay"}, "error"),
        ({"test_days": "một"}, "1, 7, 14"),
        ({"valid_until": "1/1/2020"}, "error"),
    ):
        page = page_of(client.post(reverse("policies:draft"), DRAFT | change))
        assert why in page
    assert not RuleVersion.objects.exists()


def test_a_new_version_keeps_what_the_form_does_not_ask(sign_in, pack):
    row = RuleVersion.objects.get(code="cm-308-home")
    client = sign_in("synthesist")
    url = reverse("policies:next_version", args=[row.pk])
    form = client.get(url).context["form"]
    given = {name: form.initial.get(name) for name in form.fields}
    client.post(url, {key: value for key, value in given.items() if value not in (None, "", False)})
    made = RuleVersion.objects.get(code="cm-308-home", version=2)
    before, after = row.snapshot(), made.snapshot()
    assert after.conditions == before.conditions
    assert (after.replaces, after.count, after.then) == (
        before.replaces,
        before.count,
        before.then,
    )


def test_who_may_not_draft_sees_no_form(sign_in, pack):
    client = sign_in("commune")
    assert client.get(reverse("policies:draft")).status_code == 404
    row = RuleVersion.objects.get(code="cm-308")
    assert client.get(reverse("policies:next_version", args=[row.pk])).status_code == 404
    assert client.post(reverse("policies:look", args=[row.pk])).status_code == 404


def test_naming_an_area_takes_one_short_form(sign_in, provinces, force):
    row = force()
    answer = sign_in("synthesist").post(
        reverse("policies:name_areas", args=[row.pk]),
        {
            "areas": "Tỉnh Long An",
            "effective_at": "22:00 15/9/2021",
            "reaches_back_to": "0:00 15/9/2021",
            "document": "Công điện 3",
            "words": "bổ sung Long An",
        },
    )
    made = RuleVersion.objects.get(code=row.code, version=2)
    assert answer.url == reverse("policies:rule", args=[made.pk])
    assert {area.before[0] for area in made.areas.all()} == {"79/", "80/"}


FACTS = {
    "arrived_at": "8:00 26/7/2021",
    "stays": "TP Hồ Chí Minh 1/7/2021 25/7/2021",
    "doses": "0",
    "recovered": "no",
    "result": "no",
    "at": "9:00 26/7/2021",
}


def test_trying_a_person_says_what_applies_and_why(sign_in, pack):
    page = page_of(sign_in("commune").post(reverse("policies:trying"), FACTS))
    assert "cm-2021-07-25@1" in page
    assert "cách ly tập trung" in page.lower()
    assert "8/8/2021" in page


def test_trying_a_person_of_whom_too_little_is_known_says_what_is_missing(sign_in, pack):
    facts = {"arrived_at": "8:00 26/7/2021", "at": "9:00 26/7/2021"}
    page = page_of(sign_in("commune").post(reverse("policies:trying"), facts))
    assert 'data-tone="warn"' in page
    assert "đã lưu trú" in page or "nơi" in page


def test_a_fault_in_the_facts_is_said_at_its_field(sign_in, pack):
    page = page_of(
        sign_in("commune").post(reverse("policies:trying"), FACTS | {"doses": "hai mũi"}), 422
    )
    assert 'id="id_doses_error"' in page


def test_what_is_typed_of_a_person_leaves_no_row(sign_in, pack, django_assert_num_queries):
    before = RuleVersion.objects.count()
    sign_in("commune").post(reverse("policies:trying"), FACTS)
    assert RuleVersion.objects.count() == before


def test_the_figures_of_protocols_are_a_table_of_a_day(sign_in, pack):
    url = reverse("policies:protocols")
    page = page_of(sign_in("commune").get(url, {"on": "15/9/2021"}))
    assert "QĐ 5053/QĐ-BYT" in page
    assert "CV 11042/BYT-DP" not in page


def test_the_api_gives_the_set_that_a_file_would_have(sign_in, pack):
    client = sign_in("commune")
    found = client.get("/api/v1/rules/export").json()
    ruleset = RuleSet.from_json(found)
    assert document_of(ruleset)["rules"] == rules_in_force("96/", NOW).to_json()["rules"]
    held = client.get("/api/v1/rules", {"at": "2021-07-26"}).json()
    assert "cm-2021-07-25" in {row["code"] for row in held["rules"]}
    assert "cm-308" not in {row["code"] for row in held["rules"]}


def test_the_api_decides_and_names_a_wrong_field(sign_in, pack):
    client = sign_in("commune")

    def ask(facts):
        body = {"facts": facts, "at": "2021-07-26T09:00"}
        return client.post("/api/v1/decide", json.dumps(body), content_type="application/json")

    answer = ask(
        {
            "stays": [{"area": "79/"}],
            "arrived_at": "2021-07-26T08:00",
            "vaccinations": [],
            "recovered_on": False,
            "tests": [],
        }
    ).json()
    assert answer["measure"] == "centralised_quarantine"
    assert answer["reasons"][0]["rule"] == "cm-2021-07-25@1"
    wrong = ask({"arrived_at": "hôm qua"})
    assert wrong.status_code == 409
    assert "arrived_at" in wrong.json()["reasons"][0]


def test_the_api_is_for_those_who_read_rules(client, sign_in, pack):
    assert client.get("/api/v1/rules").status_code in (302, 401)
    assert sign_in("nobody").get("/api/v1/rules").status_code == 404


def test_a_draft_of_the_reader_opens_with_its_questions(sign_in, cast, provinces, content):
    row = draft_rule(cast.synthesist, content(), now=NOW, questions=["Mấy ngày?"])
    client = sign_in("synthesist")
    assert "Mấy ngày?" in page_of(client.get(reverse("policies:rule", args=[row.pk])))
    assert "Mấy ngày?" in page_of(client.get(reverse("policies:next_version", args=[row.pk])))


def test_the_preview_shows_examples_without_names(sign_in, cast, provinces, content, comings):
    from lachan.policies.tests.test_actions import comes

    came = NOW - timedelta(days=2)
    comings.append(("96/964/32025/", comes("79/", came), None))
    reaches = (NOW - timedelta(days=10)).isoformat()
    row = draft_rule(cast.synthesist, content(reaches_back_to=reaches), now=NOW)
    page = page_of(sign_in("leader").post(reverse("policies:look", args=[row.pk])))
    assert "Xã An Xuyên" in page
    # The measure begins with the rule, for somebody who came two days before.
    assert "28/9/2021" in page


def test_ending_a_rule_shows_whom_it_changes_before_it_ends(sign_in, cast, provinces, force):
    row = force()
    client = sign_in("leader")
    address = reverse("policies:end", args=[row.pk])
    given = {"until": "20:00 15/9/2021"}
    page = client.post(address, given)
    assert "Kết thúc quy định sẽ làm thay đổi những ai?" in page_of(page)
    assert RuleVersion.objects.filter(code=row.code).count() == 1
    refused = client.post(address, {**given, "seen": "x" * 64})
    assert "20:00 15/9/2021" in page_of(refused, status=422)
    done = client.post(address, {**given, "seen": page.context["preview"].digest})
    assert done.status_code == 302
    assert RuleVersion.objects.filter(code=row.code).count() == 2


def test_an_end_that_cannot_be_read_keeps_what_was_typed(sign_in, cast, provinces, force):
    row = force()
    page = sign_in("leader").post(reverse("policies:end", args=[row.pk]), {"until": "mai"})
    assert 'value="mai"' in page_of(page, status=422)
