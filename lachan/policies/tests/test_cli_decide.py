"""`lachan decide`: one line out for each line in, bad lines named, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "vectors" / "rules.json"
ROWS = json.loads((ROOT / "vectors" / "decide.json").read_text())[:40]
ROWS = [row for row in ROWS if row["at"] == ROWS[0]["at"]]


def lachan(*words: str, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # A database that does not exist: whoever asks for it fails.
    env = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, "-c", "from config.cli import main; main()", "decide", *words],
        input=said,
        capture_output=True,
        cwd=ROOT,
        env=env,
        check=False,
    )


def test_each_line_gets_the_bytes_of_the_examples(tmp_path):
    facts = tmp_path / "facts.jsonl"
    facts.write_text("\ufeff" + "\n".join(json.dumps(row["facts"]) for row in ROWS) + "\n\n")
    done = lachan(*("--rules", str(RULES), "--facts", str(facts), "--at", ROWS[0]["at"], "--json"))
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    assert done.stdout.decode().splitlines() == [
        json.dumps(row["expected"], ensure_ascii=False, separators=(",", ":")) for row in ROWS
    ]


def test_a_bad_line_is_named_and_the_good_ones_are_kept():
    lines = [b'{"stays": []}', b"{", b'{"tests": 5}', b"\xff", b"[" * 5000, b'{"stays": []}']
    done = lachan("--rules", str(RULES), "--facts", "-", "--json", said=b"\n".join(lines))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    told = done.stderr.decode().splitlines()
    assert [line.split(":")[0] for line in told] == [
        f"standard input, line {number}" for number in (2, 3, 4, 5)
    ]
    assert "tests: not a list" in told[1]


@pytest.mark.parametrize("content", ['{"format": 9}', None])
def test_rules_that_are_none_are_refused_in_one_sentence(tmp_path, content):
    path = tmp_path / "rules.json"
    if content is not None:
        path.write_text(content)
    done = lachan("--rules", str(path), "--facts", "-")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(path).encode() in done.stderr
