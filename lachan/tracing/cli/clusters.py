"""`lachan tracing clusters`: cases held together by their sources, and how we know."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from typing import Annotated, Any

import typer

from lachan.tracing.cli.investigating import AsJson, CaseNumber, case_of, work_ready

app = typer.Typer(no_args_is_help=True, help="Clusters: who infected whom, and how we know.")

COLUMNS = (
    *("source_number", "source", "case_number", "case", "interval"),
    *("minutes", "is_household", "is_supported", "doubts"),
)


@app.command("list")
def list_clusters(
    least: Annotated[int, typer.Option(min=1, help="How many cases at least.")] = 2,
    active: Annotated[bool, typer.Option("--active", help="Only those still active.")] = False,
    as_json: AsJson = False,
) -> None:
    """List clusters, the one with the latest case first; no names.

    Example: lachan tracing clusters list --active --json
    """

    def work(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.core.dates import day_of
        from lachan.tracing.queries.cluster_rows import cluster_rows
        from lachan.tracing.queries.clusters import chains, limits_of_links

        today = day_of(now)
        limits = limits_of_links(today)
        found = [
            chain
            for chain in chains(actor)
            if chain.cases >= least and not (active and chain.seen.is_closed(today, limits))
        ]
        return cluster_rows(actor, found, today, limits)

    rows = work_ready(work)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=_plain))
        return
    for row in rows:
        state = "closed" if row["is_closed"] else "active"
        print(
            f"{row['key']}  {row['number']}  {row['cases']} cases  {row['first_on']} to "
            f"{row['last_on']}  {row['generations'] or '–'} generations  {state}"
        )
    print(f"{len(rows)} clusters")


@app.command()
def show(
    case: CaseNumber,
    links: Annotated[bool, typer.Option("--links", help="The links alone, as CSV.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the cluster of a case: its cases, its links, what supports and what doubts them.

    Example: lachan tracing clusters show 12/2021 --links > links.csv
    """

    def work(actor: Any, now: datetime) -> dict[str, Any]:
        from lachan.core.dates import day_of
        from lachan.core.refused import NotThere, Refused
        from lachan.tracing.queries.cluster_rows import case_rows, cluster_rows, link_rows
        from lachan.tracing.queries.clusters import chain_of, limits_of_links

        limits = limits_of_links(day_of(now))
        try:
            chain = chain_of(actor, case_of(actor, case).key)
        except NotThere:
            raise Refused(f"case {case} was discarded: it belongs to no cluster") from None
        (cluster,) = cluster_rows(actor, [chain], day_of(now), limits)
        return {
            "cluster": cluster,
            "cases": case_rows(actor, chain),
            "links": link_rows(actor, chain, limits, now),
        }

    found = work_ready(work)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
        return
    if links:
        writer = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**link, "doubts": " ".join(link["doubts"])} for link in found["links"])
        return
    paths = {row["key"]: row["path"] for row in found["cases"]}
    for row in found["cases"]:
        source = next((one for one in found["links"] if one["case"] == row["key"]), None)
        words = f"from {source['source_number']} {paths[source['source']]}" if source else "–"
        if source and source["doubts"]:
            words += f" (doubted: {', '.join(source['doubts'])})"
        elif source and not source["is_supported"]:
            words += " (no meeting is known)"
        print(f"{row['day']}  {row['number']}  {row['path']}  {row['generation'] or '–'}  {words}")
    print(f"{len(found['cases'])} cases, {len(found['links'])} links")


def _plain(value: Any) -> str:
    from lachan.core.dates import VIETNAM

    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
