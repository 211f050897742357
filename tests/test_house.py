"""The house: which rooms a domain has, and what each may know. See docs/map.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "lachan"
DOMAINS = sorted(
    folder.name
    for folder in HOUSE.iterdir()
    if folder.is_dir() and (folder / "__init__.py").exists() and folder.name != "core"
)
ROOMS = {
    *("__init__", "apps", "terms", "rules", "events", "models", "queries", "actions"),
    *("reactions", "facts", "forms", "views", "api", "admin", "urls", "cli"),
}
# Rooms of one domain only, each with the decision page that says why.
EXTRA_ROOMS = {
    ("accounts", "middleware"): "0009",
    ("accounts", "adapter"): "0009",
    ("directives", "reader"): "0006",
    ("notifications", "channels"): "0010",
    ("notifications", "jobs"): "0010",
    ("lists", "kinds"): "0021",
    ("lists", "sheets"): "0021",
    ("lists", "jobs"): "0021",
    ("checkpoints", "jobs"): "0024",
    ("tracing", "engine"): "0029",
}
NOT_ROOMS = {"migrations", "tests", "templates", "data", "static", "__pycache__"}
CORE = {
    *("__init__", "actor", "path", "refused", "dates", "text", "scope", "listing"),
    *("spreadsheet", "http", "official", "rows", "limits", "limit_form"),
    *("limit_setting", "limit_page", "limit_commands", "limit_rows", "columns", "fields"),
}
PURE_ROOMS = ("terms", "rules", "events")
VAGUE_WORDS = ("manager", "helper", "util", "service", "base", "common", "misc", "info", "handle")


def modules(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*.py")
        if not {"migrations", "tests"} & set(path.relative_to(folder).parts)
    ]


def room_of(path: Path, domain: str) -> str:
    first = path.relative_to(HOUSE / domain).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_has_only_the_rooms_of_the_house(domain):
    for entry in (HOUSE / domain).iterdir():
        room = entry.name.removesuffix(".py")
        if room in NOT_ROOMS or entry.name.startswith("."):
            continue
        assert room in ROOMS or (domain, room) in EXTRA_ROOMS, f"{domain}/{entry.name} is no room"


@pytest.mark.parametrize(("domain", "room"), list(EXTRA_ROOMS))
def test_an_extra_room_has_a_decision_page(domain, room):
    number = EXTRA_ROOMS[domain, room]
    assert list((ROOT / "docs" / "decisions").glob(f"{number}-*.md"))


def test_core_is_a_closed_list_of_small_modules():
    found = {path.name.removesuffix(".py") for path in (HOUSE / "core").iterdir()} - NOT_ROOMS
    assert found <= CORE


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_opens_with_one_sentence_and_no_code(domain):
    tree = ast.parse((HOUSE / domain / "__init__.py").read_text())
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("domain", DOMAINS)
def test_judgement_knows_neither_django_nor_a_clock(domain):
    for path in modules(HOUSE / domain):
        if room_of(path, domain) not in (*PURE_ROOMS, "reader"):
            continue
        foreign = {name for name in imports_of(path) if name.split(".")[0] == "django"}
        # Words are shown in the reader's language: the lazy translation is a value, not a door.
        foreign -= {name for name in foreign if name.startswith("django.utils.translation")}
        assert not foreign, f"{path.relative_to(ROOT)} imports {foreign}"
        text = path.read_text()
        clock = re.search(r"\b(datetime\.now|date\.today|time\.time|timezone\.now)\(", text)
        assert not clock, f"{path.relative_to(ROOT)} reads a clock"


@pytest.mark.parametrize("domain", DOMAINS)
def test_doors_never_touch_tables(domain):
    for path in modules(HOUSE / domain):
        if room_of(path, domain) not in ("views", "api", "urls"):
            continue
        tables = {
            name for name in imports_of(path) if re.fullmatch(r"lachan\.\w+\.models(\..*)?", name)
        }
        assert not tables, f"{path.relative_to(ROOT)} imports {tables}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_doors_are_private_to_their_domain(domain):
    for path in modules(HOUSE / domain):
        for name in imports_of(path):
            match = re.match(r"lachan\.(\w+)\.(views|forms|api|admin|urls|cli)\b", name)
            assert not match or match[1] == domain, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_doors_keep_the_origin_of_forms(domain):
    """A browser sends no origin from a page that says "no-referrer": its forms are refused."""
    for path in modules(HOUSE / domain):
        assert "no-referrer" not in path.read_text(), path


@pytest.mark.parametrize("domain", DOMAINS)
def test_nobody_imports_reactions(domain):
    for path in modules(HOUSE / domain):
        reactions = {name for name in imports_of(path) if re.search(r"\.reactions\b", name)}
        assert not reactions, f"{path.relative_to(ROOT)} imports {reactions}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_tables_have_no_hidden_behaviour(domain):
    for path in modules(HOUSE / domain):
        if room_of(path, domain) != "models":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                assert node.name not in ("save", "delete"), f"{path}: {node.name}() is overridden"
        assert "django.db.models.signals" not in imports_of(path)


def test_names_say_what_they_are():
    for path in modules(HOUSE):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                words = re.findall(r"[A-Z]?[a-z]+", node.name)
                vague = {word.lower() for word in words} & set(VAGUE_WORDS)
                assert not vague, f"{path.relative_to(ROOT)}: {node.name} says {vague}"


def test_files_stay_short():
    for path in modules(HOUSE):
        lines = len(path.read_text().splitlines())
        assert lines <= 450, f"{path.relative_to(ROOT)} has {lines} lines: cut it by noun"


def test_roles_and_permissions_agree():
    import importlib

    from config.roles import ROLES

    known = set()
    for domain in DOMAINS:
        if (HOUSE / domain / "terms.py").exists():
            terms = importlib.import_module(f"lachan.{domain}.terms")
            known |= {str(permission) for permission in getattr(terms, "Permission", ())}
    granted = set().union(*(role.permissions for role in ROLES.values()))
    assert granted <= known, f"roles grant what no domain knows: {granted - known}"
    assert known <= granted, f"no role can ever do: {known - granted}"


def test_reactions_exist_and_answer_known_events():
    import importlib

    from django.utils.module_loading import import_string

    from config.reactions import REACTIONS

    for event, reactions in REACTIONS.items():
        domain, name = event.split(".")
        assert hasattr(importlib.import_module(f"lachan.{domain}.events"), name), event
        for reaction in reactions:
            assert callable(import_string(reaction))
            assert f"on_{domain}_" in reaction


def test_kinds_that_are_handed_on_and_lists_of_devices_have_their_actions():
    from django.utils.module_loading import import_string

    from config.devices import EVENTS, LISTS
    from lachan.checkpoints.terms import HANDED_ON

    assert set(EVENTS) == HANDED_ON
    for action in (*EVENTS.values(), *LISTS.values()):
        assert callable(import_string(action))


def test_scheduled_work_exists():
    from django.utils.module_loading import import_string

    from config.schedule import SCHEDULE

    for _cron, action in SCHEDULE.values():
        assert callable(import_string(action))
