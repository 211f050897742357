"""Which of two records stands for both, and when a merge may be taken back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _


def standing(
    *, has_citizen_number: bool, has_birth_date: bool, recorded_at: datetime, row: int
) -> tuple[object, ...]:
    """A sort key: the record that knows more comes first, then the older, then the smaller id."""
    return (not has_citizen_number, not has_birth_date, recorded_at, row)


def obstacles_to_undo(*, was_undone: bool, later_merges: int) -> list[str]:
    """Why a merge cannot be taken back; empty when it can.

    A later merge that stands on this one is taken back first, so that each step back leads to a
    state that has been.
    """
    reasons = []
    if was_undone:
        reasons.append(_("This merge has been taken back before."))
    if later_merges:
        reasons.append(_("A later merge of this person must be taken back first."))
    return [str(reason) for reason in reasons]
