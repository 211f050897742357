"""Pages of directives, as their users meet them: with htmx and as plain forms."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lachan.directives import actions
from lachan.directives.models import Document
from lachan.directives.terms import DocumentState, ProposalKind, ProposalState
from lachan.directives.tests.documents import TEXT, incoming, reading
from tests.cast import NOW

HTMX = {"HX-Request": "true"}


@pytest.fixture
def sign_in(client, cast, settings):
    settings.CLOCK = "lachan.directives.tests.test_views.clock"

    def enter(username):
        client.force_login(cast.users[username])
        return client

    return enter


def clock():
    return NOW


def at(name, *args):
    return reverse(f"directives:{name}", args=args)


def upload(client, *files):
    return client.post(at("intake"), {"files": [SimpleUploadedFile(*file) for file in files]})


def task_of(document):
    return document.proposals.filter(kind=ProposalKind.TASK).first()


def task_form(task, **changes):
    return {
        "version": task.version,
        "title": "Báo cáo người về từ vùng dịch",
        "body": task.content["text"],
        "clause": "1",
        "lead": "Công an tỉnh",
        "support": "Sở Y tế\nSở Y tế\n\n",
        "report_to": "",
        "due_day": "2021-09-20",
        "due_hour": "11:30",
        "due_relation": "by",
        "due_precision": "minute",
        "due_words": "trước 11 giờ 30",
        "proof_required": "on",
        **changes,
    }


# Coming in


def test_one_good_file_opens_its_review(sign_in):
    answer = upload(sign_in("clerk"), ("12.txt", TEXT.encode()))
    document = Document.objects.get()
    assert answer.status_code == 302
    assert answer.url == at("review", document.pk)
    assert document.file_name == "12.txt"
    assert document.text == TEXT


def test_several_files_each_get_their_row(sign_in):
    answer = upload(
        sign_in("clerk"),
        ("12.txt", TEXT.encode()),
        ("trống.txt", b""),
        ("ảnh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Document.objects.count() == 1
    assert [outcome.is_refused for outcome in answer.context["outcomes"]] == [False, True, False]
    assert "trống.txt" in page
    assert at("typed") in page


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 60_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty", lambda: b""),
        ("binary", lambda: bytes(range(256)) * 40),
        ("bomb", bomb),
        (
            "mojibake",
            lambda: "Tỉnh ủy Cà Mau báo cáo khẩn trương".encode().decode("latin1").encode() * 20,
        ),
        ("broken pdf", lambda: b"%PDF-1.7 broken"),
    ],
)
def test_bad_files_get_a_sentence_and_the_form_stays(sign_in, name, data):
    answer = upload(sign_in("clerk"), (name, data()))
    assert answer.status_code in (302, 400, 409)
    if answer.status_code == 302:
        # What can be read with a doubt is registered with a question about it.
        assert Document.objects.get().questions.exists()
        return
    [outcome] = answer.context["outcomes"]
    assert outcome.reasons
    assert 'name="files"' in answer.content.decode()


def test_a_file_that_is_too_large_is_not_even_read(sign_in, settings):
    settings.MAX_UPLOAD_BYTES = 1_000_000
    answer = upload(sign_in("clerk"), ("to.txt", b"a" * 1_000_001))
    assert answer.status_code == 400
    assert "1 MB" in answer.context["outcomes"][0].reasons[0]


def test_no_file_at_all_is_an_error_at_the_field(sign_in):
    assert sign_in("clerk").post(at("intake"), {}).status_code == 400


def test_a_copy_must_be_confirmed_and_leads_to_the_earlier_one(sign_in, document):
    client = sign_in("clerk")
    answer = upload(client, ("12.txt", TEXT.encode()))
    assert answer.status_code == 409
    assert at("review", document.pk) in answer.content.decode()
    ticket = answer.context["outcomes"][0].ticket
    answer = client.post(at("confirm"), {"ticket": ticket})
    second = Document.objects.exclude(pk=document.pk).get()
    assert answer.url == at("review", second.pk)
    assert second.duplicate_of == document


def test_a_ticket_is_no_use_to_another_nor_when_forged(sign_in, document):
    client = sign_in("clerk")
    ticket = upload(client, ("12.txt", TEXT.encode())).context["outcomes"][0].ticket
    assert client.post(at("confirm"), {"ticket": ticket + "x"}).status_code == 409
    client = sign_in("leader")
    assert client.post(at("confirm"), {"ticket": ticket}).status_code == 409
    assert Document.objects.count() == 1


def test_a_scan_is_kept_and_its_text_is_typed(sign_in):
    client = sign_in("clerk")
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 100
    ticket = upload(client, ("quét.png", picture)).context["outcomes"][0].ticket
    assert client.get(at("typed"), {"ticket": ticket}).status_code == 200
    answer = client.post(at("typed"), {"ticket": ticket, "text": TEXT})
    document = Document.objects.get()
    assert answer.url == at("review", document.pk)
    assert (document.media_type, document.text) == ("image/png", TEXT)
    assert client.get(at("original", document.pk)).content == picture


def test_pasted_text_is_registered(sign_in):
    answer = sign_in("clerk").post(at("intake"), {"text": TEXT})
    assert answer.url == at("review", Document.objects.get().pk)
    assert sign_in("clerk").post(at("intake"), {"text": " "}).status_code == 400


def test_only_who_registers_sees_the_form(sign_in):
    assert sign_in("health").get(at("intake")).status_code == 409
    assert sign_in("clerk").get(at("intake")).status_code == 200


# Register


def test_the_register_is_searched_without_diacritics(sign_in, document):
    client = sign_in("clerk")
    assert "12-CV/BCĐ" in client.get(at("register"), {"q": "ra soat vung dich"}).content.decode()
    assert "12-CV/BCĐ" not in client.get(at("register"), {"q": "lu lut"}).content.decode()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "in_review"}, True),
        ({"state": "approved"}, False),
        ({"urgency": "hỏa tốc"}, True),
        ({"kind": "chỉ thị"}, False),
        ({"world": "party"}, True),
        ({"issuer": "Tỉnh ủy Cà Mau"}, True),
        ({"arrived_from": "2021-09-15", "arrived_until": "2021-09-15"}, True),
        ({"arrived_from": "2021-09-16"}, False),
        ({"questions": "open"}, True),
        ({"questions": "none"}, False),
    ],
)
def test_the_register_is_filtered(sign_in, document, filters, found):
    rows = sign_in("clerk").get(at("register"), filters).context["listing"].rows
    assert bool(rows) == found


def test_express_documents_stand_on_top_until_they_are_approved(sign_in, document):
    plain = incoming("thường", identifier="13-CV/TU", urgency=None)
    cast_clerk = sign_in("clerk").get(at("register")).wsgi_request.actor
    second = actions.register_document(cast_clerk, plain, now=NOW)
    rows = list(sign_in("clerk").get(at("register")).context["listing"].rows)
    assert rows == [document, second]


def test_the_export_has_the_columns_of_the_decree(sign_in, approved):
    answer = sign_in("clerk").get(at("register"), {"export": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    table = [row for row in rows.to_python() if any(row)]
    assert len(table[1]) == 10
    assert table[2][3] == "12-CV/BCĐ"
    assert "Sở Y tế" in table[2][6]


def test_the_book_and_the_extract_print_as_pdf(sign_in, approved):
    client = sign_in("leader")
    for address in (at("register_pdf"), at("extract_pdf", approved.pk)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")


# Review


def test_the_review_shows_text_and_cards_linked(sign_in, document):
    page = sign_in("synthesist").get(at("review", document.pk)).content.decode()
    task = task_of(document)
    assert f'id="card-{task.pk}"' in page
    assert f'data-cards="card-{task.pk} ' in page
    assert "2 đơn vị" in page or "UBND các huyện, thành phố" in page


def test_what_a_document_says_is_never_markup(sign_in, cast):
    evil = TEXT + '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    made = incoming(evil, identifier="<b>1</b>", subject="<script>2</script>")
    document = actions.register_document(cast.clerk, made, now=NOW)
    for page in ("review", "document"):
        shown = sign_in("leader").get(at(page, document.pk)).content.decode()
        assert "<script>alert" not in shown
        assert "<script>2" not in shown
        assert "<b>1</b>" not in shown


def test_accepting_answers_htmx_with_the_card_and_the_figures(sign_in, document):
    task = task_of(document)
    answer = sign_in("synthesist").post(
        at("accept", task.pk), {"version": task.version}, headers=HTMX
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-state="accepted"' in page
    assert 'hx-swap-oob="true"' in page


def test_accepting_works_as_a_plain_form(sign_in, document):
    task = task_of(document)
    answer = sign_in("synthesist").post(at("accept", task.pk), {"version": task.version})
    assert answer.url == at("review", document.pk) + f"#card-{task.pk}"
    task.refresh_from_db()
    assert task.state == ProposalState.ACCEPTED


def test_a_stale_decision_is_shown_with_who_and_when(sign_in, document, cast):
    task = task_of(document)
    actions.accept_proposal(cast.leader, task.pk, task.version, now=NOW)
    client = sign_in("synthesist")
    stale = {"version": task.version, "reason": "không phải việc"}
    part = client.post(at("reject", task.pk), stale, headers=HTMX)
    assert part.status_code == 422
    assert "Trần Văn Lãnh" in part.content.decode()
    whole = client.post(at("reject", task.pk), stale)
    assert whole.status_code == 409
    assert "Trần Văn Lãnh" in whole.content.decode()


def test_a_correction_goes_through_the_form(sign_in, document):
    task = task_of(document)
    client = sign_in("synthesist")
    quote = TEXT[TEXT.index("Sở Y tế phối hợp") : TEXT.index(",\nbáo cáo")]
    form = client.get(at("proposal", task.pk), {"edit": 1}, headers=HTMX)
    assert "trước 14 giờ ngày 21/9/2021" in form.content.decode()
    answer = client.post(at("correct", task.pk), task_form(task, quote=quote), headers=HTMX)
    assert answer.status_code == 200
    task.refresh_from_db()
    assert task.state == ProposalState.CORRECTED
    assert task.content["lead"] == ["Công an tỉnh"]
    assert task.content["support"] == ["Sở Y tế"]
    assert task.content["due"]["at"] == "2021-09-20T11:30:00+07:00"
    assert TEXT[task.span_start : task.span_end] == quote


def test_an_hour_without_a_day_is_an_error_at_the_field_and_keeps_what_was_typed(sign_in, document):
    task = task_of(document)
    answer = sign_in("synthesist").post(
        at("correct", task.pk), task_form(task, due_day=""), headers=HTMX
    )
    assert answer.status_code == 422
    assert "11:30" in answer.content.decode()


def test_a_day_without_an_hour_lasts_until_its_last_second(sign_in, document):
    task = task_of(document)
    sign_in("synthesist").post(at("correct", task.pk), task_form(task, due_hour=""))
    task.refresh_from_db()
    assert task.content["due"]["at"] == "2021-09-20T23:59:59+07:00"


def test_selected_words_become_a_task(sign_in, document):
    client = sign_in("synthesist")
    form = client.get(
        at("add", document.pk, "task"), {"quote": "Công an tỉnh rà soát", "near": 50}, headers=HTMX
    )
    assert "Công an tỉnh rà soát" in form.content.decode()
    answer = client.post(
        at("add", document.pk, "task"),
        {
            "title": "Rà soát",
            "body": "Rà soát",
            "lead": "Công an tỉnh",
            "quote": "Công an tỉnh rà soát",
            "near": 50,
        },
    )
    added = document.proposals.get(state=ProposalState.ADDED)
    assert answer.url.endswith(f"#card-{added.pk}")
    assert TEXT[added.span_start : added.span_end] == "Công an tỉnh rà soát"


def test_words_that_do_not_stand_in_the_document_are_refused(sign_in, document):
    answer = sign_in("synthesist").post(
        at("add", document.pk, "citation"), {"identifier": "1-CT/TU", "quote": "không có ở đây"}
    )
    assert answer.status_code == 400
    assert not document.proposals.filter(state=ProposalState.ADDED).exists()


@pytest.mark.parametrize(
    ("kind", "posted", "content"),
    [
        (
            "rule",
            {"measure": "test", "origins": "Đà Nẵng\nHà Nội", "since": "2021-09-01"},
            {"measure": "test", "origins": ["Đà Nẵng", "Hà Nội"], "since": "2021-09-01"},
        ),
        (
            "citation",
            {"identifier": "16/CT-TTg", "issued_on": "2020-03-31"},
            {"identifier": "16/CT-TTg", "issued_on": "2020-03-31"},
        ),
        ("figure", {"what": "ca", "value": "36"}, {"what": "ca", "value": 36}),
    ],
)
def test_other_kinds_are_added_too(sign_in, document, kind, posted, content):
    answer = sign_in("synthesist").post(at("add", document.pk, kind), posted)
    assert answer.status_code == 302
    added = document.proposals.get(state=ProposalState.ADDED)
    assert content.items() <= added.content.items()


def test_a_question_is_answered_in_place(sign_in, document):
    question = document.questions.get()
    answer = sign_in("synthesist").post(
        at("answer", question.pk),
        {"version": question.version, "answer": "15/9/2021", "outcome": "given"},
        headers=HTMX,
    )
    assert answer.status_code == 200
    document.refresh_from_db()
    assert document.issued_on.isoformat() == "2021-09-15"


def test_a_wrong_answer_says_why_and_changes_nothing(sign_in, document):
    question = document.questions.get()
    posted = {"version": question.version, "answer": "32/13/2021", "outcome": "given"}
    client = sign_in("synthesist")
    assert client.post(at("answer", question.pk), posted, headers=HTMX).status_code == 422
    assert client.post(at("answer", question.pk), posted).status_code == 400
    question.refresh_from_db()
    assert question.outcome == ""


def test_from_file_to_approved_tasks_with_plain_forms_only(sign_in):
    client = sign_in("leader")
    upload(client, ("12.txt", TEXT.encode()))
    document = Document.objects.get()
    for question in document.questions.all():
        client.post(at("answer", question.pk), {"version": question.version, "outcome": "unknown"})
    client.post(at("accept_all", document.pk))
    tasks = document.proposals.filter(kind=ProposalKind.TASK).count()
    refused = client.post(at("approve", document.pk), {"expected_tasks": tasks + 1})
    assert refused.status_code == 409
    assert len(refused.context["page"].reasons) == 2
    answer = client.post(
        at("approve", document.pk), {"expected_tasks": tasks, "whole_text_reviewed": "on"}
    )
    assert answer.url == at("document", document.pk)
    document.refresh_from_db()
    assert document.state == DocumentState.APPROVED
    assert client.get(at("review", document.pk)).url == at("document", document.pk)


def test_bodies_are_found_and_collectives_shown_before_they_are_chosen(sign_in, document):
    client = sign_in("synthesist")
    found = client.get(at("organisations"), {"q": "so y", "target": "id_lead"}).content.decode()
    assert 'data-put="Sở Y tế"' in found
    means = client.get(at("matches"), {"lead": "UBND các huyện, thành phố"}).content.decode()
    assert "Ủy ban nhân dân huyện U Minh" in means
    nobody = client.get(at("matches"), {"lead": "Sở Thiên văn"}).content.decode()
    assert "Sở Thiên văn" in nobody


# The document and what becomes of it


def test_units_that_are_named_see_the_document_once_it_is_approved(sign_in, document):
    assert sign_in("health").get(at("document", document.pk)).status_code == 404


def test_an_approved_document_is_shown_to_the_units_it_names(sign_in, approved):
    page = sign_in("health").get(at("document", approved.pk))
    assert page.status_code == 200
    assert "Khoản 1" in page.content.decode()
    assert sign_in("neighbour").get(at("document", approved.pk)).status_code == 404


def test_the_original_is_sent_as_it_came(sign_in, document):
    answer = sign_in("clerk").get(at("original", document.pk))
    assert answer.content == TEXT.encode()
    assert answer["X-Content-SHA256"] == document.sha256
    assert "attachment" in answer["Content-Disposition"]


def test_citations_lead_to_documents_and_back(sign_in, cast, approved):
    cited = actions.register_document(
        cast.clerk,
        incoming("gốc", **{**reading(), "identifier": "308-CV/TU", "cites": []}),
        now=NOW,
    )
    client = sign_in("leader")
    assert at("document", cited.pk) in client.get(at("document", approved.pk)).content.decode()
    assert at("document", approved.pk) in client.get(at("document", cited.pk)).content.decode()


def test_a_clause_is_changed_from_the_page_of_the_changing_document(sign_in, cast, approved):
    later = actions.register_document(
        cast.clerk,
        incoming(
            "sau", identifier="99-CV/TU", tasks=[], rules=[], questions=[], cites=[], figures=[]
        ),
        now=NOW,
    )
    actions.approve(cast.leader, later.pk, expected_tasks=0, whole_text_reviewed=True, now=NOW)
    client = sign_in("leader")
    clause = approved.clauses.first()
    address = at("change", later.pk)
    assert client.get(address, {"q": "ra soat"}).status_code == 200
    assert client.get(address, {"target": approved.pk, "verb": "repeals"}).status_code == 200
    answer = client.post(
        address,
        {
            "target": approved.pk,
            "verb": "repeals",
            "clauses": [clause.pk],
            "effective_on": "2021-09-15",
            "note": "bãi bỏ",
        },
    )
    assert answer.url == at("document", later.pk) + "#changes"
    assert "Đã bãi bỏ" in client.get(at("document", approved.pk)).content.decode()
    again = client.post(
        address,
        {
            "target": approved.pk,
            "verb": "suspends",
            "clauses": [clause.pk],
            "effective_on": "2021-09-16",
        },
    )
    assert again.status_code == 409


def test_a_document_is_cancelled_with_a_reason(sign_in, document):
    client = sign_in("synthesist")
    assert client.post(at("cancel", document.pk), {"reason": ""}).status_code == 409
    client.post(at("cancel", document.pk), {"reason": "gửi nhầm"})
    assert "gửi nhầm" in client.get(at("document", document.pk)).content.decode()


@pytest.mark.parametrize("page", ["review", "document", "original", "extract_pdf", "change"])
def test_the_neighbour_finds_nothing(sign_in, document, page):
    assert sign_in("neighbour").get(at(page, document.pk)).status_code == 404
