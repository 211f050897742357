"""A rule in force and a draft of province 96 for the neighbour test."""

from __future__ import annotations

from datetime import timedelta

from lachan.places.models import Unit
from lachan.policies.actions.rules import draft_rule, look_at_preview, put_in_force
from tests.cast import NOW
from tests.scenes import MARK


def scene(cast) -> dict[str, dict[str, object]]:
    """What is public is marked by nothing; the mark is the draft's."""
    Unit.objects.create(
        code="79",
        kind="province",
        name="Hồ Chí Minh",
        full_name="Thành phố Hồ Chí Minh",
        search_text="ho chi minh",
        path="79/",
    )
    draft = _draft(cast, "cm-nhap", f"Dự thảo {MARK}")
    public = _draft(cast, "cm-cong-khai", "Quy định công khai")
    _, shown = look_at_preview(cast.leader, public.pk, now=NOW)
    put_in_force(cast.leader, public.pk, seen=shown.digest, now=NOW)
    one = {"rule_id": draft.pk}
    return {
        "policies:rule": one,
        "policies:next_version": one,
        "policies:name_areas": {"rule_id": public.pk},
        "policies:look": one,
        "policies:put_in_force": one,
        "policies:end": {"rule_id": public.pk},
        "policies:drop": one,
    }


def _draft(cast, code, title):
    return draft_rule(
        cast.synthesist,
        {
            "code": code,
            "version": 1,
            "title": title,
            "valid_from": (NOW + timedelta(hours=1)).isoformat(),
            "territory": "96/",
            "authority": "province",
            "topic": "arrival",
            "when": {"origins": ["79/"]},
            "measure": "home_quarantine",
            "days": 14,
            "source": {"document": title, "words": title},
        },
        now=NOW,
    )
