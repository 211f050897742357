"""Files of lists opened within limits: sheets, rows, hidden rows, merged cells. Knows no Django."""

from __future__ import annotations

from lachan.lists.sheets.book import Book, Sheet, Unreadable, open_book
from lachan.lists.sheets.kinds import kind_of

__all__ = ["Book", "Sheet", "Unreadable", "kind_of", "open_book"]
