"""How long a traveller waits for the verdict: the app without a network, and the on-line form.

    .venv/bin/lachan serve --demo            # a demo province, LACHAN_TODAY=2021-09-15T09:00
    .venv/bin/lachan checkpoints enrol 1     # a code for the phone, as often as this is run
    .venv/bin/python bench/checkpoints/verdict.py http://127.0.0.1:8000 CODE [--times 20]

A phone with a processor `--slowdown` times slower than this machine's core (Chromium's throttling),
enrolled for the demo's post. Measured from the press to what the officer can read, typing left out
(a script types in no time):
1. typed: "Xem kết luận" to the word of the verdict, without a network;
2. card: a picture of a card chosen, to its name in the form, without a network (zxing-wasm: this
   browser has no BarcodeDetector of its own);
3. start: opening the installed app without a network, to its first screen;
4. compared with: the declaration on the public page by the same phone on a line of 400 ms and
   400 kbit/s: opening the form, and from "send" to the answer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import segno
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()
from config.demo_posts import PEOPLE  # noqa: E402
from tests.e2e.conftest import BROWSER_FLAGS, TODAY, browser_path  # noqa: E402

PIN = "246810"
SLOW_LINE = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CARD = "096090001124||Lý Thị Bé|12051990|Nữ|Khóm 1, Phường 5, Cà Mau|10052021"


def main() -> None:
    """Print a line a measurement."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("address")
    asked.add_argument("code", help="A one-time code of `lachan checkpoints enrol`.")
    asked.add_argument("--times", type=int, default=20)
    asked.add_argument("--slowdown", type=float, default=6)
    told = asked.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_FLAGS)
        context = browser.new_context(
            viewport={"width": 360, "height": 640},
            base_url=told.address,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        print(f"{'ms':44}{'p50':>8}{'p95':>8}{'worst':>8}")
        page = enrolled(context, told.code)
        slow(page, told.slowdown)
        context.set_offline(True)
        show("app, no network: card in a picture, to its name", told.times, lambda: card(page))
        show("app, no network: typed, to the verdict", told.times, lambda: verdict(page))
        show("app, no network: start, to the first screen", told.times, lambda: start(page))
        context.set_offline(False)
        waits = []
        for _ in range(max(3, told.times // 4)):
            # Everybody who comes to a post opens the page for the first time.
            visitor = browser.new_context(
                viewport={"width": 360, "height": 640}, base_url=told.address, locale="vi-VN"
            )
            form = visitor.new_page()
            slow(form, told.slowdown, line=True)
            waits.append(declared(form))
            visitor.close()
        opened, sent = zip(*waits, strict=True)
        line("public page, slow line: form opened", opened)
        line("public page, slow line: sent, to the answer", sent)
        browser.close()


def show(name: str, times: int, once: Callable[[], float]) -> None:
    """Measure so often and print."""
    line(name, [once() for _ in range(times)])


def line(name: str, seconds: object) -> None:
    """Print p50, p95 and the worst, in milliseconds."""
    found = sorted(one * 1000 for one in seconds)  # type: ignore[attr-defined]
    points = statistics.quantiles(found, n=20, method="inclusive")
    print(f"{name:44}{statistics.median(found):8.0f}{points[18]:8.0f}{found[-1]:8.0f}", flush=True)


def slow(page: Page, factor: float, *, line: bool = False) -> None:
    """Make the page's processor slower, and its line that of a village at night."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": factor})
    if line:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_LINE})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def enrolled(context: BrowserContext, code: str) -> Page:
    """The app on a phone of the demo's post, in a shift."""
    page = context.new_page()
    page.clock.install(time=f"{TODAY}:00+07:00")
    page.goto(f"/checkpoint/#enrol={code}")
    page.locator("#enrol-name").fill("Máy đo")
    page.locator("#enrol-pin").fill(PIN)
    page.locator("#enrol-again").fill(PIN)
    press(page, "Kích hoạt")
    expect(page.get_by_text("Chưa vào ca")).to_be_visible(timeout=20_000)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("link", name="Chưa vào ca").click()
    press(page, PEOPLE[0].full_name)
    press(page, "Vào ca")
    expect(page.get_by_role("button", name="Nhập tay")).to_be_visible()
    return page


def verdict(page: Page) -> float:
    """A typed person, from the press to the word on the whole screen."""
    press(page, "Nhập tay")
    page.locator("#full-name").fill("Nguyễn Văn Đo")
    page.locator("#birth").fill("1990")
    return judged(page)


def card(page: Page) -> float:
    """A card's picture, from its choice to its name in the form."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "card.png"
        segno.make(CARD).save(picture, scale=6)
        press(page, "Quét")
        began = time.perf_counter()
        page.locator("#photo").set_input_files(picture)
        expect(page.locator("#full-name")).to_have_value("Lý Thị Bé", timeout=20_000)
        waited = time.perf_counter() - began
    judged(page)
    return waited


def judged(page: Page) -> float:
    """From the press to the verdict of a person whose origin is chosen here; lets them pass."""
    page.locator("#from-0").fill("bac lieu")
    page.locator(".offer").first.click()
    began = time.perf_counter()
    press(page, "Xem kết luận")
    page.locator(".verdict-word").wait_for()
    waited = time.perf_counter() - began
    press(page, "Cho qua")
    expect(page.get_by_role("button", name="Nhập tay")).to_be_visible(timeout=20_000)
    return waited


def start(page: Page) -> float:
    """The app opened again without a network, to the screen that asks for the PIN."""
    began = time.perf_counter()
    page.reload()
    page.get_by_text("Nhập mã PIN").wait_for()
    return time.perf_counter() - began


def declared(page: Page) -> tuple[float, float]:
    """Seconds to open the public form, and from sending it to the answer."""
    began = time.perf_counter()
    page.goto("/arrivals/declare/", timeout=120_000)
    opened = time.perf_counter() - began
    page.locator("[name$=full_name]").first.fill("Nguyễn Văn Đo")
    page.locator("[name$=birth]").first.fill("1990")
    page.locator("[name=from_place]").fill("Bạc Liêu")
    page.locator("[name=commune]").fill("Phường 9, Thành phố Cà Mau")
    page.locator("[name=phone]").fill("0900000123")
    began = time.perf_counter()
    page.locator("main form button.button-primary").last.click()
    page.wait_for_url("**/arrivals/declare/*-*/", timeout=120_000)
    return opened, time.perf_counter() - began


if __name__ == "__main__":
    main()
