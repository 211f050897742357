"""People and roles of province 96, for the neighbour test."""

from __future__ import annotations

from datetime import date

from lachan.accounts.models import Grant, User
from tests.cast import TODAY
from tests.scenes import MARK

# Accounts are kept by administrators; a role is withdrawn by who gives roles.
SEEN_BY = dict.fromkeys(("accounts:correct", "accounts:keep"), "admin")


def scene(cast) -> dict[str, dict]:
    """Rows that belong to province 96; url name -> kwargs that reach them."""
    person = User.objects.create_user(
        "nguoi.rieng",
        full_name=f"Người {MARK}",
        position=f"Chức vụ {MARK}",
        phone=MARK,
        path="96/964/",
    )
    grant = Grant.objects.create(
        user=person,
        role="head",
        path="96/964/",
        place_name=f"Nơi {MARK}",
        valid_from=date(2020, 1, 1),
        reason=f"Lý do {MARK}",
    )
    acting = Grant.objects.create(
        user=cast.users["commune"],
        role="head",
        path="96/964/",
        place_name=f"Nơi {MARK}",
        valid_from=TODAY,
        valid_until=TODAY,
        deputises=grant,
        reason=f"Lý do {MARK}",
    )
    assert acting.pk
    return {
        "accounts:person": {"pk": person.pk},
        "accounts:correct": {"pk": person.pk},
        "accounts:give": {"pk": person.pk},
        "accounts:keep": {"pk": person.pk, "verb": "close"},
        "accounts:withdraw": {"pk": grant.pk},
        "accounts:deputise": {"pk": grant.pk},
    }
