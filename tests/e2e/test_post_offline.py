"""A post's phone: enrolled once, at work without a network; every event arrives exactly once."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import segno
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, TODAY

PIN = "246810"
EVENTS = "/api/v1/events"
PATIENCE = 20_000
NOT_PASSED_ON = {"connection", "transfer-encoding", "content-length", "date", "server"}

MAKE_POST = """
from datetime import timedelta
from lachan.checkpoints.actions.enrolling import set_code
from lachan.checkpoints.models import HotEntry, Post, RosterEntry
from lachan.core.actor import system
from config.clock import now
moment = now()
post, _ = Post.objects.get_or_create(path="96/964/chot-e2e/", defaults=dict(
    unit_path="96/964/", code="chot-e2e", name="Chốt cầu Thử", opened_on=moment.date()))
for name, force in (("Lê Văn Tám", "police"), ("Trần Thị Năm", "health")):
    RosterEntry.objects.get_or_create(post=post, full_name=name, defaults=dict(
        path=post.path, force=force,
        starts_at=moment - timedelta(hours=1), ends_at=moment + timedelta(hours=8)))
HotEntry.objects.get_or_create(path="96/", kind="citizen", value="096090001123", defaults=dict(
    why="Trốn khỏi khu cách ly", added_at=moment, until=moment + timedelta(days=3)))
set_code(system("tests"), post, CODE, now=moment)
"""
READ_BACK = """
import json
from lachan.checkpoints.models import Event, Quarantined
rows = []
for event in Event.objects.filter(device__name=NAME).order_by("seq"):
    prev = json.loads(event.body)["prev"]
    rows.append({"seq": event.seq, "kind": event.kind, "digest": event.digest, "prev": prev})
held = list(Quarantined.objects.filter(device__name=NAME).values_list("code", flat=True))
print("ROWS" + json.dumps({"events": rows, "quarantined": held}))
"""
REVOKE = """
from lachan.checkpoints.models import Device
from config.clock import now
Device.objects.filter(name=NAME).update(revoked_at=now(), revoked_because="mất máy")
"""


@pytest.fixture(scope="session")
def manage(served):
    """Runs lines of Python against the served province; names are given as its variables."""
    url = urlsplit(os.environ["DATABASE_URL"])
    home = Path(os.environ.get("LACHAN_HOME", ""))
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(url._replace(path=f"/lachan_e2e_{os.getpid()}")),
        "LACHAN_HOME": str(home),
        "LACHAN_TODAY": TODAY,
    }

    def run(code: str, **variables: str) -> str:
        given = "".join(f"{name} = {value!r}\n" for name, value in variables.items())
        done = subprocess.run(
            [
                Path(sys.executable).parent / "lachan",
                "manage",
                "shell",
                "-v",
                "0",
                "-c",
                given + code,
            ],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    return run


class Road:
    """The line between the phone and the province; `faults` befall the next batches, one each."""

    def __init__(self, served: str) -> None:
        self.province = urlsplit(served).netloc
        self.faults: list[str] = []
        self.batches = 0
        self.befell: list[str] = []
        road = self

        class Crossing(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Say nothing: the test tells what went wrong."""

            def do_GET(self) -> None:
                road.cross(self)

            do_POST = do_HEAD = do_GET

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Crossing)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def befallen(self) -> list[str]:
        return [fault for fault in self.befell if fault]

    def cross(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        fault = ""
        if asked.path == EVENTS:
            self.batches += 1
            fault = self.faults.pop(0) if self.faults else ""
            self.befell.append(fault)
        if fault == "request lost":
            self.cut(asked)
        elif fault == "portal":
            self.answer(asked, 200, [("Content-Type", "text/html")], b"<h1>Wi-Fi</h1>")
        elif fault == "busy":
            self.answer(asked, 503, [("Retry-After", "1")], b"")
        else:
            if fault == "arrives twice":
                self.ask(asked, body)
            status, headers, content = self.ask(asked, body)
            if fault == "answer lost":
                self.cut(asked)
            elif fault == "answer torn":
                self.answer(asked, status, headers, content, keep=len(content) // 2)
                self.cut(asked)
            else:
                self.answer(asked, status, headers, content)

    def ask(self, asked: BaseHTTPRequestHandler, body: bytes):
        line = http.client.HTTPConnection(self.province, timeout=60)
        headers = {**dict(asked.headers.items()), "Host": self.province, "Connection": "close"}
        headers.pop("Accept-Encoding", None)
        line.request(asked.command, asked.path, body or None, headers)
        response = line.getresponse()
        return response.status, response.getheaders(), response.read()

    @staticmethod
    def answer(asked, status, headers, content: bytes, keep: int | None = None) -> None:
        asked.send_response(status)
        for name, value in headers:
            if name.lower() not in NOT_PASSED_ON:
                asked.send_header(name, value)
        asked.send_header("Content-Length", str(len(content)))
        asked.end_headers()
        asked.wfile.write(content if keep is None else content[:keep])
        asked.wfile.flush()

    @staticmethod
    def cut(asked: BaseHTTPRequestHandler) -> None:
        asked.close_connection = True
        asked.connection.close()


@pytest.fixture
def road(served):
    road = Road(served)
    yield road
    road.server.shutdown()


@pytest.fixture
def phone(browser, road, manage):
    """`phone("Máy 1")` is the app on a phone that has just been enrolled, on its home screen."""
    contexts = []

    def enrolled(name: str) -> Page:
        code = f"E2E{len(contexts)}{abs(hash(name)) % 10**8:08d}"
        manage(MAKE_POST, CODE=code)
        context = browser.new_context(
            viewport={"width": 360, "height": 640},
            base_url=road.address,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        contexts.append(context)
        page = open_app(context, f"/checkpoint/#enrol={code}")
        page.locator("#enrol-name").fill(name)
        page.locator("#enrol-pin").fill(PIN)
        page.locator("#enrol-again").fill(PIN)
        press(page, "Kích hoạt")
        expect(page.get_by_text("Chưa vào ca")).to_be_visible(timeout=PATIENCE)
        # What the worker keeps makes the next start work without a network.
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        return page

    yield enrolled
    for context in contexts:
        context.close()


def open_app(context, address: str = "/checkpoint/") -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.clock.install(time=f"{TODAY}:00+07:00")
    page.goto(address)
    return page


def unlock(page: Page) -> None:
    expect(page.get_by_text("Nhập mã PIN")).to_be_visible()
    for figure in PIN:
        press(page, figure)
    press(page, "Mở khóa")
    expect(page.get_by_role("button", name="Nhập tay")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def start_shift(page: Page) -> None:
    page.get_by_role("link", name="Chưa vào ca").click()
    press(page, "Lê Văn Tám")
    press(page, "Vào ca")
    expect(page.get_by_role("button", name="Nhập tay")).to_be_visible()


def fill_person(page: Page, name: str, number: str = "") -> None:
    page.locator("#full-name").fill(name)
    page.locator("#citizen-id").fill(number)
    page.locator("#from-0").fill("bac lieu")
    page.locator(".offer").first.click()


def pass_person(page: Page, name: str) -> None:
    press(page, "Nhập tay")
    fill_person(page, name)
    press(page, "Xem kết luận")
    press(page, "Cho qua")
    expect(page.get_by_role("button", name="Nhập tay")).to_be_visible()


def waiting(page: Page) -> str:
    return page.locator(".queue-chip").inner_text()


def read_back(manage, name: str) -> dict:
    out = manage(READ_BACK, NAME=name)
    return json.loads(out[out.index("ROWS") + 4 :])


def test_a_whole_shift_without_a_network_arrives_once_the_network_is_back(phone, road, manage):
    page = phone("Máy ngoại tuyến")
    start_shift(page)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết")
    page.context.set_offline(True)
    # From the first screen: what starts now comes from the phone alone.
    page.reload()
    unlock(page)
    expect(page.locator(".net")).to_have_text("Không mạng")
    pass_person(page, "Nguyễn Văn Một")
    # The phone is killed in the middle of a form, and nothing typed is lost.
    press(page, "Nhập tay")
    fill_person(page, "Phạm Thị Hai", "096090001124")
    page.wait_for_timeout(1000)
    context = page.context
    page.close()
    page = open_app(context)
    unlock(page)
    press(page, "Ghi tiếp")
    expect(page.locator("#full-name")).to_have_value("Phạm Thị Hai")
    press(page, "Xem kết luận")
    press(page, "Không cho qua")
    # A slip is taken now and keyed in later.
    press(page, "Nhận phiếu, cho qua")
    page.locator("#more").click()
    press(page, "Đã nhận phiếu, cho qua")
    page.get_by_role("link", name="Phiếu chưa nhập 1").click()
    page.get_by_role("button", name="Nhập phiếu").click()
    fill_person(page, "Danh Sà Ba")
    press(page, "Xem kết luận")
    press(page, "Cho qua")
    expect(page.get_by_text("Không còn phiếu nào")).to_be_visible()
    page.locator(".bar-back").click()
    expect(page.locator(".queue-chip")).to_have_text("Chờ gửi 4")

    page.context.set_offline(False)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết", timeout=PATIENCE)
    kept = read_back(manage, "Máy ngoại tuyến")
    kinds = [event["kind"] for event in kept["events"]]
    assert kinds == ["shift", "passage", "passage", "slip", "passage"]
    assert [event["seq"] for event in kept["events"]] == [1, 2, 3, 4, 5]
    for before, event in zip(kept["events"], kept["events"][1:], strict=False):
        assert event["prev"] == before["digest"]
    assert kept["quarantined"] == []


def test_whatever_happens_to_a_batch_on_its_way_each_event_is_there_once(phone, road, manage):
    page = phone("Máy đường xấu")
    start_shift(page)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết")
    faults = ["request lost", "answer lost", "answer torn", "portal", "busy", "arrives twice"]
    page.context.set_offline(True)
    for name in ("Một", "Hai", "Ba"):
        pass_person(page, f"Nguyễn Văn {name}")
    page.locator(".queue-chip").click()
    road.faults = list(faults)
    page.context.set_offline(False)
    expect(page.get_by_text("Lần gửi vừa rồi không thành công")).to_be_visible()
    for _ in range(100):
        shown = waiting(page)
        if road.befallen() == faults:
            break
        # None of these is an acknowledgement: until the last all stay, whatever the server has.
        assert shown == "Chờ gửi 3"
        press(page, "Gửi ngay")
        page.wait_for_timeout(200)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết", timeout=PATIENCE)
    assert road.befallen() == faults
    kept = read_back(manage, "Máy đường xấu")
    assert [event["seq"] for event in kept["events"]] == [1, 2, 3, 4]
    assert kept["quarantined"] == []


def test_who_is_looked_for_is_held_without_a_network_and_goes_on_with_two_officers(
    phone, road, manage
):
    page = phone("Máy danh sách")
    start_shift(page)
    page.context.set_offline(True)
    press(page, "Nhập tay")
    fill_person(page, "Phan Văn Tư", "096090001123")
    press(page, "Xem kết luận")
    expect(page.locator(".verdict-word")).to_have_text("GIỮ LẠI")
    expect(page.get_by_text("Trốn khỏi khu cách ly")).to_be_visible()
    press(page, "Cho qua")
    press(page, "Đồng ý cho qua")
    expect(page.get_by_text("Ghi lý do rõ ràng")).to_be_visible()
    page.get_by_role("button", name="Trần Thị Năm").click()
    page.locator("#override-reason").fill("Cấp cứu, đã báo chỉ huy")
    press(page, "Đồng ý cho qua")
    page.get_by_role("link", name="Lượt đã ghi").click()
    history = page.locator(".rows").inner_text()
    assert "P.V.T ···123" in history
    assert "Phan" not in history
    assert "096090001123" not in history


def test_a_revoked_phone_loses_its_list_and_still_hands_in_what_it_has(phone, road, manage):
    page = phone("Máy mất")
    start_shift(page)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết")
    page.context.set_offline(True)
    pass_person(page, "Nguyễn Văn Một")
    manage(REVOKE, NAME="Máy mất")
    page.context.set_offline(False)
    expect(page.get_by_text("Máy đã bị thu hồi")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết", timeout=PATIENCE)
    assert read_back(manage, "Máy mất")["quarantined"] == ["revoked"]
    left = page.evaluate(
        """() => new Promise((done) => {
            const open = indexedDB.open("lachan-checkpoint");
            open.onsuccess = () => {
                const ask = open.result.transaction("locked").objectStore("locked").count();
                ask.onsuccess = () => done(ask.result);
            };
        })"""
    )
    assert left == 0


def test_a_card_is_read_from_a_photo_without_a_network(phone, road, tmp_path):
    page = phone("Máy quét")
    start_shift(page)
    page.context.set_offline(True)
    page.reload()
    unlock(page)
    picture = tmp_path / "card.png"
    segno.make("096090001124||Lý Thị Bé|12051990|Nữ|Khóm 1, Phường 5, Cà Mau|10052021").save(
        picture, scale=6
    )
    press(page, "Quét")
    page.locator("#photo").set_input_files(picture)
    expect(page.locator("#full-name")).to_have_value("Lý Thị Bé")
    expect(page.locator("#citizen-id")).to_have_value("096090001124")
    # What stands on the card is where somebody is registered, not where they come from.
    expect(page.locator("#from-0")).to_have_value("")
