"""The local engine: an index in memory or mapped from disk, traced with all cores of one machine."""

from __future__ import annotations

from lachan.tracing.engine.local.index import Index, build
from lachan.tracing.engine.local.tracing import trace as trace_on
from lachan.tracing.engine.tables import Cases, Contacts, Exposures, Terms, Visits

__all__ = ["Index", "build", "trace", "trace_on"]


def trace(cases: Cases, visits: Visits, contacts: Contacts, terms: Terms) -> Exposures:
    """One trace on stays that are not indexed yet: `trace_on(build(visits, contacts), …)`."""
    return trace_on(build(visits, contacts), cases, terms)
