"""The examples of the engine's page run, and say what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lachan.tracing.engine import tests

PAGE = (Path(tests.__file__).parent.parent / "README.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def run(example: str) -> None:
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102


def test_the_first_example_prints_what_the_page_shows(capsys):
    run(EXAMPLES[0])
    shown = re.findall(r"^    (\d is F.*)$", PAGE, re.M)
    assert capsys.readouterr().out.splitlines() == shown
    assert shown


def test_the_example_with_files_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for folder in ("visits", "buses"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cases.csv").write_text(
        "person_id,infectious_from,infectious_until\n1,2021-07-27T00:00Z,\n"
    )
    visits = "person_id,place_id,entered_at,left_at\n" + "".join(
        f"{person},7,2021-07-27T01:00Z,2021-07-27T02:00Z\n" for person in "12x"
    )
    (tmp_path / "visits" / "a.csv").write_text(visits)
    (tmp_path / "buses" / "b.parquet").write_text(visits)
    run(EXAMPLES[1])
    assert capsys.readouterr().out.endswith("1 labels; rows left out: 2\n")
    assert (tmp_path / "exposed.parquet").exists()


@pytest.mark.parametrize("target", re.findall(r"\]\((.+?)\)", PAGE))
def test_its_links_lead_somewhere(target):
    assert (Path(tests.__file__).parent.parent / target).exists()
