"""Numbers of this domain as they hold on a day."""

from __future__ import annotations

from lachan.core.limit_rows import LimitRows
from lachan.transport.models import TransportLimit
from lachan.transport.terms import LimitName

ROWS = LimitRows(TransportLimit, LimitName)
limit = ROWS.limit
