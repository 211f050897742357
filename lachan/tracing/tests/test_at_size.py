"""What lists and notices read of many rows is what they show, and no more."""

from __future__ import annotations

import unicodedata

import pytest
from django.urls import reverse

from lachan.tracing.actions import notices as acting
from lachan.tracing.models import Line
from lachan.tracing.models.investigations import SAID_WORDS
from lachan.tracing.queries import exposed as who
from lachan.tracing.queries.investigations import investigations
from lachan.tracing.queries.venues import venues_counted
from lachan.tracing.terms import LineKind
from tests.cast import NOW

from .examples import a_case, a_family, hour, look_into, span, stay, told

SAID = [
    "đi CHỢ THỬ NGHIỆM mua cá",
    unicodedata.normalize("NFD", "ở Chợ Thử Nghiệm"),
    "chợ, thử  nghiệm",
    "ghé chợ thử nghiệm.",
    "mua cá (chợ thử-nghiệm)",
]


def an_event(words):
    return stay(None, span(7, 8), kind=LineKind.EVENT, words=words)


@pytest.fixture
def notice(cast):
    """A notice of the market, in its hours."""
    made, _people = a_case(cast)
    made.case.infectious_from = hour(0, day=9)
    made.case.save()
    told(cast, made, stay(when=span(7, 8)))
    return acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)


@pytest.mark.parametrize("words", SAID)
def test_of_all_that_was_told_in_words_only_what_may_name_the_place_is_read(
    cast, notice, monkeypatch, words
):
    (other,) = a_family(cast, "Võ Thị Mua", form_id="khac")
    second = look_into(cast, other)
    for number in range(5):
        told(cast, second, an_event(f"đi chợ mua cá lần {number}"))
    told(cast, second, an_event(words))
    read, says = [], who._says
    monkeypatch.setattr(who, "_says", lambda name, said: read.append(said) or says(name, said))
    found = who.exposed(cast.synthesist, notice)
    assert len(read) == 1
    assert [one.person.full_name for one in found.possible] == ["Võ Thị Mua"]


def test_the_words_are_found_by_their_index():
    rows = Line.objects.filter(struck_at__isnull=True).exclude(words="").alias(said=SAID_WORDS)
    index = next(row for row in Line._meta.indexes if row.name == "line_by_word")
    assert index.expressions == (SAID_WORDS,)
    assert "regexp_split_to_array" in str(rows.filter(said__contains=["cho"]).query)


def test_lists_count_what_belongs_to_the_rows_of_a_page_alone(cast):
    for rows, table in (
        (investigations(cast.commune), "tracing_line"),
        (venues_counted(cast.commune), "tracing_stay"),
    ):
        asked = str(rows.order_by("pk")[:50].query)
        assert f'JOIN "{table}"' not in asked
        assert table in asked


def test_places_are_never_ordered_by_the_stays_of_all_of_them(cast, client, settings):
    settings.CLOCK = "tests.cast.at_nine"
    made, _people = a_case(cast)
    told(cast, made, stay())
    client.force_login(cast.users["commune"])
    page = client.get(reverse("tracing:venues"), {"order": "-stays"})
    assert "number" not in str(page.context["listing"].rows.query.order_by)
    assert "order=stays" not in page.content.decode()


def test_the_last_page_of_a_list_counts_like_the_first(cast, client, settings, monkeypatch):
    settings.CLOCK = "tests.cast.at_nine"
    monkeypatch.setattr("lachan.core.listing.PER_PAGE", 1)
    made, _people = a_case(cast)
    told(cast, made, stay())
    told(cast, made, stay(when=span(9, 10)))
    client.force_login(cast.users["commune"])
    for name in ("investigations", "venues"):
        page = client.get(reverse(f"tracing:{name}"), {"page": 99})
        (row,) = page.context["listing"].page.object_list[-1:]
        assert (row.lines_number if name == "investigations" else row.number) == 2
