"""Documentation that fails the build."""

from __future__ import annotations

import ast
import re
import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def event_names() -> set[str]:
    names = set()
    for path in ROOT.glob("lachan/*/events.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                names.add(f"{path.parent.name}.{node.name}")
    return names


def test_the_events_page_lists_every_event_and_no_other():
    listed = set(re.findall(r"^\| `(\w+\.\w+)`", (DOCS / "events.md").read_text(), re.M))
    assert listed == event_names()


def table_names() -> set[str]:
    """Tables of the house as words: `DailyReport` is "daily report"."""
    names = set()
    for path in [*ROOT.glob("lachan/*/models.py"), *ROOT.glob("lachan/*/models/*.py")]:
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.ClassDef) or "abstract = True" in ast.unparse(node):
                continue
            if any(ast.unparse(base) in ("models.Model", "AbstractUser") for base in node.bases):
                names.add(re.sub(r"(?<!^)(?=[A-Z])", " ", node.name).lower())
    return names


def test_every_table_is_a_word_of_the_glossary():
    page = (DOCS / "glossary.md").read_text()
    words = {
        word.strip()
        for row in re.findall(r"^\| ([a-z ,]+?) \|", page, re.M)
        for word in row.split(",")
    }
    assert table_names()
    assert table_names() <= words


def test_the_settings_page_lists_every_setting():
    from config.settings import Environment

    page = (DOCS / "settings.md").read_text()
    for name, field in Environment.model_fields.items():
        variable = field.alias or f"LACHAN_{name.upper()}"
        line = next((line for line in page.splitlines() if f"`{variable}`" in line), "")
        assert field.description in line, f"{variable} is missing or described otherwise"


def test_the_map_shows_every_floor_in_order():
    layers = re.search(r"layers =\n((?: {4}[\w| ]+\n)+)", (ROOT / ".importlinter").read_text())
    floors = layers[1].replace("|", " ").split()
    mapped = re.findall(r"^\| \d+ \| `(\w+)`", (DOCS / "map.md").read_text(), re.M)
    assert mapped == floors


def test_every_decision_is_in_the_index():
    index = (DOCS / "decisions" / "README.md").read_text()
    pages = [page.name for page in (DOCS / "decisions").glob("0*.md")]
    assert pages
    for page in pages:
        assert f"]({page})" in index, page


def test_decision_numbers_are_used_once():
    numbers = [page.name[:4] for page in (DOCS / "decisions").glob("0*.md")]
    assert len(numbers) == len(set(numbers))


def test_each_way_to_add_something_has_five_steps_or_fewer():
    page = (ROOT / "CONTRIBUTING.md").read_text()
    for kind in ("domain", "field", "rule", "page"):
        section = re.search(rf"## Add a {kind}\n(.*?)(?=\n## |\Z)", page, re.S)
        steps = re.findall(r"^\d+\. ", section[1], re.M)
        assert 0 < len(steps) <= 5


def test_every_dependency_is_named_with_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    page = (DOCS / "decisions" / "0012-dependencies.md").read_text()
    wanted = [project["dependencies"], *project["optional-dependencies"].values()]
    for requirement in (name for names in wanted for name in names):
        name = re.split(r"[\[~=<>]", requirement)[0]
        if name == "lachan":  # an extra of our own
            continue
        assert re.search(rf"\b{re.escape(name)}\b", page), name


def test_links_between_pages_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"


def test_lock_files_name_no_download_host():
    for name in ("requirements.lock", "requirements-tools.lock", "frontend/package-lock.json"):
        text = (ROOT / name).read_text()
        assert not re.search(r'"resolved"|https?://\S+\.(whl|tgz|tar\.gz)|--index-url', text), name


def source_strings() -> dict[str, str]:
    """Every translatable string of the house, with the file in which it stands."""
    found: dict[str, str] = {}
    keywords = dict.fromkeys(("gettext", "gettext_lazy", "_", "pgettext", "ngettext"))
    keywords["pgettext"] = ((1, "c"), 2)
    keywords["ngettext"] = (1, 2)
    folders = [ROOT / "lachan", ROOT / "config", ROOT / "templates"]
    files = [p for folder in folders for p in folder.rglob("*") if p.suffix in (".py", ".html")]
    for path in files:
        if {"tests", "migrations"} & set(path.parts):
            continue
        text = path.read_text()
        if path.suffix == ".html":
            # The indentation of a page means nothing, and would be wrong as that of a program.
            text = "\n".join(line.strip() for line in templatize(text).splitlines())
        for _line, message, _comments, _context in extract(
            "python", BytesIO(text.encode()), keywords=keywords
        ):
            single = message[0] if isinstance(message, tuple) else message
            if single:
                found[single] = str(path.relative_to(ROOT))
    return found


@pytest.fixture(scope="module")
def catalogue():
    from config.catalogue import merged

    return {entry.msgid: entry for entry in merged()}


def test_every_string_on_a_screen_has_vietnamese(catalogue):
    from django.utils.translation import gettext, override

    missing = {}
    for text, path in source_strings().items():
        entry = catalogue.get(text)
        translated = entry is not None and (entry.msgstr or entry.msgstr_plural)
        if translated:
            continue
        with override("vi"):
            if gettext(text) == text:
                missing[text] = path
    assert not missing


def test_translations_keep_their_placeholders(catalogue):
    pattern = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for entry in catalogue.values():
        strings = [entry.msgstr, *entry.msgstr_plural.values()]
        for text in filter(None, strings):
            allowed = set(pattern.findall(entry.msgid)) | set(pattern.findall(entry.msgid_plural))
            assert set(pattern.findall(text)) <= allowed, entry.msgid
