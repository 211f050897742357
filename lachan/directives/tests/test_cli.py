"""The command line: exit codes, what goes where, and sentences instead of traces."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from lachan.core.refused import Refused
from lachan.directives import cli
from lachan.directives.models import Document
from lachan.directives.terms import DocumentState, ProposalKind
from lachan.directives.tests.documents import TEXT
from tests.cast import NOW


def run(*arguments, given=None):
    """Run a command; a refusal becomes exit code 1 and its reasons, as `lachan` does it."""
    result = CliRunner().invoke(cli.app, [str(word) for word in arguments], input=given)
    if isinstance(result.exception, Refused):
        return 1, result.stdout, "\n".join(result.exception.reasons)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def paper(tmp_path):
    file = tmp_path / "12.txt"
    file.write_text(TEXT)
    return file


@pytest.fixture
def at_the_office(cast, monkeypatch):
    """Commands run in the test's own database, at the instant of the cast."""

    @contextlib.contextmanager
    def database():
        from django.utils.translation import override

        with override("vi"):
            yield NOW

    monkeypatch.setattr(cli, "_database", database)
    return cast


def test_one_object_a_document_in_the_order_given(paper, tmp_path):
    other = tmp_path / "khác.txt"
    other.write_text("Chỉ thị về việc khác")
    code, out, err = run("read", other, paper, "--json")
    assert code == 0
    assert err == ""
    assert [row["file"] for row in json.loads(out)] == ["khác.txt", "12.txt"]


def test_standard_input_is_a_file_too():
    code, out, _err = run("read", "-", "--json", given=TEXT.encode())
    assert code == 0
    assert json.loads(out)[0]["identifier"] == "12-CV/BCĐ"


def test_the_good_are_printed_and_the_bad_are_said(paper, tmp_path):
    empty = tmp_path / "trống.txt"
    empty.touch()
    code, out, err = run("read", empty, paper, tmp_path, tmp_path / "không có", "--json")
    assert code == 1
    assert len(json.loads(out)) == 1
    assert len(err.splitlines()) == 3
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 2000, bytes(range(256)) * 20, b"a" * 50_000_000], ids=len
)
def test_bad_input_is_refused_in_one_line(tmp_path, data):
    file = tmp_path / "x"
    file.write_bytes(data)
    code, out, err = run("read", file, "--json")
    assert (code, out.strip()) == (1, "[]")
    assert len(err.splitlines()) == 1


def test_without_json_a_person_can_read_it(paper):
    code, out, _err = run("read", paper)
    assert code == 0
    assert "12-CV/BCĐ" in out
    assert "Việc giao:" in out


def test_wrong_use_is_two():
    assert run("read")[0] == 2
    assert run("approve", "x", "--as", "leader")[0] == 2


def test_reading_starts_without_django_and_within_a_second(paper):
    program = (
        "import sys; from lachan.directives import cli; cli.app(['read', sys.argv[1]], "
        "standalone_mode=False); assert 'django.apps' not in sys.modules"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program, str(paper)], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert time.monotonic() - started < 5


def test_from_file_to_approved_tasks(at_the_office, paper):
    code, out, _err = run("take", paper, "--as", "clerk", "--at", "96/")
    assert code == 0
    document = Document.objects.get()
    assert out.startswith(f"{document.pk}\t1/2021\t")
    tasks = document.proposals.filter(kind=ProposalKind.TASK).count()
    decided = ("--accept-all", "--unknown", "--reviewed", "--as", "leader")
    code, _out, err = run("approve", document.pk, "--expected-tasks", tasks + 1, *decided)
    assert code == 1
    assert str(tasks + 1) in err
    assert document.proposals.filter(state="proposed").count() == document.proposals.count()
    code, _out, _err = run("approve", document.pk, "--expected-tasks", tasks, *decided)
    assert code == 0
    document.refresh_from_db()
    assert document.state == DocumentState.APPROVED


def test_a_copy_is_refused_unless_it_is_confirmed(at_the_office, paper):
    run("take", paper, "--as", "clerk")
    code, _out, err = run("take", paper, "--as", "clerk")
    assert code == 1
    assert "1/2021" in err
    assert run("take", paper, "--as", "clerk", "--copies")[0] == 0


def test_listing_and_showing_as_somebody(at_the_office, document):
    code, out, _err = run("list", "--as", "clerk", "--search", "ra soat", "--json")
    assert code == 0
    assert [row["identifier"] for row in json.loads(out)] == ["12-CV/BCĐ"]
    code, out, _err = run("show", document.pk, "--as", "clerk", "--json")
    shown = json.loads(out)
    assert len(shown["proposals"]) == 5
    assert len(shown["questions"]) == 1
    assert run("show", document.pk, "--as", "neighbour")[0] == 1
    assert run("list", "--as", "ai-đó")[0] == 1


def test_the_help_has_an_example():
    for command in ("read", "take", "list", "show", "approve"):
        assert "Example: lachan directives" in io.StringIO(run(command, "--help")[1]).read()
