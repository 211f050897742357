"""The command line of accounts, run in this process on the test's database."""

from __future__ import annotations

import contextlib
import json

import pytest
from typer.testing import CliRunner

from lachan.accounts.cli import app
from lachan.accounts.models import Grant, User
from lachan.audit.models import Entry
from lachan.core.refused import Refused
from tests.cast import NOW


def at_nine():
    return NOW


@pytest.fixture
def run(cast, settings, monkeypatch):
    settings.CLOCK = "lachan.accounts.tests.test_cli.at_nine"
    monkeypatch.setattr("config.database.ready", contextlib.nullcontext)

    def invoke(*arguments: str):
        return CliRunner().invoke(app, list(arguments))

    return invoke


def test_an_account_is_added_with_a_role_and_its_password_printed_once(run):
    result = run("add", "ly.van.moi", "--name", "Lý Văn Mới", "--role", "head", "--at", "96/964")
    assert result.exit_code == 0, result.output
    username, password = result.stdout.split()
    user = User.objects.get(username=username)
    assert user.check_password(password)
    assert user.must_change_password
    assert Grant.objects.get(user=user).role == "head"
    again = run("add", "ly.van.moi", "--role", "clerk", "--at", "96/")
    assert again.exit_code == 0, again.output
    assert Grant.objects.filter(user=user).count() == 2
    assert set(Entry.objects.values_list("actor_name", flat=True)) == {"command line"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "Ly Van", "--name", "Lý", "--at", "96/"), "small letters"),
        (("add", "ly.van.moi", "--name", "Lý", "--role", "king", "--at", "96/"), "no such role"),
        (("add", "ly.van.moi", "--name", "Lý", "--at", "97/"), "no unit or body"),
        (("add", "ly.van.moi", "--at", "96/"), "full name"),
        (("deputise", "ai.do", "clerk", "--until", "2021-09-30"), "no account ai.do"),
        (("deputise", "clerk", "leader", "--until", "2021-09-30"), "leads no place"),
    ],
)
def test_refusals_are_sentences(run, arguments, words):
    result = run(*arguments)
    assert isinstance(result.exception, Refused)
    assert words in str(result.exception)


def test_wrong_use_is_told_apart(run):
    assert run("add", "ly.van.moi").exit_code == 2
    assert run("deputise", "leader", "clerk", "--until", "30/9/2021").exit_code == 2


def test_the_list_is_json_when_asked(run):
    assert run("deputise", "leader", "clerk", "--until", "2021-09-30").exit_code == 0
    rows = json.loads(run("list", "--json").stdout)
    acting = [row for row in rows if row["acts_for"]]
    assert [(row["username"], row["acts_for"], row["until"]) for row in acting] == [
        ("clerk", "leader", "2021-09-30")
    ]
    assert {row["path"] for row in json.loads(run("list", "--at", "96/964", "--json").stdout)} == {
        "96/964/",
        "96/964/32025/",
    }
    assert "10 roles" in run("list").stdout
