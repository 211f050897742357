"""The pages of the daily report as their people see them, and as the neighbour does."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pypdfium2
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lachan.command.actions.consolidating import sign
from lachan.command.models import Consolidation, DailyReport, FigureDefinition, ReportDuty
from lachan.command.queries.reports import sheet_of
from lachan.command.tests.scenes import at, filled, sent
from tests.cast import TODAY

YESTERDAY = TODAY - timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, reporting, settings):
    """Sign in as one of the cast, at an hour of 15/9/2021."""

    def enter(username, hour=16, minute=30):
        settings.CLOCK = f"lachan.command.tests.clock.at_{hour:02d}{minute:02d}"
        client.force_login(reporting.users[username])
        return client

    return enter


def test_a_unit_begins_writes_reviews_and_sends(enter, reporting):
    client = enter("city")
    page = client.get(reverse("command:daily")).content.decode()
    assert "Bắt đầu lập báo cáo" in page
    duty = ReportDuty.objects.get(organisation__code="ubnd")
    begun = client.post(reverse("command:begin", args=[TODAY, duty.pk]))
    report = DailyReport.objects.get()
    assert begun.url == reverse("command:report", args=[report.pk])
    saved = client.post(reverse("command:field", args=[report.pk]), {"figure-cases-new": "12"})
    assert "lưu nháp lúc 16:30" in saved.content.decode()
    draft = {"figure-cases-new": "12", "results": "Đã <b>xong</b>", "next": "review"}
    assert client.post(reverse("command:draft", args=[report.pk]), draft).status_code == 302
    review = client.get(reverse("command:review", args=[report.pk])).content.decode()
    assert "&lt;b&gt;xong" in review
    report.refresh_from_db()
    client.post(reverse("command:review", args=[report.pk]), {"version": report.version})
    report.refresh_from_db()
    assert report.state == "submitted"
    assert report.number == 1
    page = client.get(reverse("command:daily")).content.decode()
    assert "Gửi đúng hạn" in page


def test_a_wrong_figure_is_shown_as_typed_with_its_reason(enter, reporting):
    client = enter("city")
    report = filled(reporting.city)
    answer = client.post(
        reverse("command:draft", args=[report.pk]), {"figure-cases-new": "mười hai"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="mười hai"' in page
    assert "Hãy nhập số nguyên" in page


def test_an_unconfirmed_change_is_not_sent(enter, reporting):
    sent(reporting.city, YESTERDAY, cases_new=10)
    report = filled(reporting.city, cases_new=20)
    client = enter("city")
    url = reverse("command:review", args=[report.pk])
    assert "tăng 100 %" in client.get(url).content.decode()
    refused = client.post(url, {"version": report.version})
    assert refused.status_code == 422
    client.post(url, {"version": report.version, "confirmed": "cases-new"})
    report.refresh_from_db()
    assert report.state == "submitted"


def test_the_office_sees_who_has_sent_and_whom_to_ring(enter, reporting):
    sent(reporting.city, cases_new=3)
    ReportDuty.objects.filter(organisation__code="so-y-te").update(
        contact_name="Phạm Thị Trực", contact_phone="0290 1234 567"
    )
    page = enter("synthesist", 17, 10).get(reverse("command:daily")).content.decode()
    assert "tel:02901234567" in page
    assert "Phạm Thị Trực" in page
    only = enter("synthesist", 17, 10).get(reverse("command:daily") + "?standing=missing")
    names = only.content.decode()
    assert "Sở Y tế" in names
    assert "Ủy ban nhân dân thành phố Cà Mau" not in names


def test_the_leader_signs_what_the_synthesist_prepared(enter, reporting):
    sent(reporting.city, cases_new=3, results="Truy vết xong")
    client = enter("synthesist", 17, 10)
    url = reverse("command:consolidation", args=[TODAY])
    assert "Truy vết xong" in client.get(url).content.decode()
    client.post(url, {"version": 1, "results": "Tổng hợp chung"})
    stale = client.post(url, {"version": 1, "results": "Ghi đè"})
    assert stale.status_code == 422
    assert "Ghi đè" in stale.content.decode()
    client.post(reverse("command:sign", args=[TODAY]), {"version": 2})
    assert Consolidation.objects.get().state == "draft"
    client = enter("leader", 17, 10)
    client.post(reverse("command:sign", args=[TODAY]), {"version": 2})
    row = Consolidation.objects.get()
    assert (row.state, row.results) == ("signed", "Tổng hợp chung")
    assert "Đã ký, số 01" in client.get(url).content.decode()


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_consolidation_comes_as_pdf_word_and_excel_with_every_diacritic(enter, reporting):
    words = "#panic() {{ 7*7 }} <b>đậm</b> Ưu tiên truy vết, khoanh vùng"
    sent(reporting.city, cases_new=1204, results=words)
    sign(reporting.leader, TODAY, at(17, 5), version=1)
    client = enter("leader", 17, 10)
    answers = {
        form: client.get(reverse("command:consolidation_paper", args=[TODAY, form]))
        for form in ("pdf", "docx", "xlsx")
    }
    assert all(answer["Cache-Control"] == "no-store, private" for answer in answers.values())
    pdf = text_of(answers["pdf"].content)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in pdf
    assert "Số 01-BC/BCĐ" in pdf
    assert "Cà Mau, ngày 15 tháng 9 năm 2021" in pdf
    assert "1.204" in pdf
    assert "{{ 7*7 }}" in pdf
    assert "KT. TRƯỞNG BAN" in pdf or "TRƯỞNG BAN" in pdf
    word = docx.Document(io.BytesIO(answers["docx"].content))
    assert words in "\n".join(line.text for line in word.paragraphs)
    assert word.styles["Normal"].font.name == "Times New Roman"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answers["xlsx"].content)).get_sheet_by_index(
        0
    )
    rows = sheet.to_python()
    line = next(row for row in rows if row and row[0] == "Số ca mắc mới trong ngày")
    assert line[2] == 1204


def test_a_formula_in_a_note_stays_text_in_excel(enter, reporting):
    report = sent(reporting.city, cases_new=3, **{"note-cases-new": "=cmd|' /C calc'!A0"})
    answer = enter("city").get(reverse("command:paper", args=[report.pk, "xlsx"]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert any("=cmd|' /C calc'!A0" in row for row in book.to_python())


def test_a_draft_on_paper_is_stamped_and_bears_no_number(enter, reporting):
    report = filled(reporting.city, cases_new=3)
    pdf = text_of(enter("city").get(reverse("command:paper", args=[report.pk, "pdf"])).content)
    assert "DỰ THẢO" in pdf.replace("\r\n", " ")
    assert "01/BC" not in pdf
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pdf


def test_a_report_is_returned_and_corrected_by_slip(enter, reporting):
    report = sent(reporting.city, cases_new=3)
    client = enter("synthesist", 16, 30)
    client.post(reverse("command:return", args=[report.pk]), {"reason": "Thiếu F1"})
    report.refresh_from_db()
    assert report.state == "returned"
    page = enter("city").get(reverse("command:report", args=[report.pk])).content.decode()
    assert "Thiếu F1" in page
    enter("city").post(reverse("command:review", args=[report.pk]), {"version": report.version})
    url = reverse("command:adjust", args=[report.pk])
    wrong = enter("city", 17, 10).post(url, {"figure-cases-new": "-1", "reason": "x"})
    assert wrong.status_code == 422
    enter("city", 17, 10).post(url, {"figure-cases-new": "4", "reason": "Đếm sót"})
    assert sheet_of(DailyReport.objects.get()).row("cases-new").value == 4


def test_history_is_filtered_without_diacritics_and_exported(enter, reporting):
    sent(reporting.city, cases_new=3)
    sent(reporting.health, tested=3)
    client = enter("leader", 17, 10)
    found = client.get(reverse("command:history") + "?q=so y te").content.decode()
    assert "Sở Y tế" in found
    assert "Ủy ban nhân dân thành phố Cà Mau" not in found
    assert client.get(reverse("command:history") + "?export=xlsx").status_code == 200
    late = client.get(reverse("command:history") + "?state=late").content.decode()
    assert "Sở Y tế" not in late


def test_one_click_reminds_and_the_leaders_are_told(enter, reporting):
    client = enter("synthesist", 17, 10)
    assert client.post(reverse("command:remind", args=[TODAY])).status_code == 302
    assert client.post(reverse("command:escalate", args=[TODAY]), {"note": ""}).status_code == 302


def test_a_figure_is_changed_from_tomorrow_on(enter, reporting):
    client = enter("synthesist", 9, 0)
    row = FigureDefinition.objects.get(code="f1-new")
    url = reverse("command:figure", args=[row.pk])
    assert client.get(url).status_code == 200
    values = {
        "label": "Số F1 trong ngày",
        "unit_of_measure": "người",
        "group": "epidemiology",
        "reporters": ["district", "commune"],
        "source": "typed",
        "query": "",
        "total_code": "",
        "position": 3,
    }
    assert client.post(url, values).status_code == 302
    rows = FigureDefinition.objects.filter(code="f1-new").order_by("valid_from")
    assert [r.label for r in rows] == ["Số F1 truy vết được trong ngày", "Số F1 trong ngày"]
    assert rows[1].valid_from == TODAY + timedelta(days=1)
    new = {**values, "code": "masks", "label": "Khẩu trang đã cấp"}
    assert client.post(reverse("command:new_figure"), new).status_code == 302
    again = client.post(reverse("command:new_figure"), new)
    assert again.status_code == 422


def test_letterheads_and_contacts_are_set(enter, reporting):
    client = enter("synthesist", 9, 0)
    duty = ReportDuty.objects.get(organisation__code="so-y-te")
    contact = {"contact_name": "Lê Trực", "contact_phone": "0290 111"}
    assert client.post(reverse("command:duty", args=[duty.pk]), contact).status_code == 302
    url = reverse("command:letterhead", args=[duty.pk])
    assert client.get(url).status_code == 200
    head = {
        "world": "state",
        "superior": "UBND TỈNH CÀ MAU",
        "issuer": "SỞ Y TẾ TỈNH",
        "body_symbol": "SYT",
        "place": "Cà Mau",
        "addressees": "Thường trực Tỉnh ủy\nUBND tỉnh",
        "recipients": "Như trên\nLưu: VT",
        "authority": "",
        "chief_title": "Giám đốc",
    }
    assert client.post(url, head).status_code == 302
    report = sent(reporting.health, tested=4)
    pdf = text_of(enter("health").get(reverse("command:paper", args=[report.pk, "pdf"])).content)
    assert "SỞ Y TẾ TỈNH" in pdf
    assert "01/BC-SYT" in pdf


def test_the_neighbour_and_other_units_see_nothing(enter, reporting):
    report = sent(reporting.city, cases_new=3, results="Chuyện riêng")
    for username in ("neighbour", "health", "nobody"):
        client = enter(username)
        for name in ("report", "review", "adjust", "draft", "field", "return"):
            url = reverse(f"command:{name}", args=[report.pk])
            assert client.get(url).status_code in (404, 405), (username, name)
            assert client.post(url, {"reason": "x"}).status_code in (404, 405, 409)
        assert client.get(reverse("command:paper", args=[report.pk, "pdf"])).status_code == 404
        assert client.get(reverse("command:consolidation", args=[TODAY])).status_code == 404
        assert "Chuyện riêng" not in client.get(reverse("command:history")).content.decode()


def test_the_desk_is_quick(enter, reporting, django_assert_max_num_queries):
    sent(reporting.city, cases_new=3)
    client = enter("leader", 17, 10)
    client.get(reverse("command:daily"))
    with django_assert_max_num_queries(30):
        client.get(reverse("command:daily"))
    with django_assert_max_num_queries(45):
        client.get(reverse("command:consolidation", args=[TODAY]))
