"""Persons for programs."""

from __future__ import annotations

import pytest
from django.test import Client

from lachan.people.models import Reading
from lachan.people.tests.conftest import WARD, claim
from lachan.people.tests.test_views import CITIZEN, made

SEARCH = "/api/v1/persons/search"


@pytest.fixture
def commune(cast) -> Client:
    client = Client()
    client.force_login(cast.users["commune"])
    return client


def test_a_search_tells_only_persons_in_sight_and_masks_numbers(commune):
    made(claim("Nguyễn Văn Mẫu", citizen=CITIZEN), claim("Nguyễn Văn Xa", path=WARD))
    answer = commune.post(SEARCH, {"q": "nguyen van"}, content_type="application/json")
    found = answer.json()
    assert found["count"] == 1
    assert found["persons"][0]["numbers"][0]["value"] == "•••••••••123"
    assert Reading.objects.get().count == 1


def test_one_person_is_told_with_the_sources_and_the_look_is_logged(commune):
    here, there = made(
        claim(citizen=CITIZEN, content={"Số CCCD": CITIZEN}), claim("Nguyễn Văn Xa", path=WARD)
    )
    answer = commune.get(f"/api/v1/persons/{here.key}")
    assert CITIZEN not in answer.content.decode()
    assert answer.json()["said"][0]["content"] == {"Số CCCD": "•••••••••123"}
    assert Reading.objects.get().person_id == here.pk
    assert commune.get(f"/api/v1/persons/{there.key}").status_code == 404


def test_anonymous_learns_nothing(db):
    assert Client().post(SEARCH, {"q": "an"}, content_type="application/json").status_code in (
        302,
        401,
    )
