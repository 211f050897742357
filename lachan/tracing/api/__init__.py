"""Tracing for programs: investigations and what they tell, clusters, public notices."""

from ninja import Router

from lachan.tracing.api import (
    clusters,
    hand_offs,
    investigations,
    lines,
    notices,
)

router = Router()
for noun in (investigations, lines, hand_offs, clusters, notices):
    router.add_router("", noun.router)

__all__ = ["router"]
