"""Tracing for programs: investigations and what they tell, clusters, public notices."""

from ninja import Router

from lachan.tracing.api import (
    clusters,
    hand_offs,
    investigations,
    limits,
    lines,
    notice_lists,
    notice_places,
    notices,
    own_forms,
    photos,
)

router = Router()
for noun in (
    *(investigations, lines, photos, own_forms, hand_offs),
    *(clusters, notices, notice_places, notice_lists, limits),
):
    router.add_router("", noun.router)

__all__ = ["router"]
