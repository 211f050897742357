"""Which records are one person: precision, recall and time, against what people write instead.

    .venv/bin/python bench/people/link.py --persons 100000 --seed 7
    .venv/bin/python bench/people/link.py --train          # learns lachan/people/data/linking.json

The truth is `config.population`. Splink's model was learnt on seed 1; any other seed is unseen,
but its kinds of error are the same, and so the figures are better than life. `--hard` spoils each
repeated record twice, which the model has not been taught. Compared in the same run, same rows:
- exact: same citizen number, or same old card, or same name and full birth date;
- loose: same folded name and year of birth, or same phone (what a spreadsheet's filter finds).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from config.population import Record, invent, spoil  # noqa: E402
from lachan.core.text import folded  # noqa: E402
from lachan.people.actions.weighing import compared  # noqa: E402
from lachan.people.rules import linking  # noqa: E402

LEARNT = ROOT / "lachan/people/data/linking.json"
COMMUNES = [f"96/{d}/{c}/" for d in range(964, 974) for c in range(31999, 32009)]
LEAST_M = 0.002
EXACT = (
    "l.citizen = r.citizen",
    "l.old_card = r.old_card",
    "l.name = r.name and l.birth = r.birth",
)
LOOSE = ("l.name = r.name and l.birth_year = r.birth_year", "l.phone = r.phone")


def population(persons: int, seed: int, *, hard: bool) -> Iterator[Record]:
    """The records; when hard, each repeated record is spoilt a second time."""
    chance = random.Random(seed)
    for record in invent(persons, seed, COMMUNES):
        yield spoil(chance, record, record) if hard and record.errors else record


def write(records: Iterable[Record], target: Path) -> list[int]:
    """The rows as `compared` reads them; returns whom each is about, in order."""
    truth = []
    with target.open("w", newline="") as file:
        out = csv.writer(file)
        for number, record in enumerate(records, start=1):
            truth.append(record.truth)
            name = folded(record.full_name)
            row = (number, number, name, record.birth_on or "", record.birth_year, record.sex)
            numbers = (record.citizen, record.old_card, "", "", record.phone)
            out.writerow((*row, *numbers, record.path, folded(record.address), 1))
    return truth


def by_rules(rows: Path, blocks: Iterable[str]) -> list[tuple[int, int]]:
    """Pairs that any of the conditions brings together."""
    store = duckdb.connect()
    columns = json.dumps(linking.SOURCE_COLUMNS).replace('"', "'")
    store.execute(
        f"create table records as select * from read_csv('{rows}', header = false,"
        f" nullstr = '', columns = {columns})"
    )
    query = " union ".join(
        "select l.unique_id, r.unique_id from records l join records r"
        f" on {block} and l.unique_id < r.unique_id"
        for block in blocks
    )
    return store.execute(query).fetchall()


def marks(pairs: Iterable[tuple[int, int]], truth: list[int]) -> tuple[float, float, int]:
    """Precision, recall and the number of pairs."""
    found = list(pairs)
    good = sum(truth[left - 1] == truth[right - 1] for left, right in found)
    total = sum(n * (n - 1) // 2 for n in Counter(truth).values())
    return good / max(1, len(found)), good / max(1, total), len(found)


def train(seed: int = 1, persons: int = 60_000) -> None:
    """Learn m from the truth and u from random pairs; write them beside their source."""
    from splink import DuckDBAPI, Linker

    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        truth = write(population(persons, seed, hard=False), rows)
        store = duckdb.connect()
        columns = json.dumps(linking.SOURCE_COLUMNS).replace('"', "'")
        store.execute(
            f"create table rows_read as select * from read_csv('{rows}', header = false,"
            f" nullstr = '', columns = {columns})"
        )
        store.execute(f"create table made as {linking.RECORDS}")
        store.execute("create table truths (unique_id bigint, truth bigint)")
        store.executemany("insert into truths values (?, ?)", list(enumerate(truth, start=1)))
        store.execute("create table records as select * from made join truths using (unique_id)")
        settings = linking.model(len(truth), {}, changed_only=False)
        linker = Linker(DuckDBAPI(store).register("records"), settings, log_level=None)
        linker.training.estimate_u_using_random_sampling(max_pairs=2e7, seed=1)
        linker.training.estimate_m_from_label_column("truth")
        learnt = {
            comparison["output_column_name"]: [
                _learnt(level)
                for level in comparison["comparison_levels"]
                if not level.get("is_null_level")
            ]
            for comparison in linker.misc.save_model_to_json()["comparisons"]
        }
    source = f"bench/people/link.py --train: {persons} invented persons, seed {seed}"
    LEARNT.write_text(json.dumps({"source": source, "levels": learnt}, indent=1) + "\n")


def _learnt(level: dict[str, Any]) -> list[float]:
    """m and u of a level, rounded; a number of somebody else weighs nothing."""
    if level["label_for_charts"] == linking.NUMBER_OF_ANOTHER:
        return [1e-6, 1e-6]
    m, u = level.get("m_probability") or 0, level.get("u_probability") or 1e-7
    return [max(LEAST_M, float(f"{m:.3g}")), float(f"{u:.3g}")]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--train", action="store_true")
    given = parser.parse_args()
    if given.train:
        train()
        return
    learnt = json.loads(LEARNT.read_text())["levels"]
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        truth = write(population(given.persons, given.seed, hard=given.hard), rows)
        print(f"{len(truth)} records of {given.persons} persons, seed {given.seed}")
        started = time.perf_counter()
        _, found = compared(rows, learnt, changed_only=False)
        took = time.perf_counter() - started
        for least in (linking.LEAST_PROBABILITY, linking.LIKELY, linking.NEAR_CERTAIN):
            pairs = [(left, right) for left, right, chance, *_ in found if chance >= least]
            _print(f"Splink, probability {least} and more", marks(pairs, truth), took)
        for name, blocks in (("exact", EXACT), ("loose", LOOSE)):
            started = time.perf_counter()
            pairs = by_rules(rows, blocks)
            _print(name, marks(pairs, truth), time.perf_counter() - started)


def _print(name: str, figures: tuple[float, float, int], took: float) -> None:
    precision, recall, number = figures
    print(f"{name:32} pairs {number:8} precision {precision:.4f} recall {recall:.4f} {took:7.1f} s")


if __name__ == "__main__":
    main()
