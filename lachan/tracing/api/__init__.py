"""Tracing for programs: investigations and what they tell, clusters, public notices."""

from ninja import Router

from lachan.tracing.api import clusters, investigations, notices

router = Router()
router.add_router("", investigations.router)
router.add_router("", clusters.router)
router.add_router("", notices.router)

__all__ = ["router"]
