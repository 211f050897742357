"""`lachan report daily`: the contract of the command."""

from __future__ import annotations

import contextlib
import io
import json

import docx
import pypdfium2
import pytest
from typer.testing import CliRunner

from lachan.command.actions.consolidating import sign
from lachan.command.cli import app
from lachan.command.tests.scenes import at, sent
from lachan.core.refused import Refused
from tests.cast import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(reporting, settings, monkeypatch, tmp_path):
    """Run the command at 17:10 in this test's database; the bytes that it wrote."""
    settings.CLOCK = "lachan.command.tests.clock.at_1710"
    monkeypatch.setattr("config.database.ready", contextlib.nullcontext)

    def run(form, unit="96/", day="2021-09-15"):
        out = tmp_path / f"bao-cao.{form}"
        result = CliRunner().invoke(
            app,
            ["daily", "--date", day, "--unit", unit, "--out", str(out)],
            catch_exceptions=True,
        )
        if isinstance(result.exception, Refused):
            raise result.exception
        return result, out.read_bytes() if out.exists() else b""

    return run


def test_the_office_s_json_has_queries_balance_late_and_missing(run, reporting):
    sent(reporting.city, now=at(16, 30), cases_new=5)
    sent(reporting.health, now=at(17, 4), tested=9)
    result, content = run("json")
    assert result.exit_code == 0
    found = json.loads(content)
    assert found["as_of"] == "2021-09-15T17:00:00+07:00"
    assert found["late"] == ["Sở Y tế"]
    assert "Công an tỉnh" in found["missing"]
    assert (found["sent"], found["owed"]) == (1, 4)
    assert all(figure["query"] for figure in found["figures"] + found["own"])
    for row in found["balance"]:
        parts = row["accepted"] + row["duplicate"] + row["held"] + row["rejected"]
        assert row["received"] == parts
    tested = next(figure for figure in found["figures"] if figure["code"] == "tested")
    assert tested["value"] is None


def test_what_was_signed_is_what_is_written(run, reporting):
    sent(reporting.city, cases_new=5)
    sign(reporting.leader, TODAY, at(17, 5), version=1)
    sent(reporting.health, now=at(17, 8), tested=9)
    _, content = run("json")
    found = json.loads(content)
    assert (found["state"], found["number"], found["sent"]) == ("signed", 1, 1)


def test_a_unit_s_own_report_in_every_form(run, reporting):
    sent(reporting.city, cases_new=1204)
    _, content = run("json", "96/964/")
    found = json.loads(content)
    figure = next(f for f in found["figures"] if f["code"] == "cases-new")
    assert (figure["value"], figure["query"]) == (1204, "command.reported")
    computed = next(f for f in found["figures"] if f["code"] == "tasks-late")
    assert computed["query"] == "tasks.late"
    assert computed["computed_at"]
    _, pdf = run("pdf", "96/964/ubnd/")
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "Số: 01/BC-UBND" in text
    _, word = run("docx", "96/964")
    cells = docx.Document(io.BytesIO(word)).tables
    assert any("1.204" in cell.text for table in cells for row in table.rows for cell in row.cells)
    assert run("xlsx", "96/964/")[1].startswith(b"PK")


def test_bad_use_and_what_is_not_there_are_said_in_words(run, reporting):
    assert run("txt")[0].exit_code == 2
    assert run("pdf", day="15/9/2021")[0].exit_code == 2
    with pytest.raises(Refused, match="day to come"):
        run("pdf", day="2021-09-16")
    with pytest.raises(Refused, match="has no report"):
        run("pdf", unit="95/")
