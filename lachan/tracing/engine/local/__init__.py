"""The local engine: an index in memory or mapped from disk, traced with all cores of a machine."""

from __future__ import annotations

from lachan.tracing.engine.local.building import build, changed
from lachan.tracing.engine.local.checking import fingerprint, stays_of
from lachan.tracing.engine.local.index import Index, open_index
from lachan.tracing.engine.local.storage import UnreadableIndex
from lachan.tracing.engine.tables import Cases, Contacts, Exposures, Terms, Visits

__all__ = [
    "Index",
    "UnreadableIndex",
    "build",
    "changed",
    "fingerprint",
    "open_index",
    "stays_of",
    "trace",
]


def trace(cases: Cases, visits: Visits, contacts: Contacts, terms: Terms) -> Exposures:
    """One trace on stays that are not indexed yet."""
    return build(visits, contacts).trace(cases, terms)
