"""networkx, as people would write it: who ever met is an edge, F levels a breadth-first search.

A static graph forgets when people met, so that it leads on through meetings that came before the
source was exposed, and it has no evidence. What it costs is measured, and how often it is wrong.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
from polars import col

from lachan.tracing.engine.tables import ROW_REACH, Cases, Contacts, Exposures, Terms, Visits

WIDTH = 6 * 3600
MOST_VISITS = 1_500_000  # some 600 bytes an edge, and every visit makes some ten


class TooLarge(Exception):
    """The graph would not fit into memory."""


class Networkx:
    """One undirected graph of all who met for `minimum` seconds at any time."""

    def __init__(self, visits: Visits, contacts: Contacts, minimum: int) -> None:
        if len(visits.person) > MOST_VISITS:
            raise TooLarge(f"more than {MOST_VISITS:,} visits")
        self.graph = nx.Graph()
        self.graph.add_nodes_from(np.unique(visits.person).tolist())
        for a, b in (_pairs(visits, minimum), _named(contacts, minimum)):
            self.graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))

    def trace(self, cases: Cases, terms: Terms) -> dict[int, int]:
        """Person to F level."""
        ill = {person for person in cases.person.tolist() if person in self.graph}
        layers = nx.bfs_layers(self.graph, ill) if ill else iter(())
        found: dict[int, int] = {}
        for level, people in enumerate(layers):
            if level > terms.levels:
                break
            if level:
                found.update(dict.fromkeys(people, level))
        return found


def wrong(found: dict[int, int], truth: Exposures) -> tuple[int, int]:
    """(people who were never exposed, people with another F level than theirs)."""
    person, first = np.unique(truth.person, return_index=True)
    levels = dict(zip(person.tolist(), truth.level[first].tolist(), strict=True))
    never = sum(1 for person in found if person not in levels)
    other = sum(1 for person, level in levels.items() if found.get(person) != level)
    return never, other


def _named(contacts: Contacts, minimum: int) -> tuple[np.ndarray, np.ndarray]:
    long = (contacts.ended - contacts.started >= minimum) & (contacts.a != contacts.b)
    return contacts.a[long], contacts.b[long]


def _pairs(visits: Visits, minimum: int) -> tuple[np.ndarray, np.ndarray]:
    """Every two people who met, once; a meeting is found in the six hours in which it begins."""
    stays = pl.LazyFrame(
        {
            "person": visits.person,
            "place": visits.place,
            "came": visits.entered,
            "went": visits.left,
            "row": visits.row,
        }
    ).filter(col("went") - col("came") >= minimum)
    first = col("came") // WIDTH
    mine = stays.with_columns(slot=pl.int_ranges(first, col("went") // WIDTH + 1)).explode("slot")
    began = pl.max_horizontal("came", "came_b")
    near = (col("row") == -1) | (col("row_b") == -1)
    near |= (col("row") - col("row_b")).abs() <= ROW_REACH
    met = (
        mine.join(mine, on=["place", "slot"], suffix="_b")
        .filter(
            col("person") < col("person_b"),
            began + minimum <= pl.min_horizontal("went", "went_b"),
            began // WIDTH == col("slot"),
            near,
        )
        .select("person", "person_b")
        .unique()
        .collect(engine="streaming")
    )
    return met["person"].to_numpy(), met["person_b"].to_numpy()
