"""How long a trace takes, beside the best that others can do, in one run on one world.

    python -m bench.tracing.run --visits 10_000_000 --rivals postgres,duckdb,polars,networkx \\
        --levels 1,2,3,4 --cases 20 --repeat 2 --json FIGURES.json

1. Small nasty worlds: every engine and every form of it must give the oracle's answer.
2. The world is made and every engine takes it in; the local engine is built, saved and opened.
3. For each number of levels every form answers the first cases; answers must be equal, and the
   fastest forms of each engine go on. A form far behind at one level is not tried at the next.
4. Each case is asked of each of them in turn, again and again, in an order that is shuffled; one
   that has used its budget of seconds for these levels rests (`n` says how many it did). Of an
   engine's forms the one with the best median is shown.
5. Many cases at once, each to its F1 by itself.

Prints Markdown. Exit 1 when an answer differs.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench.tracing import answers, words, world
from bench.tracing.bandwidth import bandwidth
from bench.tracing.checking import Different, check, demand_equal, engine_class, one_case
from lachan.tracing.engine.tables import Cases, Exposures, Terms

STATIC = "networkx"
FAR_BEHIND = 5.0  # times the fastest form of its engine: not tried with more levels
CLOSE = 2.0  # times the fastest form on the first cases: measured on all
TRIED = 2  # cases on which forms are compared
WORLDS = 8
BATCH_ROUNDS = 3


def main() -> int:
    """Check, load, measure, print."""
    chosen = _options()
    # A server that was started must be stopped, also when this process is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = [name for name in chosen.rivals.split(",") if name]
    levels = [int(level) for level in chosen.levels.split(",")]
    try:
        with _folder(chosen.folder) as folder:
            if chosen.check:
                check([name for name in wanted if name != STATIC], folder, chosen.check)
            figures = measure(chosen, wanted, levels, folder)
    except Different as difference:
        print(f"answers differ: {difference}", file=sys.stderr)
        return 1
    print(words.as_markdown(figures, levels))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1))
    return 0


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--visits", type=int, default=30_000_000)
    options.add_argument("--persons", type=int)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--world", type=Path, help="a province that bench.tracing.world saved")
    options.add_argument("--rivals", default="postgres,duckdb,polars,networkx")
    options.add_argument(
        "--forms", default="", help="only these, as duckdb=hour+asof,postgres=probe"
    )
    options.add_argument("--levels", default="1,2,3,4")
    options.add_argument("--minutes", type=int, default=15)
    options.add_argument("--latency-hours", type=float, default=0)
    options.add_argument("--cases", type=int, default=20)
    options.add_argument("--repeat", type=int, default=1)
    options.add_argument("--budget", type=float, default=180, help="seconds an engine may take")
    options.add_argument("--batch", type=int, default=5_000, help="cases at once; 0 for none")
    options.add_argument("--check", type=int, default=WORLDS, help="nasty worlds; 0 for none")
    options.add_argument("--folder", type=Path, help="where engines keep their files")
    options.add_argument("--json", type=Path)
    return options.parse_args()


class _folder:
    """A folder that the database's own user can reach, thrown away afterwards."""

    def __init__(self, parent: Path | None) -> None:
        self.made = tempfile.TemporaryDirectory(prefix="lachan-tracing-", dir=parent)

    def __enter__(self) -> Path:
        path = Path(self.made.name)
        path.chmod(0o711)
        return path

    def __exit__(self, *_: object) -> None:
        self.made.cleanup()


# ---- 2. to 5. One world


def measure(
    chosen: argparse.Namespace, wanted: list[str], levels: list[int], folder: Path
) -> dict[str, Any]:
    """All figures of one world."""
    with ExitStack() as closing:
        here, engines, figures = _stage(chosen, wanted, folder, closing)
        cases = world.sampled_cases(here, chosen.cases)
        static = engines.pop(STATIC, None)
        terms = {
            level: Terms(level, chosen.minutes * 60, round(chosen.latency_hours * 3600))
            for level in levels
        }
        tried = {name: list(_forms(chosen, name, engine)) for name, engine in engines.items()}
        figures["traces"] = {}
        for level in levels:
            best = _fastest(engines, tried, cases, terms[level], chosen.budget)
            figures["traces"][level] = _interleaved(engines, best, cases, terms[level], chosen)
            print(
                f"F{level}: {words.in_short(figures['traces'][level])}", file=sys.stderr, flush=True
            )
        if static is not None:
            figures["static"] = _static(static, engines["local"], cases, terms[max(levels)])
        if chosen.batch:
            many = world.sampled_cases(here, chosen.batch, seed=2)
            figures["batch"] = _batches(engines, many, Terms(1, chosen.minutes * 60))
    return figures


def _stage(
    chosen: argparse.Namespace, wanted: list[str], folder: Path, closing: ExitStack
) -> tuple[world.Province, dict[str, Any], dict[str, Any]]:
    """The world, the engines that hold it, and what that cost."""
    here = (
        world.load(chosen.world, mapped=True)
        if chosen.world
        else world.province(chosen.visits, chosen.persons, chosen.days, chosen.seed)
    )
    engines: dict[str, Any] = {}
    loading: dict[str, float] = {}
    refused: dict[str, str] = {}
    for name in ["local", *wanted]:
        began = time.perf_counter()
        if name == STATIC:
            module = import_module("bench.tracing.rivals.networkx")
            try:
                engines[name] = module.Networkx(here.visits, here.contacts, chosen.minutes * 60)
            except module.TooLarge as why:
                refused[name] = str(why)
        else:
            forms = tuple(_forms(chosen, name, engine_class(name)))
            engines[name] = engine_class(name)(here.visits, here.contacts, folder, forms)
            closing.callback(engines[name].close)
        loading[name] = time.perf_counter() - began
        print(f"{name} took it in: {loading[name]:.1f} s", file=sys.stderr, flush=True)
    figures = {
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.processor() or platform.machine(),
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "numba", "duckdb", "polars", "networkx")},
        },
        "world": {
            "visits": len(here.visits.person),
            "persons": here.persons,
            "days": here.days,
            "seed": here.seed,
        },
        "terms": {"minutes": chosen.minutes, "latency_hours": chosen.latency_hours},
        "loading": loading,
        "refused": refused,
        "local": engines["local"].figures,
        "bandwidth": bandwidth(),
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    return here, engines, figures


def _forms(chosen: argparse.Namespace, name: str, engine: Any) -> Iterator[str]:
    only = dict(part.split("=") for part in chosen.forms.split(",") if part)
    wanted = only[name].split("+") if name in only else engine.forms
    return (form for form in engine.forms if form in wanted)


def _fastest(
    engines: dict[str, Any],
    tried: dict[str, list[str]],
    cases: Cases,
    terms: Terms,
    longest: float,
) -> dict[str, list[str]]:
    """Each engine's best forms at these levels; forms far behind are dropped from `tried`.

    An engine none of whose forms answers one case within `longest` seconds is left out.
    """
    best = {}
    truth: dict[int, Exposures] = {}
    for name, engine in engines.items():
        took = dict.fromkeys(tried[name], 0.0)
        for n in range(min(TRIED, len(cases.person))):
            for form in _not_far_behind(took):
                found = _tried(engine, one_case(cases, n), terms, form, longest)
                if found is None:
                    took[form] = math.inf
                    continue
                demand_equal(
                    truth.setdefault(n, found[1]), found[1], f"{name} {form}, {terms.levels} levels"
                )
                took[form] += found[0]
        tried[name] = _not_far_behind(took)
        if tried[name]:
            best[name] = _not_far_behind(took, CLOSE)
    return best


def _not_far_behind(took: dict[str, float], times: float = FAR_BEHIND) -> list[str]:
    limit = times * min(took.values(), default=0)
    return [form for form, seconds in took.items() if seconds <= limit and seconds < math.inf]


def _tried(
    engine: Any, cases: Cases, terms: Terms, form: str, longest: float
) -> tuple[float, Exposures] | None:
    """The second of two traces where the first, which warms up, is quick; None if too slow."""
    watch = threading.Timer(longest, engine.interrupt)
    watch.start()
    try:
        seconds, found = _timed(engine, cases, terms, form)
        return (seconds, found) if seconds > 1 else _timed(engine, cases, terms, form)
    except answers.TooSlow:
        return None
    finally:
        watch.cancel()


def _interleaved(
    engines: dict[str, Any],
    best: dict[str, list[str]],
    cases: Cases,
    terms: Terms,
    chosen: argparse.Namespace,
) -> dict[str, dict[str, Any]]:
    """Every case of every engine in turn, in milliseconds; of its forms the best by the median."""
    luck = np.random.default_rng(chosen.seed)
    ways = [(name, form) for name, forms in best.items() for form in forms]
    took: dict[tuple[str, str], list[float]] = {way: [] for way in ways}
    touched: list[float] = []
    labels: list[int] = []
    for _ in range(chosen.repeat):
        for n in luck.permutation(len(cases.person)).tolist():
            for position in luck.permutation(len(ways)).tolist():
                name, form = way = ways[position]
                if sum(took[way]) > chosen.budget and len(took[way]) >= TRIED:
                    continue
                seconds, found = _timed(engines[name], one_case(cases, n), terms, form)
                took[way].append(seconds)
                if name == "local":
                    labels.append(len(found))
                    read = engines[name].touched()
                    touched += [] if read is None else [read / seconds]
    figures: dict[str, dict[str, Any]] = {}
    for (name, form), seconds_each in took.items():
        p50, p99 = (np.percentile(seconds_each, [50, 99]) * 1000).tolist()
        if name not in figures or p50 < figures[name]["p50"]:
            figures[name] = {"form": form, "p50": p50, "p99": p99, "n": len(seconds_each)}
    figures["local"]["labels"] = int(np.median(labels))
    if touched:
        figures["local"]["bytes_a_second"] = float(np.median(touched))
    return figures


def _timed(engine: Any, cases: Cases, terms: Terms, form: str) -> tuple[float, Exposures]:
    began = time.perf_counter()
    found = engine.trace(cases, terms, form)
    return time.perf_counter() - began, found


def _static(static: Any, local: Any, cases: Cases, terms: Terms) -> dict[str, float]:
    """The static graph's time, and on how many labelled people it is wrong, over all cases."""
    wrong = import_module("bench.tracing.rivals.networkx").wrong
    took, never, other, people = [], 0, 0, 0
    for n in range(len(cases.person)):
        began = time.perf_counter()
        found = static.trace(one_case(cases, n), terms)
        took.append(time.perf_counter() - began)
        truth = local.trace(one_case(cases, n), terms)
        not_exposed, other_level = wrong(found, truth)
        never, other = never + not_exposed, other + other_level
        people += len(np.unique(truth.person))
    p50, p99 = np.percentile(took, [50, 99]) * 1000
    edges = static.graph.number_of_edges()
    return {
        **{"levels": terms.levels, "p50": p50, "p99": p99, "edges": edges},
        **{"exposed": people, "other_level": other, "never_exposed": never},
    }


def _batches(engines: dict[str, Any], cases: Cases, terms: Terms) -> dict[str, Any]:
    took: dict[str, list[float]] = {name: [] for name in engines}
    truth: answers.Batch | None = None
    for _ in range(BATCH_ROUNDS):
        for name, engine in engines.items():
            began = time.perf_counter()
            found = engine.batch(cases, terms)
            took[name].append(time.perf_counter() - began)
            truth = truth or found
            if not np.array_equal(truth.case, found.case):
                raise Different(f"{name}: other contacts in the batch")
            demand_equal(truth.exposures, found.exposures, f"{name}, batch")
    assert truth is not None
    best = {name: min(times) * 1000 for name, times in took.items()}
    return {"cases": len(cases.person), "rows": len(truth.case), "ms": best}


if __name__ == "__main__":
    sys.exit(main())
