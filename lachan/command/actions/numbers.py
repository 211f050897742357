"""Giving out numbers without a gap."""

from __future__ import annotations

from django.db.models import F

from lachan.command.models import NumberBook


def next_number(path: str, series: str, year: int) -> int:
    """The next number of an office's series in a year, starting with 1.

    Called inside the transaction that uses the number: the book stays locked until it ends, so two
    signers get neighbouring numbers, and a refused one leaves no gap.
    """
    NumberBook.objects.bulk_create(
        [NumberBook(path=path, series=series, year=year)], ignore_conflicts=True
    )
    book = NumberBook.objects.select_for_update().get(path=path, series=series, year=year)
    NumberBook.objects.filter(pk=book.pk).update(last_number=F("last_number") + 1)
    return book.last_number + 1
