"""Five documents go from file to approved tasks in the browser, and a task to its end.

The real five are read where their folder lies beside the repository; otherwise five invented ones
of the yardstick, so that the same path is walked everywhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "directives"
INVENTED = ROOT / "bench" / "reader" / "corpus"
FIVE = sorted(REAL.glob("00*.txt")) or sorted(INVENTED.glob("0[1-5]-*.txt"))


@pytest.fixture(scope="module")
def taken(browser, served):
    """The addresses of the five documents' review pages, uploaded in one go by the clerk."""
    from config.demo import PASSWORD

    context = browser.new_context(base_url=served, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill("van.thu")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action*=login] button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto("/directives/new/")
    page.locator("#id_files").set_input_files(FIVE)
    page.locator("form[data-upload] button.button-primary").click()
    links = page.locator(".alert[data-tone=ok] a[href$='/review/']")
    expect(links).to_have_count(len(FIVE))
    addresses = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    context.close()
    return addresses


def test_the_five_documents_become_tasks(visit, taken):
    page = visit("lanh.dao")
    for address in taken:
        page.goto(address)
        while page.locator("button[name=outcome][value=unknown]").count():
            left = page.locator("button[name=outcome][value=unknown]").count()
            page.locator("button[name=outcome][value=unknown]").first.click()
            expect(page.locator("button[name=outcome][value=unknown]")).to_have_count(left - 1)
        tasks = page.locator("[data-card][data-kind=task]").count()
        assert tasks > 0
        page.locator("form[action$='/accept-all/'] button").click()
        page.locator("dialog[open] button[value=yes]").click()
        expect(page.locator("[data-card][data-kind=task][data-state=accepted]")).to_have_count(
            tasks
        )
        page.locator("input[name=expected_tasks]").fill(str(tasks))
        page.locator("input[name=whole_text_reviewed]").check()
        page.locator(".review-bar-approve button.button-primary").click()
        page.wait_for_url(re.compile(r"/directives/\d+/(#.*)?$"))
        page.goto(page.url.split("#")[0])
        expect(
            page.locator("a[href^='/tasks/']").filter(has_text=re.compile(r"\w")).first
        ).to_be_visible()


def test_a_wrong_number_of_tasks_is_refused_with_both_numbers(visit, served, browser):
    clerk = visit("van.thu")
    clerk.goto("/directives/new/")
    clerk.locator("#id_files").set_input_files(
        {
            "name": "thu.txt",
            "mimeType": "text/plain",
            "buffer": (
                "ỦY BAN NHÂN DÂN TỈNH CÀ MAU\nSố: 9001/UBND-KGVX\n"
                "Cà Mau, ngày 14 tháng 9 năm 2021\nKính gửi: Sở Y tế.\n\n"
                "1. Sở Y tế báo cáo kết quả trước 16 giờ ngày 16/9/2021.\n"
            ).encode(),
        }
    )
    clerk.locator("form[data-upload] button.button-primary").click()
    clerk.wait_for_url("**/review/")
    address = clerk.url
    page = visit("lanh.dao")
    page.goto(address)
    page.locator("form[action$='/accept-all/'] button").click()
    page.locator("dialog[open] button[value=yes]").click()
    page.wait_for_load_state()
    page.locator("input[name=expected_tasks]").fill("7")
    page.locator("input[name=whole_text_reviewed]").check()
    page.locator(".review-bar-approve button.button-primary").click()
    page.wait_for_load_state()
    assert "/review/" in page.url
    expect(page.locator("body")).to_contain_text("7")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rong.txt", b""),
        ("nhi-phan.bin", bytes(range(256)) * 40),
        ("chu-vo.txt", ("Cá»™ng hÃ²a xÃ£ há»™i chá»§ nghÄ©a Viá»‡t Nam " * 20).encode()),
    ],
)
def test_a_bad_file_gets_a_sentence(visit, name, content):
    page = visit("van.thu")
    page.goto("/directives/new/")
    page.locator("#id_files").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("form[data-upload] button.button-primary").click()
    expect(page.locator(".alert, .error-summary").first).to_be_visible()
    assert "Traceback" not in page.content()


def test_the_lead_acknowledges_and_finishes_with_proof_on_a_phone(visit):
    page = visit("so.y.te", width=390)
    page.goto("/tasks/list/?whose=unit")
    page.locator("a[href^='/tasks/']", has_text="dương tính trở lại").first.click()
    page.wait_for_load_state()
    address = page.url.split("#")[0]
    expect(page.locator("body")).to_contain_text("trong buổi sáng ngày 15/9/2021")
    expect(page.locator("body")).to_contain_text("12 giờ hôm nay")
    page.locator("form[action$='/receive/'] button").click()
    page.wait_for_load_state()
    page.goto(f"{address}finish/")
    page.locator("textarea[name=words]").fill("Đã thống kê 12 trường hợp, có phân tích.")
    page.locator("input[name=reference]").fill("128/BC-SYT ngày 15/9/2021")
    page.locator("form.form button.button-primary").click()
    page.wait_for_load_state()
    expect(page.locator("body")).to_contain_text("128/BC-SYT")

    leader = visit("lanh.dao")
    leader.goto(f"{address}accept/")
    leader.locator("form.form button.button-primary").click()
    leader.wait_for_load_state()
    leader.goto(address)
    expect(leader.locator("body")).to_contain_text("Đã nghiệm thu")
