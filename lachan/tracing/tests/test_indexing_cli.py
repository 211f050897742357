"""The engine's index by command."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from lachan.tracing.cli import app
from lachan.tracing.models import Stay

from .examples import a_case, stay, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(command_line):
    return command_line(app)


def test_the_index_is_made_and_says_what_it_holds(cast, run):
    made, _people = a_case(cast)
    told(cast, made, stay())
    found = json.loads(run("index", "--json"))
    assert (found["persons"], found["days"]) == (3, 1)
    assert found["bytes"] > 0


def test_a_check_agrees_until_a_row_is_changed_behind_it_and_again_when_made_anew(cast, run):
    made, _people = a_case(cast)
    told(cast, made, stay())
    assert json.loads(run("check", "--json"))["agree"]
    one = Stay.objects.get()
    Stay.objects.filter(pk=one.pk).update(left_at=one.left_at + timedelta(minutes=5))
    assert "False" in run("check", code=1)
    run("index", "--rebuild")
    assert "True" in run("check")
