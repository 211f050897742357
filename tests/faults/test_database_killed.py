"""What a post's device was told is kept, is kept: also when the database is killed.

The short form of `bench/checkpoints/faults.py`: two kills, in a process of its own.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_when_the_database_is_killed_under_load():
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "LACHAN_HOME")}
    done = subprocess.run(
        [
            *(sys.executable, str(ROOT / "bench/checkpoints/faults.py")),
            *("--kills", "2", "--seconds", "9", "--port", str(free_port())),
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "0 lost, 0 doubled, 0 corrupt" in done.stdout
    assert "2 kills, 0 acknowledged" not in done.stdout
