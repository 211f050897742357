"""Both worlds of units, as the package `vietnamadminunits` (MIT) and our amendments know them.

Only the package's data files are read: importing the package costs a second and a geometry
library. Its older world is the list of 30/6/2025; what it has otherwise for 2020–2021 is in
`data/amendments.csv`, each row with its legal source.

1. The older world: provinces, districts, communes, until 1/7/2025.
2. The world since: provinces and communes. A province that was not rearranged goes on.
3. Successions of provinces and communes; one divided among several is partial.
4. Our amendments.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lachan.core.refused import Refused
from lachan.core.text import normal
from lachan.places.rules.amendments import amendment_of
from lachan.places.rules.tree import Amendment, CannotAmend, Link, Node, Tree
from lachan.places.terms import UnitKind

REFORM = date(2025, 7, 1)
PACKAGE = "vietnamadminunits"
LIST_OF_2025 = "Danh mục đơn vị hành chính của Tổng cục Thống kê đến 30/6/2025"
DATA = Path(__file__).resolve().parent.parent / "data"


def folder() -> Path:
    """Where the package keeps its files. Raises Refused when it is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise Refused(_("the package %(name)s is not installed") % {"name": PACKAGE})
    return Path(found.origin).parent / "data"


def read_tree(provinces: Iterable[str] | None = None) -> Tree:
    """The tree of these provinces (GSO codes of either world) or of the whole country.

    A province comes with those that it was merged with: 96 brings 95, and 95 brings 96.
    Raises Refused for a code that no province has, and when an amendment of ours does not fit.
    """
    with closing(sqlite3.connect(f"file:{folder() / 'dataset.db'}?mode=ro", uri=True)) as dataset:
        older = dataset.execute(
            "SELECT provinceCode, province, districtCode, district, wardCode, ward,"
            " provinceKey, districtKey, wardKey FROM admin_units_legacy"
        ).fetchall()
        newer = dataset.execute(
            "SELECT provinceCode, province, wardCode, ward, provinceKey, wardKey FROM admin_units"
        ).fetchall()
    converter = json.loads((folder() / "converter_2025.json").read_bytes())
    old_keys, new_keys = _chosen(provinces, older, newer, converter["DICT_PROVINCE"])
    older = [row for row in older if row[6] in old_keys]
    newer = [row for row in newer if row[4] in new_keys]

    tree = Tree()
    sources = _legal_sources()
    old_nodes = _older_world(tree, older)
    new_nodes = _newer_world(tree, newer, converter["DICT_PROVINCE"], old_nodes, sources)
    tree.links = list(_successions(converter, new_keys, old_nodes, new_nodes, sources))
    chosen = {node.path[:3] for node in tree.nodes}
    for amendment in own_amendments():
        if amendment.path[:3] in chosen:
            try:
                tree.amend(amendment)
            except CannotAmend as problem:
                raise Refused(f"amendments.csv: {amendment.path}: {problem}") from problem
    return tree


def own_amendments() -> list[Amendment]:
    """The amendments that come with the system."""
    with (DATA / "amendments.csv").open(encoding="utf-8", newline="") as file:
        return [amendment_of(row) for row in csv.DictReader(file)]


def _legal_sources() -> dict[str, str]:
    with (DATA / "legal_sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["province"]: row["source"] for row in csv.DictReader(file)}


def _chosen(
    provinces: Iterable[str] | None,
    older: list[Any],
    newer: list[Any],
    merged: dict[str, list[str]],
) -> tuple[set[str], set[str]]:
    """The package's keys of the wanted provinces in both worlds."""
    if provinces is None:
        return {row[6] for row in older}, {row[4] for row in newer}
    old_codes = {row[6]: row[0] for row in older}
    new_codes = {row[4]: row[0] for row in newer}
    wanted = set(provinces)
    unknown = wanted - set(old_codes.values()) - set(new_codes.values())
    if unknown:
        raise Refused(
            _("no province has the code %(codes)s") % {"codes": ", ".join(sorted(unknown))}
        )
    new_keys = {
        key
        for key, parts in merged.items()
        if new_codes[key] in wanted or wanted & {old_codes[part] for part in parts}
    }
    return {part for key in new_keys for part in merged[key]}, new_keys


def _named(name: str) -> str:
    """The package's name in one spelling: "Thị Trấn  Năm Căn" is "Thị trấn Năm Căn"."""
    name = normal(name)
    for word in ("Thị Trấn", "Thị Xã", "Thành Phố"):
        if name.startswith(word):
            return word.capitalize() + name[len(word) :]
    return name


def _older_world(tree: Tree, rows: list[Any]) -> dict[str, Node]:
    """Add the units of before 1/7/2025; return them by the package's keys."""
    nodes: dict[str, Node] = {}

    def add(key: str, path: str, name: str, kind: UnitKind) -> None:
        if key not in nodes:
            nodes[key] = tree.add(
                Node(path, _named(name), kind, valid_until=REFORM, source=LIST_OF_2025)
            )

    for province, p_name, district, d_name, ward, w_name, p_key, d_key, w_key in rows:
        add(p_key, f"{province}/", p_name, UnitKind.PROVINCE)
        add(f"{p_key}_{d_key}", f"{province}/{district}/", d_name, UnitKind.DISTRICT)
        if ward:
            path = f"{province}/{district}/{ward}/"
            add(f"{p_key}_{d_key}_{w_key}", path, w_name, UnitKind.COMMUNE)
    return nodes


def _newer_world(
    tree: Tree,
    rows: list[Any],
    merged: dict[str, list[str]],
    old_nodes: dict[str, Node],
    sources: dict[str, str],
) -> dict[str, Node]:
    """Add the units since 1/7/2025; return them by the package's keys."""
    nodes: dict[str, Node] = {}
    for province, p_name, ward, w_name, p_key, w_key in rows:
        if p_key not in nodes:
            if merged[p_key] == [p_key]:
                nodes[p_key] = old_nodes[p_key]
                nodes[p_key].valid_until = None
            else:
                nodes[p_key] = tree.add(
                    Node(
                        f"{province}/",
                        _named(p_name),
                        UnitKind.PROVINCE,
                        REFORM,
                        source=sources["*"],
                    )
                )
        nodes[f"{p_key}_{w_key}"] = tree.add(
            Node(
                f"{province}/{ward}/",
                _named(w_name),
                UnitKind.COMMUNE,
                REFORM,
                source=sources.get(province, sources["*"]),
            )
        )
    return nodes


def _successions(
    converter: dict[str, Any],
    new_keys: set[str],
    old_nodes: dict[str, Node],
    new_nodes: dict[str, Node],
    sources: dict[str, str],
) -> Iterable[Link]:
    for key in sorted(new_keys):
        province = new_nodes[key]
        for part in converter["DICT_PROVINCE"][key]:
            if old_nodes[part] is not province:
                yield Link(old_nodes[part], province, REFORM, False, sources["*"])
        source = sources.get(province.code, sources["*"])
        for ward, olds in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].get(key, {}).items():
            for old in olds:
                # A district without communes (an island) is written with an empty commune.
                before = old_nodes[old.removesuffix("_")]
                yield Link(before, new_nodes[f"{key}_{ward}"], REFORM, False, source)
        for old, parts in converter["DICT_PROVINCE_WARD_DIVIDED"].get(key, {}).items():
            for part in parts:
                after = new_nodes[f"{key}_{part['newWardKey']}"]
                yield Link(old_nodes[old.removesuffix("_")], after, REFORM, True, source)
