"""Numbers of this domain as they hold on a day."""

from __future__ import annotations

from lachan.contacts.models import ContactLimit
from lachan.contacts.terms import LimitName
from lachan.core.limit_rows import LimitRows

ROWS = LimitRows(ContactLimit, LimitName)
limit = ROWS.limit
