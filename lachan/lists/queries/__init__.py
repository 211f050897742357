"""Reading lists: which there are, their rows, what is asked about them."""

from __future__ import annotations

from lachan.lists.queries.rows import ImportedRow, imported_rows

__all__ = ["ImportedRow", "imported_rows"]
