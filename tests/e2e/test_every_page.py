"""Every page that a link leads to: it opens, is accessible, fits the screen and is light."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
MOST_BYTES = 150_000
NOT_PAGES = re.compile(r"/(static|logout)/|[?&]export=|\.(pdf|docx|xlsx)$")
# Names of pages that are files or that leave the system, not screens.
SKIPPED = {"account_logout", "set_language"}


def links_on(page) -> list[str]:
    return page.eval_on_selector_all(
        "a[href]:not([download]):not([target=_blank])", "links => links.map(l => l.href)"
    )


def name_of(path: str) -> str | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.view_name or path


def discover(page, served, start="/") -> dict[str, str]:
    """One address for each named page reachable by links, in the order found."""
    found: dict[str, str] = {}
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
        found[name] = path
        for link in links_on(page):
            parts = urlsplit(link)
            if not link.startswith(served) or NOT_PAGES.search(link):
                continue
            waiting.append(parts.path)
    return found


@pytest.fixture(scope="module")
def pages(browser, served):
    """Named pages as the province's leader finds them."""
    from config.demo import PASSWORD

    context = browser.new_context(base_url=served, locale="vi-VN", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill("lanh.dao")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action*=login] button[type=submit]").first.click()
    page.wait_for_load_state()
    found = discover(page, served)
    context.close()
    return found


def violations(page) -> list[str]:
    page.evaluate(AXE.read_text())
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
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


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "light"), (1440, "dark")])
def test_axe_finds_nothing_and_nothing_sticks_out(visit, pages, width, scheme):
    page = visit("lanh.dao", width=width, scheme=scheme)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    problems = {}
    for name, path in pages.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        keep_picture(page, name, width, scheme)
        found = violations(page)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 1:
            found.append(f"the page is {overflow} px wider than the screen")
        if found or errors:
            problems[f"{name} {path}"] = [*found, *errors]
        errors.clear()
    assert not problems


def test_the_sign_in_page_is_accessible(visit):
    page = visit(width=390)
    page.goto("/sign-in/login/")
    keep_picture(page, "login", 390, "light")
    assert violations(page) == []


def test_a_first_visit_transfers_little(browser, served, pages, visit):
    signed_in = visit("lanh.dao")
    cookies = signed_in.context.cookies()
    heavy = {}
    for name, path in pages.items():
        context = browser.new_context(base_url=served)
        context.add_cookies(cookies)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        received: list[float] = []
        session.on(
            "Network.loadingFinished", lambda e, r=received: r.append(e["encodedDataLength"])
        )
        page.goto(path)
        page.wait_for_load_state("networkidle")
        context.close()
        if sum(received) > MOST_BYTES:
            heavy[name] = int(sum(received))
    assert not heavy


def test_a_missing_page_is_said_in_words(visit):
    page = visit("lanh.dao")
    response = page.goto("/tasks/999999999/")
    assert response.status == 404
    assert violations(page) == []
