"""Polars, in its strongest form: lazy frames, islands of sources, both sides cut into six hours.

The islands are those of duckdb.py. The frames are kept sorted, so that a small question finds its
rows by binary search instead of reading everything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from polars import col

from bench.tracing import answers
from lachan.tracing.engine.tables import (
    FOREVER,
    ROW_REACH,
    Cases,
    Contacts,
    Exposures,
    Terms,
    Visits,
)

WIDTH = 6 * 3600
SPAN = 35  # bits of an instant since the first visit, beside the number of a place and row
SLOT = 20  # bits of six hours since the first visit
SMALL = 20  # a twentieth of the keys or fewer are looked up, more are joined

WAY = ["source", "place", "at_place", "setting", "met_from", "met_until"]


class Polars:
    """Visits in two frames, one by person and one by place, row and six hours."""

    forms = ("six_hours",)

    def __init__(
        self, visits: Visits, contacts: Contacts, folder: Path, forms: tuple[str, ...] = forms
    ) -> None:
        self.settings = contacts.settings
        self.began = int(visits.entered.min()) if len(visits.entered) else 0
        arrived = pl.DataFrame(
            {
                "person": visits.person,
                "place": visits.place,
                "came": visits.entered,
                "went": visits.left,
                "seat": visits.row.astype(np.int16),
            }
        )
        self.seats = (
            arrived.lazy()
            .select("place", "seat")
            .unique()
            .sort("place", "seat")
            .with_row_index("key")
            .with_columns(col("key").cast(pl.Int64))
            .collect()
        )
        self.by_person = arrived.sort("person", "came")
        self.people = self.by_person["person"].n_unique()
        self.by_slot = (
            arrived.lazy()
            .join(self.seats.lazy(), on=["place", "seat"])
            .with_columns(slot=pl.int_ranges(self._nth("came"), self._nth("went") + 1))
            .explode("slot")
            .with_columns(slot=col("key") * 2**SLOT + col("slot"))
            .select("slot", "person", "place", "came", "went", "seat")
            .sort("slot")
            .collect()
        )
        self.slots = self.by_slot["slot"].n_unique()
        both = [(contacts.a, contacts.b), (contacts.b, contacts.a)]
        self.named = (
            pl.concat(
                pl.DataFrame(
                    {
                        "person": a,
                        "b": b,
                        "started": contacts.started,
                        "ended": contacts.ended,
                        "setting": contacts.setting,
                    }
                )
                for a, b in both
            )
            .filter(col("person") != col("b"))
            .sort("person")
        )

    def _nth(self, instant: str) -> pl.Expr:
        """Which six hours since the first visit."""
        return (col(instant) - self.began) // WIDTH

    def trace(self, cases: Cases, terms: Terms, form: str) -> Exposures:
        """Level by level; each level is one lazy plan for the labels and one for their sources."""
        ill = pl.Series("person", cases.person).unique()
        frontier = _opened(cases).drop("nth").unique()
        best = pl.DataFrame({"person": ill, "best": np.full(len(ill), -FOREVER)})
        labels: list[pl.DataFrame] = []
        for level in range(1, terms.levels + 1):
            source = self._source(frontier, terms)
            kept = self._kept(source, frontier, best, terms)
            label = self._who(kept, source, frontier, terms)
            labels.append(label.with_columns(level=pl.lit(level, pl.Int64)))
            if level == terms.levels or label.is_empty():
                break
            new = label.select("person", exposed=col("met_from") + terms.minimum)
            frontier = new.join(best, on="person", how="left").select(
                "person",
                opens=col("exposed") + terms.latency,
                closes=pl.lit(terms.horizon, pl.Int64),
                before=(col("best") + terms.latency).fill_null(FOREVER),
            )
            best = pl.concat(
                [best.join(new, on="person", how="anti"), new.rename({"exposed": "best"})]
            )
        return answers.exposures(_columns(pl.concat(labels), terms), self.settings)

    def interrupt(self) -> None:
        """Not needed: this engine is quick enough to be waited for."""

    def batch(self, cases: Cases, terms: Terms) -> answers.Batch:
        """Every pair of stays of all cases, met in the six hours in which the meeting begins."""
        frontier = _opened(cases)
        reach = self._reach(self._source(frontier, terms).lazy(), terms).with_columns(
            slot=pl.int_ranges(self._nth("opens"), self._nth("last") + 1)
        )
        reach = _met(
            reach.explode("slot").with_columns(slot=col("key") * 2**SLOT + col("slot")).collect(),
            self.by_slot,
            "slot",
            self.slots,
        )
        met = (
            reach.with_columns(met_from=pl.max_horizontal("opens", "came"))
            .filter(
                col("met_from") <= col("last"),
                col("met_from") + terms.minimum <= col("went"),
                col("person") != col("source"),
                self._nth("met_from") == col("slot") % 2**SLOT,
            )
            .select(
                *("nth", "person", "source", "place", "met_from"),
                at_place=pl.lit(1, pl.Int64),
                setting=pl.lit(-1, pl.Int64),
                met_until=pl.min_horizontal("closes", "went"),
            )
        )
        named = self._by_name(frontier, terms)
        both = pl.concat([met.select(named.collect_schema().names()), named])
        first = both.group_by("nth", "person").agg(met_from=col("met_from").min())
        found = _first(both.join(first, on=["nth", "person", "met_from"]), ["nth", "person"])
        found = found.with_columns(level=pl.lit(1, pl.Int64)).collect()
        return answers.batch(_columns(found, terms), self.settings)

    def _source(self, frontier: pl.DataFrame, terms: Terms) -> pl.DataFrame:
        cut = {
            "opens": pl.max_horizontal("came", "opens"),
            "closes": pl.min_horizontal("went", "closes"),
        }
        return (
            _met(frontier, self.by_person, "person", self.people)
            .filter(col("came") < col("before"))
            .with_columns(**cut)
            .filter(col("opens") + terms.minimum <= col("closes"))
            .rename({"person": "source"})
            .drop("came", "went")
            .collect()
        )

    def _reach(self, source: pl.LazyFrame, terms: Terms) -> pl.LazyFrame:
        """The shortened interval of each source, at each row that it reaches."""
        near = (col("seat") == -1) | (col("other") == -1)
        near |= (col("seat").cast(pl.Int32) - col("other")).abs() <= ROW_REACH
        return (
            source.join(self.seats.lazy().rename({"seat": "other"}), on="place")
            .filter(near)
            .with_columns(last=pl.min_horizontal(col("closes") - terms.minimum, col("before") - 1))
            .drop("seat", "place", "before")
        )

    def _kept(
        self, source: pl.DataFrame, frontier: pl.DataFrame, best: pl.DataFrame, terms: Terms
    ) -> pl.DataFrame:
        """Who is labelled and when: one column sorts, and running aggregates stream over it."""
        base = col("key") * 2**SPAN - self.began
        mask = 2**SPAN - 1
        island = (
            self._reach(source.lazy(), terms)
            .select(opens=base + col("opens"), last=base + col("last"))
            .sort("opens")
            .with_columns(fresh=col("opens") > col("last").cum_max().shift(1))
            .with_columns(nth=col("fresh").fill_null(True).cum_sum())
            .group_by("nth")
            .agg(opens=col("opens").min(), last=col("last").max())
            .select(
                key=col("opens") // 2**SPAN,
                opens=(col("opens") & mask) + self.began,
                last=(col("last") & mask) + self.began,
            )
            .with_columns(slot=pl.int_ranges(self._nth("opens"), self._nth("last") + 1))
            .explode("slot")
            .with_columns(slot=col("key") * 2**SLOT + col("slot"))
            .select("slot", "opens", "last")
            .collect()
        )
        met = (
            _met(island, self.by_slot, "slot", self.slots)
            .with_columns(met_from=pl.max_horizontal("opens", "came"))
            .filter(col("met_from") <= col("last"), col("met_from") + terms.minimum <= col("went"))
            .select("person", "met_from")
        )
        named = self._by_name(frontier, terms).select("person", "met_from")
        return (
            pl.concat([met, named])
            .group_by("person")
            .agg(met_from=col("met_from").min())
            .join(best.lazy(), on="person", how="left")
            .filter((col("met_from") + terms.minimum < col("best")) | col("best").is_null())
            .select("person", "met_from")
            .collect()
        )

    def _who(
        self, kept: pl.DataFrame, source: pl.DataFrame, frontier: pl.DataFrame, terms: Terms
    ) -> pl.DataFrame:
        at_instant = (
            _met(kept, self.by_person, "person", self.people)
            .filter(col("came") <= col("met_from"), col("met_from") + terms.minimum <= col("went"))
            .with_columns(slot=self._nth("met_from"))
        )
        spread = (
            source.lazy()
            .with_columns(
                slot=pl.int_ranges(
                    self._nth("opens"), (col("closes") - terms.minimum - self.began) // WIDTH + 1
                )
            )
            .explode("slot")
            .rename({"seat": "other"})
        )
        near = (col("seat") == -1) | (col("other") == -1)
        near |= (col("seat").cast(pl.Int32) - col("other")).abs() <= ROW_REACH
        met = (
            at_instant.join(spread, on=["place", "slot"])
            .filter(
                pl.max_horizontal("opens", "came") == col("met_from"),
                col("met_from") + terms.minimum <= col("closes"),
                col("source") != col("person"),
                near,
            )
            .select(
                *("person", "source", "place", "met_from"),
                at_place=pl.lit(1, pl.Int64),
                setting=pl.lit(-1, pl.Int64),
                met_until=pl.min_horizontal("closes", "went"),
            )
        )
        named = self._by_name(frontier, terms).join(kept.lazy(), on=["person", "met_from"])
        both = pl.concat([met.select("person", *WAY), named.select("person", *WAY)])
        return _first(both, ["person"]).collect()

    def _by_name(self, frontier: pl.DataFrame, terms: Terms) -> pl.LazyFrame:
        kept = [name for name in ("nth",) if name in frontier.columns]
        return (
            _met(frontier, self.named, "person", self.people)
            .filter(col("started") < col("before"))
            .with_columns(
                met_from=pl.max_horizontal("started", "opens"),
                met_until=pl.min_horizontal("ended", "closes"),
            )
            .filter(col("met_from") + terms.minimum <= col("met_until"))
            .select(
                *kept,
                *("setting", "met_from", "met_until"),
                person=col("b"),
                source=col("person"),
                place=pl.lit(0, pl.Int64),
                at_place=pl.lit(0, pl.Int64),
            )
        )

    def close(self) -> None:
        """Frames go with the object."""


def _opened(cases: Cases) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "nth": np.arange(len(cases.person)),
            "person": cases.person,
            "opens": cases.since,
            "closes": cases.until,
            "before": np.full(len(cases.person), FOREVER),
        }
    )


def _met(small: pl.DataFrame, table: pl.DataFrame, on: str, keys: int) -> pl.LazyFrame:
    """`table`, sorted by `on`, joined with `small`: by binary search where `small` is small."""
    if len(small) * SMALL >= keys:
        return table.lazy().join(small.lazy(), on=on)
    wanted = small[on]
    start, end = (
        table[on].search_sorted(wanted, side=side).to_numpy().astype(np.int64)
        for side in ("left", "right")
    )
    count = end - start
    at = np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())
    mine = np.repeat(np.arange(len(small)), count)
    return pl.concat([small[mine], table[at].drop(on)], how="horizontal").lazy()


def _first(ways: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """The first evidence of each: the latest end decides nearly always, so the sort is short."""
    last = ways.group_by(by).agg(met_until=col("met_until").max())
    return (
        ways.join(last, on=[*by, "met_until"])
        .sort(*by, "source", "at_place", "place", "met_from", "setting")
        .unique(by, keep="first", maintain_order=True)
    )


def _columns(found: pl.DataFrame, terms: Terms) -> dict[str, Any]:
    found = found.with_columns(exposed_at=col("met_from") + terms.minimum)
    return {name: found[name].to_numpy() for name in found.columns}
