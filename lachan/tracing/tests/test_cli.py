"""`lachan trace` as it is used: files in, a file out, words on standard error, exit codes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from lachan.core.refused import Refused
from lachan.tracing.cli import trace as command
from lachan.tracing.engine import from_files

app = typer.Typer()
app.command()(command.trace)

CASES = "person_id,infectious_from,infectious_until\n1,2021-07-26T00:00:00Z,\n"
VISITS = (
    "person_id,place_id,entered_at,left_at\n"
    "1,7,2021-07-27T08:00:00+07:00,2021-07-27T10:00:00+07:00\n"
    "2,7,2021-07-27T01:30:00Z,2021-07-27T02:00:00Z\n"
    "3,7,2021-07-27T01:50:00Z,2021-07-27T04:00:00Z\n"
    "3,8,2021-07-28T01:00:00Z,2021-07-28T04:00:00Z\n"
    "4,8,2021-07-28T02:00:00Z,2021-07-28T03:00:00Z\n"
)
CONTACTS = (
    "person_a,person_b,started_at,ended_at,setting\n"
    "5,4,2021-07-28T09:00:00Z,2021-07-28T10:00:00Z,ăn cơm\n"
)
EXPOSED = (
    "person_id,level,exposed_at,source_person_id,place_id,setting,met_from,met_until\n"
    "2,1,2021-07-27T01:45:00Z,1,7,,2021-07-27T01:30:00Z,2021-07-27T02:00:00Z\n"
    "3,1,2021-07-27T02:05:00Z,1,7,,2021-07-27T01:50:00Z,2021-07-27T03:00:00Z\n"
    "4,2,2021-07-28T02:15:00Z,3,8,,2021-07-28T02:00:00Z,2021-07-28T03:00:00Z\n"
    "5,3,2021-07-28T09:15:00Z,4,,ăn cơm,2021-07-28T09:00:00Z,2021-07-28T10:00:00Z\n"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with the three files, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    for name, content in (("k.csv", CASES), ("v.csv", VISITS), ("c.csv", CONTACTS)):
        (tmp_path / name).write_text(content)
    return tmp_path


ALL = ("--cases", "k.csv", "--visits", "v.csv", "--contacts", "c.csv")


def trace(*words):
    """Exit code, standard output, standard error; a refusal as the command line shows it."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(result.exception, Refused):
        return 1, result.stdout, result.stderr + "\n".join(result.exception.reasons)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_everyone_exposed_is_written_with_evidence(here):
    code, said, errors = trace(*ALL, "--out", "o.csv")
    assert (code, errors) == (0, "")
    assert (here / "o.csv").read_text() == EXPOSED
    assert "4 exposed (F1 2, F2 1, F3 1) by 1 cases, 5 visits, 1 contacts" in said


def test_options_change_what_counts(here):
    trace(*ALL, "--out", "o.csv", "--levels", 2, "--min-minutes", 61, "--latency-minutes", 1)
    assert (here / "o.csv").read_text().splitlines()[1:] == [
        "3,1,2021-07-27T02:51:00Z,1,7,,2021-07-27T01:50:00Z,2021-07-27T03:00:00Z"
    ]
    trace(*ALL, "--out", "o.csv", "--until", "2021-07-28T09:30:00+07:00")
    assert (here / "o.csv").read_text().splitlines()[3:] == [
        "4,2,2021-07-28T02:15:00Z,3,8,,2021-07-28T02:00:00Z,2021-07-28T02:30:00Z"
    ]


def test_the_summary_is_one_json_document(here):
    code, said, _errors = trace(*ALL, "--out", "o.parquet", "--json")
    found = json.loads(said)
    assert code == 0
    assert found["read"]["visits"] == {"files": 1, "rows": 5, "left_out": 0, "cut": 0}
    assert found["persons_by_level"] == {"1": 2, "2": 1, "3": 1}
    assert (found["persons"], found["labels"], found["left_out"]) == (4, 4, 0)
    assert (found["engine"], found["format"], found["until"]) == ("local", "parquet", None)
    assert set(found["seconds"]) == {"read", "trace", "write"}
    assert pq.read_table(here / "o.parquet").num_rows == 4


def test_bad_rows_are_said_and_left_out_and_the_exit_code_says_so(here):
    with (here / "v.csv").open("a") as file:
        file.write("6,7,2021-07-27,2021-07-27T02:00:00Z\n" * 30)
    code, _said, errors = trace(*ALL, "--out", "o.csv", "--rejects", "r.csv")
    assert code == 1
    assert (here / "o.csv").read_text() == EXPOSED
    lines = errors.splitlines()
    assert lines[0] == "v.csv, line 7: entered_at “2021-07-27” is a day without an hour"
    assert lines[20:] == ["… and 10 more", "rows left out: 30 of 35 visits; all are in r.csv"]
    assert len((here / "r.csv").read_text().splitlines()) == 31


def test_fractions_of_seconds_are_said_and_no_refusal(here):
    (here / "v.csv").write_text(VISITS.replace("08:00:00+", "08:00:00.5+"))
    code, _said, errors = trace(*ALL, "--out", "o.csv")
    assert code == 0
    assert errors == "rows in which fractions of a second were cut off: 1\n"


def test_the_order_of_rows_and_files_changes_no_byte(here):
    header, *rows = VISITS.splitlines(keepends=True)
    for form in ("csv", "parquet"):
        trace(*ALL, "--out", f"one.{form}")
        random.Random(7).shuffle(rows)
        (here / "a.csv").write_text(header + "".join(rows[:2]))
        (here / "b.csv").write_text(header + "".join(rows[2:]))
        files = (
            "--cases",
            "k.csv",
            "--contacts",
            "c.csv",
            "--visits",
            "b.csv",
            "--visits",
            "a.csv",
        )
        trace(*files, "--out", f"two.{form}")
        assert (here / f"one.{form}").read_bytes() == (here / f"two.{form}").read_bytes()


def test_without_a_good_case_nobody_is_exposed_and_that_is_said(here):
    (here / "k.csv").write_text(CASES.splitlines()[0])
    code, _said, errors = trace(*ALL, "--out", "o.csv")
    assert (code, errors) == (0, "there is no case, so that nobody is exposed\n")
    assert (here / "o.csv").read_text() == EXPOSED.splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--cases", "no.csv", *ALL[2:], "--out", "o.csv"), "no.csv: there is no such file"),
        (("--cases", "*.xml", *ALL[2:], "--out", "o.csv"), "*.xml: no file has such a name"),
        (("--cases", "v.csv", *ALL[2:], "--out", "o.csv"), "v.csv: has no column infectious_from"),
        (("--cases", "empty.csv", *ALL[2:], "--out", "o.csv"), "empty.csv: is empty"),
        ((*ALL, "--out", "no/o.csv"), "no/o.csv: there is no folder no"),
        ((*ALL, "--out", "folder.csv"), "folder.csv: is a folder; name a file"),
        ((*ALL, "--out", "v.csv"), "v.csv: is read and would be overwritten"),
        ((*ALL, "--out", "o.csv", "--rejects", "k.csv"), "k.csv: is read and would be"),
        (
            (*ALL, "--out", "o.csv", "--engine", "spark", "--master", "spark://127.0.0.1:1"),
            "no Spark master answers at spark://127.0.0.1:1",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(here, words, why):
    (here / "empty.csv").touch()
    (here / "folder.csv").mkdir()
    before = {path: path.stat().st_size for path in here.iterdir()}
    code, said, errors = trace(*words)
    assert (code, said) == (1, "")
    assert why in errors
    assert {path: path.stat().st_size for path in here.iterdir()} == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--cases", "k.csv", "--out", "o.csv"), "give --visits, --contacts or both"),
        ((*ALL[2:], "--out", "o.csv"), "--cases"),
        (ALL, "--out"),
        ((*ALL, "--out", "o.txt"), "--out must end in .parquet or .csv, or say --format"),
        ((*ALL, "--out", "o.csv", "--until", "2021-07-27"), "is a day without an hour"),
        ((*ALL, "--out", "o.csv", "--levels", "0"), "--levels"),
        ((*ALL, "--out", "o.csv", "--min-minutes", "-1"), "--min-minutes"),
        ((*ALL, "--out", "o.csv", "--engine", "flink"), "--engine"),
        ((*ALL, "--out", "o.csv", "--master", "spark://x:7077"), "only --engine spark"),
        ((*ALL, "--out", "o.csv", "--rejects", "./o.csv"), "are the same file"),
    ],
)
def test_wrong_use_is_told_from_a_refusal(here, words, why):
    code, said, errors = trace(*words)
    assert (code, said) == (2, "")
    assert why in " ".join(errors.replace("│", " ").split())
    assert not list(here.glob("o.*"))


def test_stays_of_more_years_than_the_index_holds_are_refused(here):
    with (here / "v.csv").open("a") as file:
        file.write("9,9,1921-07-27T08:00:00Z,1921-07-27T09:00:00Z\n")
    code, _said, errors = trace(*ALL, "--out", "o.csv")
    assert code == 1
    assert "68 years apart: too wide for the local engine; Spark takes it" in errors
    assert not (here / "o.csv").exists()


def test_a_file_that_is_none_is_neither_read_nor_written(here):
    os.mkfifo(here / "pipe.csv")
    for words in (
        ("--cases", "k.csv", "--visits", "pipe.csv", "--out", "o.csv"),
        (*ALL, "--out", "pipe.csv"),
    ):
        code, _said, errors = trace(*words)
        assert code == 1
        assert "pipe.csv: is no file that can be" in errors


def test_the_format_may_be_said_and_a_file_that_is_there_is_replaced(here):
    (here / "out").write_text("earlier")
    assert trace(*ALL, "--out", "out", "--format", "csv")[0] == 0
    assert (here / "out").read_text() == EXPOSED


def test_an_interrupted_trace_leaves_what_was_there(here, monkeypatch):
    (here / "o.csv").write_text("earlier")
    before = sorted(here.iterdir())

    def stop(*_tables):
        raise KeyboardInterrupt

    monkeypatch.setattr(from_files, "read_visits", stop)
    code, _said, _errors = trace(*ALL, "--out", "o.csv", "--rejects", "r.csv")
    assert code == 130
    assert (here / "o.csv").read_text() == "earlier"
    assert sorted(here.iterdir()) == before


def test_the_command_needs_neither_a_database_nor_django(here):
    program = (
        "import sys; from config.cli import main; sys.argv[0] = 'lachan'\n"
        "try: main()\n"
        "finally: print([name for name in ('django', 'psycopg', 'pandas') if name in sys.modules])"
    )
    environment = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    done = subprocess.run(
        [sys.executable, "-c", program, "trace", *ALL, "--out", "o.csv"],
        capture_output=True,
        env={**environment, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert done.stdout.decode().endswith("[]\n")
    assert (here / "o.csv").read_text() == EXPOSED


def test_the_help_has_an_example(here):
    code, said, _errors = trace("--help")
    assert code == 0
    assert "Example: lachan trace --cases" in said
