"""The house's own engine, as the rivals are asked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.tracing import answers
from lachan.tracing.engine import local
from lachan.tracing.engine.tables import Cases, Contacts, Exposures, Terms, Visits

COMPILED = 2_000  # visits of a world that is traced first, so that no figure holds compilation


class Local:
    """An index built, saved and opened again: the answers come from the mapped files."""

    forms = ("local",)

    def __init__(
        self, visits: Visits, contacts: Contacts, folder: Path, forms: tuple[str, ...] = forms
    ) -> None:
        self.settings = contacts.settings
        few = Visits(*(column[:COMPILED] for column in _columns(visits)))
        _trace(local.build(few, contacts), _anyone(few), Terms())
        self.figures: dict[str, float] = {}
        index = self._timed("build", lambda: local.build(visits, contacts))
        number = max(len(visits.person), 1)
        self.figures["visits a second"] = number / self.figures["build"]
        self.figures["bytes a visit"] = index.nbytes / number
        if hasattr(index, "save"):
            self._timed("save", lambda: index.save(folder / "index"))
            index = self._timed("open", lambda: local.open_index(folder / "index"))
        self.index = index

    def _timed(self, what: str, work: Any) -> Any:
        began = time.perf_counter()
        done = work()
        self.figures[what] = time.perf_counter() - began
        return done

    def trace(self, cases: Cases, terms: Terms, form: str = "local") -> Exposures:
        """One trace."""
        return _trace(self.index, cases, terms)

    def touched(self) -> int | None:
        """Bytes that the last trace read, where the engine says so."""
        said = getattr(self.index, "touched", None)
        return None if said is None else int(said)

    def interrupt(self) -> None:
        """Not needed: this engine is quick enough to be waited for."""

    def batch(self, cases: Cases, terms: Terms) -> answers.Batch:
        """Each case by itself."""
        each = getattr(self.index, "each", None)
        if each is not None:
            return answers.Batch(*each(cases, terms))
        alone = [
            _trace(self.index, Cases(*(column[[n]] for column in _of(cases))), terms)
            for n in range(len(cases.person))
        ]
        case = np.repeat(np.arange(len(alone)), [len(found) for found in alone])
        columns = {
            name: np.concatenate([getattr(found, name) for found in alone])
            for name in answers.COLUMNS
        }
        return answers.batch({**columns, "nth": case}, self.settings)

    def close(self) -> None:
        """The index goes with the object."""


def _trace(index: Any, cases: Cases, terms: Terms) -> Exposures:
    found: Exposures
    if hasattr(index, "trace"):
        found = index.trace(cases, terms)
    else:
        found = local.trace_on(index, cases, terms)
    return found


def _columns(visits: Visits) -> tuple[Any, ...]:
    return visits.person, visits.place, visits.entered, visits.left, visits.row


def _of(cases: Cases) -> tuple[Any, ...]:
    return cases.person, cases.since, cases.until


def _anyone(visits: Visits) -> Cases:
    return Cases(visits.person[:3], visits.entered[:3], visits.left[:3] + 86400)
