"""Tracing for programs: investigations and what they tell, clusters and how we know of them."""

from ninja import Router

from lachan.tracing.api import clusters, investigations

router = Router()
router.add_router("", investigations.router)
router.add_router("", clusters.router)

__all__ = ["router"]
