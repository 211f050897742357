"""Who declares without an account lets a card fill the form, and is told what a code is not."""

from __future__ import annotations

import re

import pytest
import segno
from playwright.sync_api import Page, expect

CARD = "096090001124||Lý Thị Bé|12051990|Nữ|Khóm 1, Phường 5, Cà Mau|10052021"
INSURANCE = f"GD4969612345678|{'Trần Văn Tí'.encode().hex()}|2015|1|-|96 - 001"


@pytest.fixture
def picture(tmp_path):
    """`picture(text)` is a photo of a code that says this."""

    def make(text: str):
        path = tmp_path / "card.png"
        segno.make(text).save(path, scale=6)
        return path

    return make


def give(page: Page, person: int, photo) -> None:
    part = page.locator(f"#person-{person}")
    part.get_by_role("button", name="Quét thẻ").click()
    part.locator("input[type=file]").set_input_files(photo)


def test_a_visitor_scans_a_card_from_a_photo_declares_and_gets_the_code(visit, picture):
    page = visit(width=390)
    page.goto("/arrivals/declare/")
    give(page, 1, picture(CARD))
    expect(page.get_by_label("Họ và tên")).to_have_value("Lý Thị Bé")
    expect(page.locator("#id_p-0-birth")).to_have_value("12/5/1990")
    expect(page.locator("#id_p-0-sex")).to_have_value("female")
    expect(page.locator("#id_p-0-number")).to_have_value("096090001124")
    said = page.locator("#person-1 [data-scan-says]")
    expect(said).to_contain_text("Đã điền từ thẻ căn cước: Lý Thị Bé, sinh 12/5/1990, nữ")
    # Where the card has somebody registered is not where they go, until they say so.
    expect(page.locator("#id_address")).to_have_value("")
    page.get_by_role("button", name="Tôi về ở địa chỉ này").click()
    expect(page.locator("#id_address")).to_have_value("Khóm 1, Phường 5, Cà Mau")
    page.locator("#id_phone").fill("0912345678")
    page.locator("#id_from_place").fill("quan 7, ho chi minh")
    page.locator("#id_commune").fill("an xuyen")
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.wait_for_url(re.compile(r"/arrivals/declare/[0-9a-f-]{36}/"))
    expect(page.locator("main")).to_contain_text(re.compile(r"[0-9A-Z]{3} [0-9A-Z]{3}"))


def test_each_person_of_a_household_has_a_card_of_their_own(visit, picture):
    page = visit()
    page.goto("/arrivals/declare/")
    give(page, 1, picture(CARD))
    expect(page.locator("#id_p-0-full_name")).to_have_value("Lý Thị Bé")
    page.get_by_role("button", name="Thêm một người trong hộ").click()
    give(page, 2, picture(CARD))
    said = page.locator("#person-2 [data-scan-says]")
    expect(said).to_contain_text("Thẻ này đã điền cho người 1")
    give(page, 2, picture(INSURANCE))
    expect(page.locator("#id_p-1-full_name")).to_have_value("Trần Văn Tí")
    expect(page.locator("#id_p-1-number")).to_have_value("GD4969612345678")
    expect(page.locator("#id_p-0-full_name")).to_have_value("Lý Thị Bé")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("https://example.org/menu.pdf", "Mã này không phải của thẻ căn cước"),
        ("LC1:ABC", "Đây là mã cá nhân do tỉnh cấp"),
        ("https://khaibao.example/A3C9XK", "Đây là mã của một địa điểm"),
    ],
)
def test_a_code_that_is_no_card_is_named_and_fills_nothing(visit, picture, text, sentence):
    page = visit()
    page.goto("/arrivals/declare/")
    give(page, 1, picture(text))
    expect(page.locator("#person-1 [data-scan-says]")).to_contain_text(sentence)
    expect(page.locator("#id_p-0-full_name")).to_have_value("")


def test_a_picture_without_a_code_and_a_file_that_is_no_picture_are_told_apart(visit, tmp_path):
    page = visit()
    page.goto("/arrivals/declare/")
    blank = tmp_path / "blank.png"
    page.screenshot(path=blank)
    give(page, 1, blank)
    said = page.locator("#person-1 [data-scan-says]")
    expect(said).to_contain_text("Không thấy mã QR nào trong ảnh")
    words = tmp_path / "words.png"
    words.write_text("no picture")
    page.locator("#person-1 input[type=file]").set_input_files(words)
    expect(said).to_contain_text("Tệp này không phải là ảnh đọc được")


def test_without_the_camera_the_photo_is_offered(visit):
    page = visit()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => {"
        " throw new DOMException('', 'NotAllowedError') }"
    )
    page.goto("/arrivals/declare/")
    page.get_by_role("button", name="Quét thẻ").click()
    said = page.locator("#person-1 [data-scan-says]")
    expect(said).to_contain_text("Trình duyệt chưa được phép dùng máy ảnh")
    expect(page.get_by_role("button", name="Chụp hoặc chọn ảnh thẻ")).to_be_visible()


def test_the_camera_shows_its_picture_and_is_off_once_closed(visit):
    page = visit()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => {"
        " const canvas = document.createElement('canvas'), paint = canvas.getContext('2d');"
        " setInterval(() => paint.fillRect(0, 0, Math.random() * 100, 100), 50);"
        " window.camera = canvas.captureStream(5); return window.camera }"
    )
    page.goto("/arrivals/declare/")
    page.get_by_role("button", name="Quét thẻ").click()
    expect(page.locator("#person-1 [data-scan-says]")).to_contain_text("Đưa mã QR trên thẻ")
    expect(page.locator("#person-1 video")).to_be_visible()
    page.get_by_role("button", name="Đóng").click()
    expect(page.locator("#person-1 video")).to_have_count(0)
    assert page.evaluate("window.camera.getTracks().every(t => t.readyState === 'ended')")


def test_an_officer_scans_the_card_of_who_stands_at_the_desk(visit, picture):
    page = visit("an.xuyen")
    page.goto("/arrivals/take/")
    give(page, 1, picture(CARD))
    expect(page.locator("#id_p-0-full_name")).to_have_value("Lý Thị Bé")
