"""Every page that a link leads to: it opens, is accessible, fits the screen and is light."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
MOST_BYTES = 150_000
NOT_PAGES = re.compile(r"/(static|logout)/|[?&]export=|\.(pdf|docx|xlsx|csv)$")
# Names of pages that are files or that leave the system, not screens.
SKIPPED = {"account_logout", "set_language"}
DESK, PHONE = (1440, 900), (390, 844)
# What a change of the colours alone can break.
COLOURS = ["color-contrast", "link-in-text-block"]


@dataclass
class Seen:
    """A named page as the crawl found it: where it is and what is wrong with it."""

    path: str
    bytes_of_first_visit: int = 0
    problems: list[str] = field(default_factory=list)


class Traffic:
    """What crosses the network for a page whose cache is off, so that each visit is a first."""

    def __init__(self, page):
        self.page = page
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", self._failed)
        self.received = 0.0
        self.on_their_way: dict[str, str] = {}

    def _sent(self, event) -> None:
        address = event["request"]["url"]
        if event.get("type") == "Document":
            self.received = 0.0
            self.on_their_way.clear()
        # The icon of a bare file that was opened before is asked for late, and never comes.
        if address.startswith("http") and not address.endswith("/favicon.ico"):
            self.on_their_way[event["requestId"]] = address

    def _finished(self, event) -> None:
        self.received += event["encodedDataLength"]
        self.on_their_way.pop(event["requestId"], None)

    def _failed(self, event) -> None:
        self.on_their_way.pop(event["requestId"], None)

    def settle(self) -> int:
        """The bytes of the page once nothing of it is on its way any more."""
        for _ in range(100):
            self.page.evaluate("() => new Promise(done => requestIdleCallback(done))")
            if not self.on_their_way:
                return int(self.received)
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{self.page.url} does not come to rest: {self.on_their_way}")


def links_on(page) -> list[str]:
    # In a drawing (SVG) `href` is no string.
    return page.eval_on_selector_all(
        "a[href]:not([download]):not([target=_blank])",
        "links => links.map(l => new URL(l.getAttribute('href'), location).href)",
    )


def name_of(path: str) -> str | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.view_name or path


def discover(page, served, start="/") -> Iterator[tuple[str, str]]:
    """One address for each named page reachable by links, opened, in the order found."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name is None or name in found or name in SKIPPED:
            continue
        response = page.goto(path)
        kind = (response.headers.get("content-type", "") if response else "") or ""
        assert response is not None, path
        assert response.status == 200, f"{path} answers {response.status}"
        if "text/html" not in kind:
            continue
        found.add(name)
        waiting += [
            urlsplit(link).path
            for link in links_on(page)
            if link.startswith(served) and not NOT_PAGES.search(link)
        ]
        yield name, path


@pytest.fixture(scope="module")
def pages(browser, served):
    """All named pages as the province's leader finds them, with what is wrong with each."""
    from config.demo import PASSWORD

    context = browser.new_context(
        base_url=served, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill("lanh.dao")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action*=login] button[type=submit]").first.click()
    page.wait_for_load_state()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.extend(error_of(message)))
    traffic = Traffic(page)
    seen: dict[str, Seen] = {}
    for name, path in discover(page, served):
        one = seen[name] = Seen(path, traffic.settle())
        one.problems += look_at(page, name)
        one.problems += errors
        errors.clear()
        show(page, DESK, "light")
    context.close()
    return seen


def error_of(message) -> list[str]:
    """What the page complains of; that a bare file has no icon is not a complaint."""
    address = message.location["url"]
    is_wrong = message.type == "error" and not address.endswith("/favicon.ico")
    return [f"{message.text} {address}"] if is_wrong else []


def show(page, size: tuple[int, int], scheme: str) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)


def look_at(page, name: str) -> list[str]:
    """What is wrong with the open page on a desk by day and by night, and on a phone."""
    problems = []
    for size, scheme, rules in (
        (DESK, "light", None),
        (DESK, "dark", COLOURS),
        (PHONE, "light", None),
    ):
        show(page, size, scheme)
        keep_picture(page, name, size[0], scheme)
        problems += [f"{size[0]} {scheme}: {one}" for one in violations(page, rules)]
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 1:
            problems.append(f"the page is {overflow} px wider than a screen of {size[0]}")
    return problems


def violations(page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the open page: by all its rules or by these."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = rules
    result = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def keep_picture(page, name: str, width: int, scheme: str) -> None:
    folder = os.environ.get("LACHAN_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        file = f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{width}-{scheme}.png"
        page.screenshot(path=Path(folder) / file, full_page=True)


def test_the_shell_leads_to_every_domain(pages):
    domains = {name.split(":")[0] for name in pages if ":" in name}
    assert {"tasks", "directives", "command", "places", "accounts", "notifications"} <= domains


def test_axe_finds_nothing_and_nothing_sticks_out(pages):
    assert not {f"{name} {one.path}": one.problems for name, one in pages.items() if one.problems}


def test_a_first_visit_transfers_little(pages):
    assert not {
        name: one.bytes_of_first_visit
        for name, one in pages.items()
        if one.bytes_of_first_visit > MOST_BYTES
    }
    # Counted at all: the lightest page has a style sheet, a script and a body. Public notices are
    # plain on purpose.
    assert (
        min(one.bytes_of_first_visit for name, one in pages.items() if "public_notice" not in name)
        > 5_000
    )


def test_the_sign_in_page_is_accessible(visit):
    page = visit(width=390)
    page.goto("/sign-in/login/")
    keep_picture(page, "login", 390, "light")
    assert violations(page) == []


def test_a_missing_page_is_said_in_words(visit):
    page = visit("lanh.dao")
    response = page.goto("/tasks/999999999/")
    assert response.status == 404
    assert violations(page) == []
