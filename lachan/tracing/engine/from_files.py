"""A trace from files, on this machine or on Spark: what `lachan trace` does between its options."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from lachan.tracing.engine.reading import (
    Account,
    Paths,
    copied,
    read_cases,
    read_contacts,
    read_visits,
)
from lachan.tracing.engine.tables import Exposures, Terms

# Named around each part of the work, "read" and "trace", so that a caller can time and show them.
Step = Callable[[str], AbstractContextManager[None]]


def _no_step(_name: str) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Files:
    """Where the tables lie: paths of files, folders or globs."""

    cases: Paths
    visits: Paths = ()
    contacts: Paths = ()


class TooWide(Exception):
    """More persons or years than the local engine's packed index holds (2^28, 68)."""


def trace_here(files: Files, terms: Terms, account: Account, step: Step = _no_step) -> Exposures:
    """Read the files and trace with the local engine. Raises `Unreadable` and `TooWide`."""
    from lachan.tracing.engine import local

    with step("read"):
        cases = read_cases(files.cases, account)
        visits = read_visits(files.visits, account)
        contacts = read_contacts(files.contacts, account)
    with step("trace"):
        try:
            return local.trace(cases, visits, contacts, terms)
        except ValueError as wrong:
            raise TooWide(f"{wrong}: too wide for the local engine; Spark takes it") from wrong


def trace_on_spark(
    files: Files, terms: Terms, account: Account, master: str, step: Step = _no_step
) -> Exposures:
    """Leave the good rows as Parquet in a folder for the time of the trace, and have Spark trace.

    The workers of `master` must see the folder for temporary files under the same path.
    Raises `Unreadable`, and `NoSpark` where there is none.
    """
    from lachan.tracing.engine import frames
    from lachan.tracing.engine.spark import session

    with tempfile.TemporaryDirectory(prefix="lachan-trace-") as folder:
        with step("read"):
            copies = copied(files.cases, files.visits, files.contacts, Path(folder), account)
        with step("trace"), session(master) as connection:
            cases, visits, contacts = (
                connection.read_parquet(str(path))
                for path in (copies.cases, copies.visits, copies.contacts)
            )
            return frames.trace(connection, cases, visits, contacts, terms)
