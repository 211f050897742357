"""The pages of tasks, as people at different places see them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lachan.tasks.actions import working
from lachan.tasks.models import Attachment, Task
from lachan.tasks.terms import TaskState
from lachan.tasks.tests.examples import REPORT, at, many
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def played_clock(settings):
    settings.CLOCK = "lachan.tasks.tests.examples.at_nine"


@pytest.fixture
def enter(client, cast):
    """The browser of somebody."""

    def _enter(username):
        client.force_login(cast.users[username])
        return client

    return _enter


def test_the_board_shows_the_task_with_its_deadline_today(enter, give):
    give(due_at=at(12), urgency="hỏa tốc")
    page = enter("health").get(reverse("tasks:board")).content.decode()
    assert REPORT in page
    assert "còn 3 giờ" in page
    assert "12 giờ hôm nay" in page


@pytest.mark.parametrize("by", ["state", "deadline", "unit", "document"])
@pytest.mark.parametrize("whose", ["mine", "unit", "given", "all"])
def test_every_arrangement_of_every_tab_opens(enter, cast, by, whose):
    many(cast, 50)
    page = enter("leader").get(reverse("tasks:board"), {"by": by, "whose": whose})
    assert page.status_code == 200


@pytest.mark.parametrize("name", ["board", "list", "late", "duties"])
def test_a_neighbour_sees_nothing(enter, give, name):
    give(due_at=at(12))
    assert REPORT not in enter("neighbour").get(reverse(f"tasks:{name}")).content.decode()


def test_a_task_out_of_sight_looks_like_none(enter, give):
    task = give()
    for path in ("tasks:task", "tasks:assign"):
        assert enter("neighbour").get(reverse(path, args=[task.pk])).status_code == 404
    assert enter("police").get(reverse("tasks:task", args=[task.pk])).status_code == 404


def test_the_lead_acknowledges_with_one_press_and_can_take_it_back(enter, give):
    task = give()
    client = enter("health")
    done = client.post(reverse("tasks:act", args=[task.pk, "receive"]), follow=True)
    assert Task.objects.get().state == TaskState.RECEIVED
    (message,) = done.context["messages"]
    assert message.extra_tags.startswith("/tasks/undo/")
    client.post(message.extra_tags)
    assert Task.objects.get().state == TaskState.GIVEN


def test_a_result_without_proof_comes_back_with_what_was_typed(enter, cast, give):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    answer = enter("health").post(
        reverse("tasks:act", args=[task.pk, "finish"]), {"words": "Đã báo cáo 36 ca"}
    )
    assert answer.status_code == 422
    assert "Đã báo cáo 36 ca" in answer.content.decode()
    assert Task.objects.get().state == TaskState.RECEIVED


def test_a_result_with_a_file_is_handed_in(enter, cast, give):
    task = give()
    working.receive(cast.health, task.pk, NOW)
    answer = enter("health").post(
        reverse("tasks:act", args=[task.pk, "finish"]),
        {
            "words": "Đã báo cáo",
            "papers": [
                SimpleUploadedFile("một.pdf", b"%PDF-1"),
                SimpleUploadedFile("hai.pdf", b"%PDF-2"),
            ],
        },
    )
    assert answer.status_code == 302
    assert Attachment.objects.count() == 2


def test_a_file_is_only_saved_never_shown_and_only_by_those_who_see_the_task(enter, cast, give):
    task = give()
    client = enter("health")
    client.post(
        reverse("tasks:attach", args=[task.pk]),
        {"papers": SimpleUploadedFile("trang.html", b"<script>alert(1)</script>")},
    )
    address = reverse("tasks:attachment", args=[task.pk, Attachment.objects.get().pk])
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert enter("neighbour").get(address).status_code == 404


def test_a_file_with_a_vietnamese_name_keeps_it(enter, give):
    task = give()
    client = enter("health")
    client.post(
        reverse("tasks:attach", args=[task.pk]),
        {"papers": SimpleUploadedFile("Báo cáo.pdf", b"%PDF")},
    )
    address = reverse("tasks:attachment", args=[task.pk, Attachment.objects.get().pk])
    assert quote("Báo cáo.pdf") in client.get(address)["Content-Disposition"]


def test_the_page_offers_only_what_this_person_may_do(enter, give):
    task = give()
    address = reverse("tasks:task", args=[task.pk])
    receive = reverse("tasks:act", args=[task.pk, "receive"])
    assert receive in enter("health").get(address).content.decode()
    assert receive not in enter("clerk").get(address).content.decode()


def test_a_task_is_given_by_hand(enter, cast):
    answer = enter("leader").post(
        reverse("tasks:create"),
        {
            "title": "Lấy mẫu toàn dân Khóm 1",
            "lead": str(cast.organisations["so-y-te"].pk),
            "supporters": "CA tỉnh",
            "due_at": "2021-09-15T17:00",
            "urgency": "hỏa tốc",
            "proof_required": "on",
        },
    )
    assert answer.status_code == 302
    task = Task.objects.get()
    assert (task.due_at, task.receive_by) == (at(17), at(9, 30))
    assert list(task.supporters.all()) == [cast.organisations["cong-an-tinh"]]


def test_a_supporter_that_nobody_knows_is_named_and_the_rest_is_kept(enter):
    answer = enter("leader").post(
        reverse("tasks:create"), {"title": "Lấy mẫu", "supporters": "SYT; Hội Chim cảnh"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hội Chim cảnh" in page
    assert "Lấy mẫu" in page


def test_a_wrong_form_says_what_to_mend(enter):
    answer = enter("leader").post(
        reverse("tasks:create"), {"title": "Việc", "due_at": "2021-09-14T17:00"}
    )
    assert answer.status_code == 422
    assert Task.objects.count() == 0


def test_the_late_are_named_with_their_four_facts(enter, cast, give):
    task = give(due_at=at(8), product="Báo cáo nguyên nhân", now=at(7))
    working.receive(cast.health, task.pk, at(7, 30))
    page = enter("leader").get(reverse("tasks:late")).content.decode()
    for fact in ("Sở Y tế", "Báo cáo nguyên nhân", REPORT):
        assert fact in page


def test_the_list_is_searched_without_diacritics_and_exported(enter, give):
    give(title="Lấy mẫu xét nghiệm Khóm 1")
    give(title="Rà soát người về từ vùng dịch")
    client = enter("leader")
    page = client.get(reverse("tasks:list"), {"q": "lay mau"}).content.decode()
    assert "Lấy mẫu" in page
    assert "Rà soát" not in page
    exported = client.get(reverse("tasks:list"), {"q": "lay mau", "export": "xlsx"})
    assert exported.content[:2] == b"PK"


@pytest.mark.parametrize(
    "query",
    [
        {"state": "living"},
        {"state": "undecided"},
        {"due": "late"},
        {"due": "none"},
        {"urgency": "any"},
        {"unit": "none"},
        {"late": "on"},
        {"help": "on"},
        {"whose": "mine"},
        {"order": "-lead"},
    ],
)
def test_every_filter_opens(enter, cast, query):
    many(cast, 30)
    assert enter("leader").get(reverse("tasks:list"), query).status_code == 200


def test_many_are_acknowledged_after_a_preview_and_taken_back(enter, give):
    ids = [give(title=f"Việc {n}").pk for n in range(3)]
    client = enter("health")
    bulk = reverse("tasks:bulk")
    preview = client.post(bulk, {"verb": "receive", "row": ids})
    assert preview.status_code == 200
    assert Task.objects.filter(state=TaskState.GIVEN).count() == 3
    rows = preview.context["rows"]
    done = client.post(bulk, {"verb": "receive", "rows": rows, "sure": "yes"}, follow=True)
    assert Task.objects.filter(state=TaskState.RECEIVED).count() == 3
    (message,) = done.context["messages"]
    client.post(message.extra_tags)
    assert Task.objects.filter(state=TaskState.GIVEN).count() == 3


def test_all_that_the_filters_match_can_be_chosen(enter, give):
    for n in range(3):
        give(title=f"Việc {n}")
    give(title="Khác hẳn")
    preview = enter("health").post(
        reverse("tasks:bulk") + "?q=viec", {"verb": "receive", "all": "yes"}
    )
    assert len(preview.context["preview"].able) == 3


def test_an_unknown_verb_or_token_is_no_page(enter, give):
    task = give()
    client = enter("health")
    assert client.post(reverse("tasks:act", args=[task.pk, "explode"])).status_code == 404
    assert client.post(reverse("tasks:undo", args=["x:y"])).status_code == 404
    assert client.post(reverse("tasks:bulk"), {"verb": "explode"}).status_code == 404


def test_the_tasks_of_a_document_are_a_part_of_its_page(enter, cast, approve):
    from lachan.tasks.actions.giving import create_tasks_from_approval
    from lachan.tasks.reactions import DOCUMENTS
    from lachan.tasks.tests.examples import proposal

    document = approve(proposal(), matches=[{"Sở Y tế": [cast.organisations["so-y-te"].pk]}])
    create_tasks_from_approval(DOCUMENTS, document.pk, NOW)
    address = reverse("tasks:of_document", args=[document.pk])
    part = enter("leader").get(address, headers={"HX-Request": "true"}).content.decode()
    assert REPORT in part
    assert "<html" not in part


@pytest.mark.parametrize("by", ["state", "deadline", "unit", "document"])
def test_the_board_asks_as_much_for_five_tasks_as_for_five_hundred(
    enter, cast, by, django_assert_max_num_queries
):
    client = enter("leader")
    client.get(reverse("tasks:board"), {"by": by})
    many(cast, 500)
    with django_assert_max_num_queries(14):
        client.get(reverse("tasks:board"), {"by": by, "whose": "all"})


def test_the_page_of_a_task_asks_a_bounded_number_of_questions(
    enter, cast, give, django_assert_max_num_queries
):
    task = give(supporter_ids=[cast.organisations["cong-an-tinh"].pk])
    client = enter("health")
    with django_assert_max_num_queries(22):
        client.get(reverse("tasks:task", args=[task.pk]))
