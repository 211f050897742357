"""Every check of the project, one after the other, each with its time: what `make test` runs.

1. What needs no server: format, lint, types, imports, catalogue, migrations, front end.
2. Unit, database and race tests, in parallel, each worker on a database of its own.
3. Browser tests against served demo provinces.
All checks run even when one fails, so that one run shows everything.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "--no-cache", "."]),
    ("types", [str(BIN / "mypy"), "lachan", "config"]),
    ("imports", [str(BIN / "lint-imports")]),
    ("migrations", [str(BIN / "lachan"), "manage", "makemigrations", "--check", "--dry-run"]),
    ("front end types", ["npm", "--prefix", "frontend", "run", "--silent", "typecheck"]),
    ("front end tests", ["npm", "--prefix", "frontend", "run", "--silent", "test"]),
    ("tests", [str(BIN / "pytest"), "-q", "-n", "2", "-m", "not e2e"]),
    # Each of two workers serves a province of its own; the walk over every page is one file.
    ("browser", [str(BIN / "pytest"), "-q", "-n", "2", "--dist", "loadfile", "-m", "e2e"]),
)


def main() -> int:
    """Run the checks named on the command line, or all; return the number that failed."""
    wanted = set(sys.argv[1:])
    environment = {**os.environ, "PATH": f"{os.environ['PATH']}{os.pathsep}{BIN}"}
    failed = []
    for name, command in CHECKS:
        if wanted and name not in wanted:
            continue
        print(f"── {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=environment).returncode
        print(f"── {name}: {'ok' if code == 0 else 'FAILED'}, {time.monotonic() - started:.0f} s\n")
        if code:
            failed.append(name)
    print("all checks passed" if not failed else f"FAILED: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
