"""Provinces from where people come, rules as content, and a way to put one in force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from lachan.core.text import folded
from lachan.places.models import Unit
from lachan.policies.actions.rules import draft_rule, look_at_preview, put_in_force
from lachan.policies.queries.rules import _kept
from tests.cast import NOW

PROVINCES = (
    *(("79/", "Thành phố Hồ Chí Minh"), ("74/", "Tỉnh Bình Dương"), ("75/", "Tỉnh Đồng Nai")),
    *(("82/", "Tỉnh Tiền Giang"), ("80/", "Tỉnh Long An"), ("87/", "Tỉnh Đồng Tháp")),
    *(("48/", "Thành phố Đà Nẵng"), ("49/", "Tỉnh Quảng Nam"), ("51/", "Tỉnh Quảng Ngãi")),
)


@pytest.fixture
def provinces(cast):
    """The provinces that the rules of 2020–2022 name."""
    return {
        path: Unit.objects.create(
            code=path[:2],
            kind="province",
            name=name.removeprefix("Tỉnh ").removeprefix("Thành phố "),
            full_name=name,
            search_text=folded(name),
            path=path,
        )
        for path, name in PROVINCES
    }


@pytest.fixture
def content():
    """A rule of the province as the format has it; what is given replaces parts of it."""

    def _content(**parts):
        return {
            "code": "cm-thu",
            "version": 1,
            "title": "Người về từ vùng dịch cách ly tập trung 14 ngày",
            "valid_from": (NOW + timedelta(hours=1)).isoformat(),
            "territory": "96/",
            "authority": "province",
            "topic": "arrival",
            "when": {"origins": ["79/"]},
            "measure": "centralised_quarantine",
            "days": 14,
            "source": {"document": "Công văn 1-CV/TU", "words": "cách ly tập trung 14 ngày"},
            **parts,
        }

    return _content


@pytest.fixture
def force(cast, content):
    """Draft as the synthesist, put in force as the leader."""

    def _force(now=NOW, **parts):
        row = draft_rule(cast.actor("synthesist"), content(**parts), now=now)
        _, shown = look_at_preview(cast.actor("leader"), row.pk, now=now)
        return put_in_force(cast.actor("leader"), row.pk, seen=shown.digest, now=now)

    return _force


@pytest.fixture
def comings(settings):
    """Who came in the last 30 days, as the domains above would tell; a list to be filled."""
    settings.PERSONS_DECIDED = "lachan.policies.tests.conftest.persons_decided"
    PERSONS.clear()
    yield PERSONS
    PERSONS.clear()


PERSONS: list[tuple] = []


def persons_decided(actor, path, since, until):
    """In place of `lachan.arrivals.queries.decided.decided_between`."""
    return [row for row in PERSONS if row[0].startswith(path)]


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test starts without the sets of rules of the one before: their clocks stand still.

    Reasons are read in English, whatever catalogue is built.
    """
    _kept.cache_clear()
    with override("en"):
        yield
