"""Several at one case: two interviewers at once, a part of the list sent on, a list on paper keyed.

The town's centre and the commune ask one case together; nobody's line is lost, and who comes late
is told. What is known goes to the commune before all is known. A list on paper is photographed and
keyed beside its picture, on a telephone.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_from_one_positive import open_a_case

PHONE = 390
NAME, MARKET, MET = "Vương Thử Văn Hỏi", "Chợ nổi Thử Hai Người", "Tạ Thử Thị Gặp"
ON_PAPER = ("Mai Thử Văn Giấy", "Mai Thử Thị Mực")
DAY = "2021-09-13"


@pytest.fixture
def town(visit) -> Page:
    """The centre for disease control of the town, which opened the case."""
    return visit("tp.ca.mau", width=PHONE)


@pytest.fixture
def commune(visit) -> Page:
    """The officer of the commune, who asks the same case by telephone."""
    return visit("an.xuyen", width=PHONE)


def test_two_interviewers_a_part_sent_on_and_a_list_on_paper(town, commune):
    case = open_a_case(town, NAME, "0912 345 690", onset="13/9/2021", unit="96/964/32023/")
    days = its_days(town, case)
    both_add_at_once(town, commune, days)
    both_correct_one_line_and_the_late_one_is_told(town, commune, days)
    one_strikes_what_the_other_corrects(town, commune, days)
    what_is_known_is_sent_on_and_received(town, commune, days)
    a_list_on_paper_is_keyed_beside_its_picture(town, days)


def its_days(page: Page, case: str) -> str:
    page.goto(case)
    page.get_by_role("button", name="Điều tra").click()
    page.wait_for_url(re.compile(r"/tracing/[0-9a-f-]{36}/$"))
    return page.url


def both_add_at_once(town: Page, commune: Page, days: str) -> None:
    """Both forms stand open together, and both are saved."""
    for page, kind, box, words in (
        (town, "Địa điểm", "#id_place", MARKET),
        (commune, "Người gặp", "#id_person", MET),
    ):
        page.goto(days)
        page.locator("nav.trace-kinds a", has_text=kind).click()
        page.locator(box).fill(words)
        page.locator("#id_day").select_option(DAY)
        page.locator("#id_since").fill("7:30")
        page.locator("#id_until").fill("9:00")
    save(town)
    save(commune)
    for page in (town, commune):
        page.goto(days)
        for words in (MARKET, MET):
            expect(line(page, words)).to_have_count(1)


def both_correct_one_line_and_the_late_one_is_told(town: Page, commune: Page, days: str) -> None:
    for page, box, hour in ((town, "#id_since", "5:00"), (commune, "#id_until", "10:00")):
        correct(page, days, MARKET)
        page.locator(box).fill(hour)
    save(town)
    save(commune)
    said = "Huỳnh Văn Phố cũng đã sửa dòng này. Cả hai bản đều được giữ"
    # The page stands at the day: what is said above its edge is said in sight.
    expect(commune.locator(".toast")).to_contain_text(said)
    expect(commune.locator(".toast")).to_be_in_viewport()
    for page in (town, commune):
        page.goto(days)
        expect(line(page, "5:00–9:00")).to_contain_text("hai bản")
        expect(line(page, "7:30–10:00")).to_contain_text("hai bản")


def one_strikes_what_the_other_corrects(town: Page, commune: Page, days: str) -> None:
    for page in (town, commune):
        correct(page, days, MET)
    town.locator("details summary", has_text="Gạch").click()
    town.locator("form[action*='/strike/'] input[name=reason]").fill("nhầm người")
    town.locator("form[action*='/strike/'] button").click()
    town.wait_for_url(re.compile(re.escape(days)))
    commune.locator("#id_words").fill("ngồi cùng bàn")
    save(commune)
    expect(commune.locator(".toast")).to_contain_text(
        "Huỳnh Văn Phố đã gạch dòng này: “nhầm người”"
    )
    expect(line(commune, "ngồi cùng bàn")).to_contain_text("kể lại sau khi đã gạch")


def what_is_known_is_sent_on_and_received(town: Page, commune: Page, days: str) -> None:
    """The part that is known; what comes after goes by itself, nothing goes twice."""
    town.goto(days)
    expect(town.locator("main")).to_contain_text("3 dòng chưa chuyển")
    town.get_by_role("button", name="Chuyển ngay").click()
    expect(town.get_by_role("button", name="Chuyển ngay")).to_have_count(0)
    number = re.search(r"\d+/2021", town.locator(".page-lead").inner_text()).group()
    commune.goto("/tracing/received/")
    case = commune.get_by_text(f"{number} Xã An Xuyên", exact=True)
    row = commune.locator("main tbody tr").filter(has=case)
    expect(row).to_contain_text("chưa xác nhận")
    row.locator("a").first.click()
    expect(line(commune, MARKET)).to_have_count(2)
    expect(line(commune, "ngồi cùng bàn")).to_contain_text("13/9/2021")
    commune.get_by_role("button", name="Xác nhận đã nhận").click()
    expect(commune.locator("main")).to_contain_text("đã nhận")
    town.goto(days)
    expect(town.locator("aside.stack")).to_contain_text("đã nhận")


def a_list_on_paper_is_keyed_beside_its_picture(page: Page, days: str) -> None:
    page.goto(days)
    page.locator("input[type=file]").set_input_files(
        {"name": "f1.png", "mimeType": "image/png", "buffer": photograph(page)}
    )
    page.locator("form[action*='/photo/'] button").click()
    page.wait_for_url(re.compile(r"/tracing/pictures/"))
    picture = page.locator(".keying-frame")
    narrow = picture.locator("img").bounding_box()["width"]
    page.get_by_role("button", name="Phóng to").click()
    assert picture.locator("img").bounding_box()["width"] > narrow
    page.locator("#id_person").fill(ON_PAPER[0])
    page.locator("#id_since").fill("18:00")
    page.locator("#id_until").fill("20:00")
    page.locator("#id_day").select_option(DAY)
    # The last field is far below the picture, and the picture is in sight all the same.
    page.locator("#id_words").fill("dòng 1")
    expect(picture).to_be_in_viewport(ratio=0.9)
    expect(page.locator("#id_words")).to_be_in_viewport()
    expect(page.locator("[data-draft-note]")).to_contain_text("nháp")
    page.reload()
    expect(page.locator("#id_person")).to_have_value(ON_PAPER[0])
    expect(page.locator("#id_since")).to_have_value("18:00")
    save_row(page, 1)
    expect(page.locator("#id_person")).to_have_value("")
    expect(page.locator("#id_since")).to_have_value("18:00")
    page.locator("#id_person").fill(ON_PAPER[1])
    save_row(page, 2)
    page.reload()
    for name in ON_PAPER:
        expect(line(page, name)).to_contain_text("18:00–20:00")
    page.get_by_role("button", name="Đã nhập hết các dòng").click()
    page.wait_for_url(days)
    for name in ON_PAPER:
        expect(line(page, name)).to_have_count(1)


def photograph(page: Page) -> bytes:
    """A list of two as a picture, taller than it is wide."""
    sheet = page.context.new_page()
    sheet.set_viewport_size({"width": 600, "height": 800})
    sheet.set_content("<h1>F1</h1>" + "".join(f"<p>{name}</p>" for name in ON_PAPER))
    content = sheet.screenshot()
    sheet.close()
    return content


def line(page: Page, words: str) -> Locator:
    """Standing lines that hold these words."""
    return page.locator(".trace-line:not(.is-struck)", has_text=words)


def correct(page: Page, days: str, words: str) -> None:
    page.goto(days)
    line(page, words).first.get_by_role("link", name="Sửa hoặc gạch").click()
    page.wait_for_url(re.compile(r"/tracing/lines/"))


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url(re.compile(r"/tracing/[0-9a-f-]{36}/#"))


def save_row(page: Page, number: int) -> None:
    page.get_by_role("button", name="Lưu và sang dòng tiếp").click()
    expect(page.locator(".trace-line")).to_have_count(number)
