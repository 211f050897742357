"""`lachan policies` on the test's own database."""

from __future__ import annotations

import json

import pytest

from lachan.core.refused import Refused
from lachan.policies.cli import app
from tests.cast import NOW


@pytest.fixture
def run(command_line, comings):
    return command_line(app)


def test_the_pack_comes_in_once_and_goes_out_as_decide_reads_it(run, provinces, tmp_path):
    assert "0 known, 0 refused" in run("import", "--pack")
    assert "0 new" in run("import", "--pack")
    file = tmp_path / "rules.json"
    run("export", "--path", "96/", "-o", file)
    document = json.loads(file.read_text())
    assert document["format"] == 1
    assert {"cm-308", "byt-5599-f1"} <= {row["code"] for row in document["rules"]}
    assert document["areas"]
    assert document["provinces"]
    assert "0 new" in run("import", file)


def test_a_dry_run_says_what_would_happen_and_does_nothing(run, provinces):
    assert "nothing written" in run("import", "--pack", "--dry-run")
    assert "0 rules" in run("list")


def test_the_rules_of_a_day_are_listed(run, provinces):
    run("import", "--pack")
    listed = run("list", "--at", "2021-07-26")
    assert "cm-2021-07-25@1" in listed
    assert "cm-308@1" not in listed
    assert json.loads(run("list", "--at", "2021-07-26", "--json"))


def test_a_rule_is_shown_with_its_versions(run, provinces):
    run("import", "--pack")
    shown = run("show", "byt-entry")
    assert "byt-entry@3" in shown
    assert "byt-entry@1" in shown


def test_a_file_that_is_no_document_of_rules_is_refused(run, provinces, tmp_path):
    file = tmp_path / "x.json"
    file.write_text("[1]")
    with pytest.raises(Refused, match="not a document of rules"):
        run("import", file)
    file.write_text('{"format": 1, "rules": [{"code": "x"}]}')
    run("import", file, code=1)


def test_the_preview_of_a_draft_is_counted(run, cast, provinces, content):
    from lachan.policies.actions.rules import draft_rule

    draft_rule(cast.synthesist, content(), now=NOW)
    assert "0 of 0 persons" in run("preview", "cm-thu")
    assert json.loads(run("preview", "cm-thu", "--json"))["changed"] == 0
