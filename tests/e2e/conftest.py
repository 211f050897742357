"""The product as its users meet it: served on a demo province, in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2021-09-15T09:00"
START_SECONDS = 180
BROWSER_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.e2e)


def browser_path() -> str:
    named = os.environ.get("LACHAN_BROWSER")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError(
            "no browser: install Debian's package chromium, or name one in LACHAN_BROWSER"
        )
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The address of a served demo province, on a database of its own, standing at TODAY."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"lachan_e2e_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    port = free_port()
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{name}")),
        "LACHAN_HOME": str(home),
        "LACHAN_TODAY": TODAY,
    }
    log = (home / "log").open("wb")
    server = subprocess.Popen(
        [Path(sys.executable).parent / "lachan", "serve", "--demo", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    waiting = Event()
    for _ in range(START_SECONDS * 2):
        if server.poll() is not None:
            raise RuntimeError((home / "log").read_text()[-3000:])
        try:
            urllib.request.urlopen(f"{address}/sign-in/login/", timeout=5)  # noqa: S310
            break
        except (urllib.error.URLError, OSError):
            waiting.wait(0.5)
    else:
        raise RuntimeError("the server did not start: " + (home / "log").read_text()[-3000:])
    yield address
    server.terminate()
    server.wait(30)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, served):
    """`visit("van.thu", width=390)` is a page signed in as that demo user."""
    contexts = []

    def sign_in(username: str = "", *, width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            base_url=served,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme=scheme,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if username:
            from config.demo import PASSWORD

            page.goto("/sign-in/login/")
            page.locator("input[name=login]").fill(username)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("form[action*=login] button[type=submit]").first.click()
            page.wait_for_load_state()
        return page

    yield sign_in
    for context in contexts:
        context.close()
