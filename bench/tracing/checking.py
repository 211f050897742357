"""Every engine, and every form of it, must give the answer of brute force."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from bench.tracing import answers
from bench.tracing.rivals.local import Local
from lachan.tracing.engine.tables import Cases, Exposures, Terms

RIVALS = {"postgres": "Postgres", "duckdb": "DuckDB", "polars": "Polars"}
IN_ONE = 25  # small worlds that are asked as one


class Different(Exception):
    """Two engines gave different answers."""


def engine_class(name: str) -> Any:
    if name == "local":
        return Local
    return getattr(import_module(f"bench.tracing.rivals.{name}"), RIVALS[name])


def check(names: list[str], folder: Path, number: int) -> None:
    """Hold every form of every engine against brute force; raises Different."""
    from lachan.tracing.engine.tests import oracle, worlds

    rows = 0
    for seed in range(number):
        here = worlds.joined(worlds.apart(worlds.seeded_worlds(seed, IN_ONE)))
        truth = oracle.trace(*here)
        rows += len(truth)
        alone = {}
        f1 = Terms(1, here.terms.minimum, here.terms.latency, here.terms.horizon)
        for n in range(min(5, len(here.cases.person))):
            alone[n] = oracle.trace(one_case(here.cases, n), here.visits, here.contacts, f1)
        for name in ["local", *names]:
            engine = engine_class(name)(here.visits, here.contacts, folder)
            for form in engine.forms:
                demand_equal(
                    truth, engine.trace(here.cases, here.terms, form), f"{name} {form} {seed}"
                )
            found = engine.batch(here.cases, f1)
            for n, one in alone.items():
                demand_equal(one, _of_case(found, n), f"{name} batch {seed}")
            engine.close()
    print(f"equal to brute force on {number * IN_ONE} small worlds ({rows:,} labels)\n", flush=True)


def _of_case(found: answers.Batch, n: int) -> Exposures:
    mine = found.case == n
    columns = {name: getattr(found.exposures, name)[mine] for name in answers.COLUMNS}
    return Exposures(**columns, settings=found.exposures.settings)


def demand_equal(one: Exposures, other: Exposures, where: str) -> None:
    apart = answers.difference(one, other)
    if apart:
        raise Different(f"{where}: {apart}")


def one_case(cases: Cases, n: int) -> Cases:
    return Cases(*(column[n : n + 1] for column in (cases.person, cases.since, cases.until)))
