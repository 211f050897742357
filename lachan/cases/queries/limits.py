"""Durations of this domain as they hold on a day."""

from __future__ import annotations

from lachan.cases.models import CaseLimit
from lachan.cases.terms import LimitName
from lachan.core.limit_rows import LimitRows

ROWS = LimitRows(CaseLimit, LimitName)
limit = ROWS.limit
