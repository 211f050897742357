"""The day: a list comes in, a family and a lorry pass a post without a network, an area is named.

One walk through five domains, in the order of the hours; each step stands on the one before.
"""

from __future__ import annotations

import contextlib
import re
import sys
import time

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.conftest import ROOT
from tests.e2e.test_post_offline import (  # noqa: F401
    PATIENCE,
    manage,
    phone,
    press,
    read_back,
    road,
    start_shift,
)

sys.path.insert(0, str(ROOT))

from bench.lists.returnees import write_workbook

ROWS = 2000
FAMILY = ("Lâm Hoàng Thử", "Lý Ngọc Thử")
DRIVER = "Tạ Minh Thử"
CLAUSE = "người từ Thành phố Cần Thơ đến tỉnh phải cách ly tập trung (văn bản diễn tập)"
# The lists are worked in by the worker beside the server; a slow machine gets time.
LONG = 240


def number(words: str) -> int:
    return int(words.replace(".", ""))


@pytest.fixture
def synthesist(visit) -> Page:
    """The synthesis officer at the province."""
    page = visit("tong.hop")
    if "/workplace/" in page.url:
        page.get_by_role("button", name="Tỉnh Cà Mau").first.click()
        page.wait_for_url(lambda url: "/workplace/" not in url)
    return page


def test_the_day_of_a_province(visit, synthesist, tmp_path, phone, manage):  # noqa: F811
    a_list_of_two_thousand_returnees_comes_in_and_balances(synthesist, tmp_path)
    a_family_and_a_lorry_pass_without_a_network_and_arrive_once(phone, manage)
    an_area_is_named_and_who_passed_in_the_morning_is_on_the_list(visit, synthesist)


def a_list_of_two_thousand_returnees_comes_in_and_balances(page: Page, tmp_path) -> None:
    truth = write_workbook(tmp_path / "ve-tu-vung-dich.xlsx", rows=ROWS, seed=20210915)
    page.goto("/lists/new/")
    page.locator("#id_file").set_input_files(tmp_path / "ve-tu-vung-dich.xlsx")
    page.locator("form[data-upload] button.button-primary").click()
    page.wait_for_url(re.compile(r"/lists/\d+/"), wait_until="domcontentloaded")
    if "/columns/" not in page.url:
        page.get_by_role("link", name="Kiểm tra cột").first.click()
        page.wait_for_url(re.compile(r"/columns/"), wait_until="domcontentloaded")
    page.locator("input[name=concern-hidden_rows][value=take]").check()
    page.locator("button[name=then][value=import]").click()
    page.wait_for_url(re.compile(r"/lists/\d+/$"), wait_until="domcontentloaded")
    page.set_default_timeout(PATIENCE)
    address = page.url
    until(page, address, "Đã nhập: nhận")
    balance = re.search(
        r"Nhận ([\d.]+) = mới ([\d.]+) \+ trùng ([\d.]+) \+ giữ lại ([\d.]+) \+ từ chối ([\d.]+)",
        page.locator("main").inner_text(),
    )
    assert balance is not None
    received, new, matched, held, refused = map(number, balance.groups())
    assert received == new + matched + held + refused == ROWS
    assert (matched, held, refused) == (truth.repeated, truth.held, truth.refused)
    # Everybody on it is on the list of a commune.
    page.goto("/arrivals/?source=list_row")
    until(page, "/arrivals/?source=list_row", lambda text: rows_listed(text) >= truth.persons - 5)


def a_family_and_a_lorry_pass_without_a_network_and_arrive_once(phone, manage) -> None:  # noqa: F811
    page = phone("Máy của ngày")
    start_shift(page)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết")
    page.context.set_offline(True)
    press(page, "Nhập tay")
    person(page, FAMILY[0])
    press(page, "Thêm người cùng xe")
    person(page, FAMILY[1], fill_all=False)
    press(page, "Xem kết luận")
    press(page, "Cho qua")
    press(page, "Nhập tay")
    person(page, DRIVER)
    press(page, "Ghi phương tiện")
    page.get_by_text("Xe tải", exact=True).click()
    page.locator("#plate").fill("65C-123.45")
    page.locator("#trailer_plate").fill("65R-012.34")
    page.locator("#goods").fill("Gạo")
    press(page, "Xong")
    press(page, "Xem kết luận")
    press(page, "Cho qua")
    expect(page.locator(".queue-chip")).to_have_text("Chờ gửi 2")
    page.context.set_offline(False)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết", timeout=PATIENCE)
    kept = read_back(manage, "Máy của ngày")
    assert [event["kind"] for event in kept["events"]] == ["shift", "passage", "passage"]
    assert kept["quarantined"] == []


def an_area_is_named_and_who_passed_in_the_morning_is_on_the_list(visit, page: Page) -> None:
    for name in (*FAMILY, DRIVER):
        found(page, name)
    assert "Cách ly tập trung" not in row_of(page, DRIVER)
    page.goto("/policies/?q=cm-2021-07-25+sau+tinh")
    page.locator("tbody a.cell-title").first.click()
    page.get_by_role("link", name="Bổ sung khu vực").click()
    page.locator("#id_areas").fill("Thành phố Cần Thơ")
    page.locator("#id_effective_at").fill("09:00 15/9/2021")
    page.locator("#id_reaches_back_to").fill("00:00 15/9/2021")
    page.locator("#id_document").fill("Công văn diễn tập 15/9/2021")
    page.locator("#id_words").fill(CLAUSE)
    page.locator("main form button.button-primary").click()
    page.wait_for_url(re.compile(r"/policies/\d+/$"))
    draft = page.url
    leader = visit("lanh.dao")
    leader.goto(draft)
    leader.locator("form[action*='/preview/'] button").click()
    expect(leader.locator("#preview")).to_contain_text("30 ngày")
    leader.locator("form[action*='/put-in-force/'] button").click()
    expect(leader.locator(".badge").first).to_be_visible()
    deadline = time.monotonic() + LONG
    while "Cách ly tập trung" not in row_of(page, DRIVER):
        assert time.monotonic() < deadline, row_of(page, DRIVER)
        page.wait_for_timeout(3000)
    for name in (*FAMILY, DRIVER):
        assert "Cách ly tập trung" in row_of(page, name)
    page.locator("tbody a.cell-title").first.click()
    expect(page.locator("main")).to_contain_text(CLAUSE)


def person(page: Page, name: str, *, fill_all: bool = True) -> None:
    """A person from Cần Thơ who goes to Phường 9."""
    page.locator("#full-name").fill(name)
    page.locator("#birth").fill("1990")
    if fill_all:
        page.locator("#from-0").fill("can tho")
        page.locator(".offer").first.click()
        page.locator("#to").fill("phuong 9")
        page.locator(".offer").first.click()


def until(page: Page, address: str, wanted) -> None:
    """Reload until the page says so."""
    told = wanted if callable(wanted) else lambda text: wanted in text
    deadline = time.monotonic() + LONG
    while not told(page.locator("main").inner_text()):
        assert time.monotonic() < deadline, page.locator("main").inner_text()[:2000]
        page.wait_for_timeout(2000)
        # A page of work under way opens itself again when the work is done, perhaps just now.
        with contextlib.suppress(Error):
            page.goto(address)
            continue
        page.wait_for_load_state()


def rows_listed(text: str) -> int:
    counted = re.search(r"([\d.]+) dòng", text)
    return number(counted.group(1)) if counted else 0


def found(page: Page, name: str) -> None:
    """Search the register until the person is there."""
    deadline = time.monotonic() + LONG
    while not row_of(page, name):
        assert time.monotonic() < deadline, name
        page.wait_for_timeout(2000)


def row_of(page: Page, name: str) -> str:
    """The person's row in the register, as text; empty when there is none."""
    page.goto("/arrivals/")
    page.locator("#id_q").fill(name)
    page.locator("#id_q").press("Enter")
    page.wait_for_load_state("networkidle")
    row = page.locator("tbody tr", has_text=name)
    return row.first.inner_text() if row.count() else ""
