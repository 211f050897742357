"""Every page and every list, walked as the neighbour: nothing of province 96 is to be seen.

Each domain offers `lachan/<domain>/tests/scenes.py`:

    from tests.scenes import MARK                 # stands in every text of the rows of the scene

    def scene(cast) -> dict[str, dict]:
        \"\"\"Rows of province 96; url name -> kwargs that reach them.\"\"\"

    SEEN_BY = {"directives:intake": "clerk"}      # who sees a page rightly, if not the leader
    PUBLIC_ROWS = {"places:unit"}                 # pages of rows that everybody may read, with why
    OPEN_TO_ALL = {"arrivals:declare"}            # doors that open without an account, with why

1. Every address of the house is found from the resolver. One that takes arguments and stands in
   no scene fails with its name, so that nobody can forget it.
2. The neighbour (who leads province 95) and somebody without roles get 403, 404 or 405 on the
   addresses of rows, by GET and by POST; on all others, pages, lists, exports and searches without
   the mark. Their posts leave nothing on record outside their own province.
3. Who sees a page rightly sees it, and the mark is somewhere: otherwise 2 would prove nothing.
4. Anonymous is sent to sign in, but at the doors that are open to all.
"""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lachan.audit.models import Entry
from tests.cast import NOW, Cast
from tests.scenes import MARK

HOUSE = Path(__file__).resolve().parent.parent / "lachan"
DOMAINS = sorted(path.parent.name for path in HOUSE.glob("*/urls.py"))
NOT_THERE = {403, 404, 405}
SEARCHES = ("", "?q=moc+rieng", "?export=xlsx", "?place=ca+mau", "?view=list", "?wall=1")
# Signing in speaks to everybody, and to each only of themselves; it is allauth's and tested there.
SIGN_IN = ("account_", "mfa_", "set_language")
WORDS = {"reason": "một lý do để thử", "text": "thử", "note": "thử", "title": "thử"}


def at_nine():
    return NOW


@dataclass(frozen=True)
class Address:
    """One address of the house: its full name, and whether it takes arguments."""

    name: str
    takes_arguments: bool

    @property
    def domain(self) -> str:
        return self.name.partition(":")[0]


def addresses() -> list[Address]:
    """All addresses that have a name, found from the resolver."""

    def walk(patterns, namespace: str, outer_arguments: bool) -> Iterator[Address]:
        for entry in patterns:
            arguments = outer_arguments or bool(entry.pattern.converters)
            if isinstance(entry, URLResolver):
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                yield from walk(entry.url_patterns, inner, arguments)
            elif isinstance(entry, URLPattern):
                assert entry.name, f"{namespace}{entry.pattern} has no name"
                yield Address(f"{namespace}{entry.name}", arguments)

    found = dict.fromkeys(walk(get_resolver().url_patterns, "", False))
    return [address for address in found if not address.name.startswith(SIGN_IN)]


ADDRESSES = addresses()
PLAIN = [address.name for address in ADDRESSES if not address.takes_arguments]


@dataclass
class Stage:
    """One domain's rows of province 96 and how they are reached."""

    cast: Cast
    rows: dict[str, dict]
    seen_by: dict[str, str]
    public: set[str]

    def urls(self) -> list[tuple[str, str]]:
        return [(name, reverse(name, kwargs=kwargs)) for name, kwargs in self.rows.items()]

    def is_of_one_row(self, name: str) -> bool:
        """Whether the address names a row; one of a day shows each province its own."""
        return any(isinstance(value, int | UUID) for value in self.rows[name].values())

    def client(self, username: str) -> Client:
        client = Client()
        client.force_login(self.cast.users[username])
        return client


@pytest.fixture
def the_day(settings, tmp_path):
    settings.CLOCK = "tests.test_jurisdiction.at_nine"
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stage(cast, the_day, request):
    return stage_of(request.param, cast)


def stage_of(domain: str, cast: Cast) -> Stage:
    module = importlib.import_module(f"lachan.{domain}.tests.scenes")
    rows = module.scene(cast)
    return Stage(
        cast, rows, getattr(module, "SEEN_BY", {}), set(getattr(module, "PUBLIC_ROWS", ()))
    )


@cache
def open_to_all() -> frozenset[str]:
    """The doors of all domains that open without an account."""
    names = [f"lachan.{domain}.tests.scenes" for domain in DOMAINS]
    modules = [importlib.import_module(name) for name in names if find_spec(name)]
    return frozenset().union(*(getattr(module, "OPEN_TO_ALL", ()) for module in modules))


def text_of(response) -> str:
    """What a reader of the answer sees: also within a spreadsheet, a document or a PDF."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            )
    if content.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(content)
        return "".join(page.get_textpage().get_text_bounded() for page in pages)
    return content.decode(errors="replace")


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_with_pages_offers_a_scene(domain):
    module = importlib.import_module(f"lachan.{domain}.tests.scenes")
    assert callable(module.scene)


@pytest.mark.parametrize("stage", DOMAINS, indirect=True)
def test_no_address_is_forgotten(stage, request):
    domain = request.node.callspec.params["stage"]
    wanted = {a.name for a in ADDRESSES if a.takes_arguments and a.domain == domain}
    assert wanted <= set(stage.rows), f"no scene for {sorted(wanted - set(stage.rows))}"


@pytest.mark.parametrize("username", ["neighbour", "nobody"])
@pytest.mark.parametrize("stage", DOMAINS, indirect=True)
def test_a_row_of_another_province_is_not_there(stage, username):
    client = stage.client(username)
    seen = []
    for name, url in stage.urls():
        if name in stage.public:
            continue
        response = client.get(url)
        if stage.is_of_one_row(name) and response.status_code not in NOT_THERE:
            seen.append(f"GET {name}: {response.status_code}")
        if MARK in text_of(response):
            seen.append(f"GET {name} shows it")
    assert not seen


@pytest.mark.parametrize("username", ["neighbour", "nobody"])
@pytest.mark.parametrize("stage", DOMAINS, indirect=True)
def test_nothing_can_be_done_to_a_row_of_another_province(stage, username):
    client = stage.client(username)
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    done = []
    for name, url in stage.urls():
        response = client.post(url, WORDS)
        if stage.is_of_one_row(name) and response.status_code not in NOT_THERE:
            done.append(f"POST {name}: {response.status_code}")
        if MARK in text_of(response):
            done.append(f"POST {name} shows it")
    recorded = Entry.objects.filter(pk__gt=last).exclude(path__startswith="95/")
    done += [f"{entry.event} at {entry.path}" for entry in recorded]
    assert not done


@pytest.mark.parametrize("username", ["neighbour", "nobody"])
def test_no_page_or_list_shows_a_row_of_another_province(cast, the_day, username):
    stages = [stage_of(domain, cast) for domain in DOMAINS]
    client = stages[0].client(username)
    seen = []
    public = set().union(*(stage.public for stage in stages))
    for name in PLAIN:
        for search in SEARCHES:
            response = client.get(reverse(name) + search)
            assert response.status_code < 500, f"{name}{search}"
            if MARK in text_of(response) and name not in public:
                seen.append(f"{name}{search}")
    assert not seen


@pytest.mark.parametrize("stage", DOMAINS, indirect=True)
def test_who_sees_a_row_rightly_sees_it(stage, request):
    domain = request.node.callspec.params["stage"]
    missing, shown = [], 0
    urls = stage.urls() + [(n, reverse(n)) for n in PLAIN if n.startswith(f"{domain}:")]
    for name, url in urls:
        response = stage.client(stage.seen_by.get(name, "leader")).get(url)
        if name in stage.rows and response.status_code in (403, 404):
            missing.append(name)
        assert response.status_code < 500, name
        shown += MARK in text_of(response)
    assert not missing, "the walk proves nothing on these"
    assert shown, "the mark is nowhere: the walk proves nothing"


@pytest.mark.parametrize("stage", DOMAINS, indirect=True)
def test_anonymous_is_sent_to_sign_in(stage):
    client = Client()
    urls = stage.urls() + [(name, reverse(name)) for name in PLAIN]
    for url in [url for name, url in urls if name not in open_to_all()]:
        for response in (client.get(url), client.post(url, WORDS)):
            assert response.status_code == 302, url
            assert response.headers["Location"].startswith(reverse("account_login")), url
