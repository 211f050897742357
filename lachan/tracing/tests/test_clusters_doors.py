"""The pages, the API and the commands of clusters."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lachan.cases.models import Case
from lachan.cases.terms import Classification
from lachan.core.refused import Refused
from lachan.people.models import Reading
from lachan.tracing.actions.lines import add_line
from lachan.tracing.cli import app
from lachan.tracing.terms import LineKind
from tests.browsing import signed_in
from tests.cast import NOW

from .cluster_examples import ill, infect, meet
from .examples import COMMUNE, WARD, a_family, span, stay


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "tests.cast.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def browser(cast):
    return signed_in(cast, "commune")


@pytest.fixture
def chain(cast):
    """Ca Đầu infected Ca Sau over a market; Ca Lạ, whom nobody met, is said to follow."""
    first, second, third = ill(cast, "Ca Đầu", 5), ill(cast, "Ca Sau", 9), ill(cast, "Ca Lạ", 12)
    infect(cast, first, second)
    infect(cast, second, third)
    meet(cast, first, second, day=6)
    return first, second, third


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_clusters_of_two_or_more_and_finds_one_by_a_case_number(
    cast, browser, chain
):
    single = ill(cast, "Ca Đơn", 13)
    page = text(browser.get(reverse("tracing:clusters")))
    assert page.count(reverse("tracing:cluster", args=[chain[0].case.key])) == 1
    assert str(single.case.key) not in page
    assert "Ca Đầu" not in page  # no names
    number = f"{single.case.number}/{single.case.year}"
    found = text(browser.get(reverse("tracing:clusters"), {"q": number}))
    assert str(single.case.key) in found
    assert str(chain[0].case.key) not in found
    assert "such as 12/2021" in text(browser.get(reverse("tracing:clusters"), {"q": "Nguyễn"}))


@pytest.mark.parametrize(
    ("asked", "is_shown"),
    [
        ({"size": "five"}, False),
        ({"size": "one"}, False),
        ({"state": "active"}, True),
        ({"state": "closed"}, False),
        ({"attention": "imported"}, False),
        ({"attention": "unknown"}, True),
        ({"since": "12/9/2021"}, True),
        ({"since": "13/9/2021"}, False),
        ({"unit": COMMUNE}, True),
        ({"unit": "nonsense", "size": "five"}, False),
        ({"order": "-cases", "page": "7"}, True),
        ({"order": "nonsense"}, True),
    ],
)
def test_the_list_is_narrowed_by_its_address(browser, chain, asked, is_shown):
    page = browser.get(reverse("tracing:clusters"), asked).content.decode()
    assert (str(chain[0].case.key) in page) == is_shown


def test_the_list_goes_out_as_a_workbook(browser, chain):
    answer = browser.get(reverse("tracing:clusters"), {"export": "xlsx"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    rows = [row for row in sheet.to_python() if row[1:2] == [3]]
    assert len(rows) == 1


def test_the_tree_names_cases_links_them_and_logs_whom_it_showed(cast, browser, chain):
    page = text(browser.get(reverse("tracing:cluster", args=[chain[1].case.key])))
    for one in chain:
        assert page.count(reverse("cases:case", args=[one.case.key])) >= 2  # drawn, and listed
    assert 'data-tone="known"' in page
    assert 'data-tone="bare"' in page
    assert "1 link without a known meeting" in page
    shown = Reading.objects.filter(page="tracing:cluster").values_list("person_id", flat=True)
    assert set(shown) == {one.person.root_id for one in chain}


def test_a_source_that_stands_on_another_page_is_logged_where_it_is_named(
    browser, chain, monkeypatch
):
    monkeypatch.setattr("lachan.tracing.views.clusters.ROWS_A_PAGE", 1)
    address = reverse("tracing:cluster", args=[chain[0].case.key])
    assert "Ca Đầu" in text(browser.get(address, {"page": "2"}))
    shown = Reading.objects.filter(page="tracing:cluster").values_list("person_id", flat=True)
    assert set(shown) == {one.person.root_id for one in chain[:2]}


def test_who_told_of_a_meeting_is_logged_where_the_evidence_names_them(cast, browser):
    family = a_family(cast, "Ca Anh", "Ca Em", "Bà Kể")
    first, second, late = (
        ill(cast, "", onset, person=one) for one, onset in zip(family, (4, 6, 14), strict=True)
    )
    infect(cast, first, second)
    at_home = stay(None, span(19, 23, 5), kind=LineKind.HOUSEHOLD)
    add_line(cast.synthesist, late.made.key, at_home, now=NOW)
    Case.objects.filter(pk=late.case.pk).update(classification=Classification.DISCARDED)
    page = text(browser.get(reverse("tracing:cluster_evidence", args=[second.case.key])))
    assert "Bà Kể" in page
    shown = Reading.objects.filter(page="tracing:cluster_evidence")
    assert set(shown.values_list("person_id", flat=True)) == {one.root_id for one in family}


def test_whoever_may_not_see_persons_reads_numbers(cast, chain, monkeypatch):
    from lachan.people.terms import Permission

    leader = cast.users["commune"]
    actor_may = type(cast.commune).may
    monkeypatch.setattr(
        type(cast.commune),
        "may",
        lambda self, permission, path: (
            permission != Permission.READ and actor_may(self, permission, path)
        ),
    )
    client = Client(headers={"accept-language": "en"})
    client.force_login(leader)
    page = text(client.get(reverse("tracing:cluster", args=[chain[0].case.key])))
    assert "Ca Đầu" not in page
    assert f"{chain[0].case.number}/2021" in page
    assert not Reading.objects.filter(page="tracing:cluster").exists()


def test_how_we_know_tells_where_when_how_long_and_by_whom(browser, chain):
    page = text(browser.get(reverse("tracing:cluster_evidence", args=[chain[1].case.key])))
    for words in ("Chợ Thử Nghiệm", "8:00 6/9/2021", "9:00 6/9/2021", "60", "Interview: Ca Đầu"):
        assert words in page
    assert "No meeting supports this link" not in page
    bare = text(browser.get(reverse("tracing:cluster_evidence", args=[chain[2].case.key])))
    assert "No meeting supports this link" in bare


def test_a_candidate_leads_to_the_form_with_the_case_typed_in(cast, browser):
    near, case = ill(cast, "Gần", 9), ill(cast, "Chưa Rõ", 14)
    meet(cast, near, case)
    page = text(browser.get(reverse("tracing:cluster_evidence", args=[case.case.key])))
    address = f"{reverse('cases:source', args=[case.case.key])}?source_case={near.case.key}"
    assert address in page
    form = text(browser.get(address))
    assert f'value="{near.case.number}/2021 Xã An Xuyên"' in form
    case.case.refresh_from_db()
    assert case.case.source_case_id is None


def test_the_form_takes_no_case_out_of_sight_as_a_proposal_and_passes_over_nonsense(cast, browser):
    mine, other = ill(cast, "Của Tôi", 12), ill(cast, "Nơi Khác", 9, path=WARD)
    address = reverse("cases:source", args=[mine.case.key])
    assert browser.get(address, {"source_case": other.case.key}).status_code == 404
    assert browser.get(address, {"source_case": "không phải mã"}).status_code == 200


def test_the_map_page_chooses_a_day_and_says_when_there_is_no_map(browser, chain):
    address = reverse("tracing:cluster_map", args=[chain[0].case.key])
    page = text(browser.get(address))
    assert "so that there is no map" in page
    assert "Chợ Thử Nghiệm" in page
    assert "Chợ Thử Nghiệm" in text(browser.get(address, {"day": "2021-09-06"}))
    empty = text(browser.get(address, {"day": "2021-09-09"}))
    assert "Chợ Thử Nghiệm" not in empty
    assert "Chợ Thử Nghiệm" in text(browser.get(address, {"day": "nonsense"}))


def test_links_go_out_as_csv_without_names(browser, chain):
    answer = browser.get(reverse("tracing:cluster_edges", args=[chain[0].case.key]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "Ca Đầu" not in "".join(lines)
    assert "1/2021 Xã An Xuyên,2/2021 Xã An Xuyên,2021-09-05,2021-09-09,4,1,60,no," in lines


def test_programs_read_clusters_links_and_candidates(cast, browser, chain):
    first, second, third = (str(one.case.key) for one in chain)
    (row,) = browser.get("/api/v1/tracing/clusters").json()
    assert (row["key"], row["cases"], row["generations"]) == (first, 3, 3)
    found = browser.get(f"/api/v1/tracing/clusters/{third}").json()
    assert [(one["source"], one["case"]) for one in found["links"]] == [
        (first, second),
        (second, third),
    ]
    assert found["links"][0]["meetings"][0]["place"] == "Chợ Thử Nghiệm"
    offered = browser.get(f"/api/v1/tracing/clusters/{second}/candidates").json()
    assert [one["key"] for one in offered["candidates"]] == [first]
    assert "Ca Đầu" not in json.dumps([row, found, offered], ensure_ascii=False)
    neighbour = signed_in(cast, "neighbour")
    assert neighbour.get(f"/api/v1/tracing/clusters/{third}").status_code == 404
    assert neighbour.get("/api/v1/tracing/clusters").json() == []


def test_the_commands_list_clusters_and_show_one(command_line, chain):
    run = command_line(app)
    rows = json.loads(run("clusters", "list", "--json"))
    assert [row["cases"] for row in rows] == [3]
    number = f"{chain[2].case.number}/2021"
    shown = json.loads(run("clusters", "show", number, "--json"))
    assert [row["generation"] for row in shown["cases"]] == [1, 2, 3]
    edges = run("clusters", "show", number, "--links").splitlines()
    assert edges[0].startswith("source_number,source,")
    assert len(edges) == 3
    assert "no meeting is known" in run("clusters", "show", number)
    with pytest.raises(Refused, match="no case has the number"):
        run("clusters", "show", "999/2021")
