"""A positive at 21:00 in a whole province, typed into the page: how long until its lists are there.

    export LACHAN_HOME=.lachan-bench LACHAN_TODAY=2021-09-14T21:00
    .venv/bin/python -m bench.tracing.province        # fills it; once
    .venv/bin/lachan serve --port 8000                # in another terminal
    .venv/bin/python -m bench.tracing.browser http://127.0.0.1:8000 PASSWORD --person 47130

Signs in as the department of health, finds the person, opens the case as a telephone would show
it, and looks at the list of contacts until the trace is there. Then an F1 turns positive as well.
"""

from __future__ import annotations

import argparse
import re
import shutil
import time

from playwright.sync_api import Page, sync_playwright

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
LONGEST = 600


def sign_in(page: Page, user: str, password: str) -> None:
    """Sign in by name and password."""
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill(user)
    page.locator("input[name=password]").fill(password)
    page.locator("form[action*=login] button[type=submit]").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def open_case(page: Page, onset: str) -> float:
    """Fill in the form that is open and send it; the instant at which it was sent."""
    page.locator("#id_pcr").select_option("positive")
    page.locator("#id_onset_on").fill(onset)
    sent = time.perf_counter()
    page.get_by_role("button", name="Mở ca bệnh").click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    _say("the case is open", sent)
    page.get_by_role("link", name="Người đã tiếp xúc").click()
    page.wait_for_load_state()
    while not page.locator("#list tbody tr").count():
        if time.perf_counter() - sent > LONGEST:
            raise SystemExit("no contact was shown")
        page.wait_for_timeout(500)
        page.reload()
    return sent


def tell(page: Page) -> None:
    """The figures of the page that is open, in one line."""
    figures = page.locator(".figures").first.inner_text()
    print("  " + " ".join(figures.split()))


def _say(what: str, since: float) -> None:
    print(f"{what:<58} {time.perf_counter() - since:9.2f} s", flush=True)


def main() -> None:
    """Type it in, and say how long each part took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("password")
    parser.add_argument("--user", default="so.y.te")
    parser.add_argument("--person", type=int, default=47130)
    parser.add_argument("--onset", default="10/9/2021")
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, base_url=given.address, locale="vi-VN"
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        sign_in(page, given.user, given.password)
        page.goto("/people/")
        page.locator("#id_q").fill(f"Người {given.person}")
        page.locator("#id_q").press("Enter")
        page.get_by_role("link", name=f"Người {given.person}", exact=True).click()
        page.get_by_role("link", name="Mở ca bệnh").click()
        sent = open_case(page, given.onset)
        _say("everyone exposed is on the list of contacts", sent)
        tell(page)
        first = page.locator("#list tbody a.cell-title").first
        began = time.perf_counter()
        first.click()
        page.wait_for_load_state()
        _say("one F1 with evidence and chain", began)
        contact = page.url
        began = time.perf_counter()
        page.goto("/contacts/proposals/")
        _say("what is proposed", began)
        tell(page)
        began = time.perf_counter()
        page.goto("/contacts/")
        _say("lists by commune and level", began)
        tell(page)
        page.goto(contact)
        page.get_by_role("link", name="Mở ca bệnh").click()
        sent = open_case(page, "13/9/2021")
        _say("an F1 turned positive: levels are there", sent)
        tell(page)
        browser.close()


if __name__ == "__main__":
    main()
