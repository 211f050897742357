"""Numbers of this domain as they hold on a day."""

from __future__ import annotations

from lachan.core.limit_rows import LimitRows
from lachan.tracing.models import TracingLimit
from lachan.tracing.terms import LimitName

ROWS = LimitRows(TracingLimit, LimitName)
limit = ROWS.limit
