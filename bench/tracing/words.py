"""The figures of a run in words: a line a level while it runs, two tables at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def in_short(figures: dict[str, dict[str, Any]]) -> str:
    return ", ".join(
        f"{name} {one['p50']:,.1f} / {one['p99']:,.1f} ms ({one['form']}, n {one['n']})"
        for name, one in figures.items()
    )


def as_markdown(figures: dict[str, Any], levels: list[int]) -> str:
    """Two tables: what a trace takes (p50 / p99, milliseconds), and everything around it."""
    here = figures["world"]
    lines = [
        f"{here['visits']:,} visits of {here['persons']:,} people in {here['days']} days, seed "
        f"{here['seed']}, minimum {figures['terms']['minutes']} min, latency "
        f"{figures['terms']['latency_hours']:g} h; milliseconds, p50 / p99; × = how many times "
        "as long as local (p50)",
        "",
        "| | " + " | ".join("F1" if level == 1 else f"F1–F{level}" for level in levels) + " |",
        "|---" * (len(levels) + 1) + "|",
    ]
    traces = figures["traces"]
    for name in traces[levels[0]]:
        cells = [_cell(traces[level], name) for level in levels]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    labels = [f"{traces[level]['local']['labels']:,}" for level in levels]
    lines.append("| labels (median) | " + " | ".join(labels) + " |")
    lines += ["", "| what | figure |", "|---|---|", *_around(figures, levels)]
    return "\n".join(lines)


def _cell(traces: dict[str, dict[str, Any]], name: str) -> str:
    one = traces.get(name)
    if one is None:
        return "–"
    cell = f"{_number(one['p50'])} / {_number(one['p99'])}"
    if name == "local":
        return cell
    times = one["p50"] / traces["local"]["p50"]
    return f"{cell} ({one['form']}, n {one['n']}, ×{times:,.0f})"


def _number(value: float) -> str:
    return f"{value:,.2f}" if value < 10 else f"{value:,.0f}"


def _around(figures: dict[str, Any], levels: list[int]) -> Iterator[str]:
    local = figures["local"]
    yield f"| build, visits a second | {local['visits a second']:,.0f} ({local['build']:.1f} s) |"
    yield f"| index, bytes a visit | {local['bytes a visit']:.1f} |"
    if "save" in local:
        yield f"| save, s | {local['save']:.2f} |"
        yield f"| open, ms | {local['open'] * 1000:.1f} |"
    for name, seconds in figures["loading"].items():
        if name not in ("local", *figures["refused"]):
            yield f"| {name} takes it in with its indexes, s | {seconds:.0f} |"
    for name, why in figures["refused"].items():
        yield f"| {name} | not tried: {why} |"
    speed = figures["bandwidth"]
    yield f"| memory, GB/s: triad / read | {speed['triad'] / 1e9:.1f} / {speed['read'] / 1e9:.1f} |"
    for level in levels:
        rate = figures["traces"][level]["local"].get("bytes_a_second")
        if rate:
            share = rate / speed["read"]
            yield f"| F1–F{level}: share of the read bandwidth | {share:.0%} |"
    if "static" in figures:
        one = figures["static"]
        yield (
            f"| networkx, static graph of {one['edges']:,} edges, F1–F{one['levels']:.0f}, ms | "
            f"{_number(one['p50'])} / {_number(one['p99'])} |"
        )
        yield (
            f"| networkx, wrong F levels | {one['other_level'] / max(one['exposed'], 1):.1%} of "
            f"the exposed, and {one['never_exposed']:,} who never were |"
        )
    if "batch" in figures:
        one = figures["batch"]
        for name, ms in one["ms"].items():
            yield (
                f"| {one['cases']:,} cases to their F1 ({one['rows']:,} rows), {name}, ms | "
                f"{ms:,.0f} |"
            )
    yield f"| peak memory of this process, GB | {figures['peak_bytes'] / 1e9:.1f} |"
