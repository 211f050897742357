"""Where several comings happened together."""

from __future__ import annotations

from collections.abc import Sequence


def meeting(paths: Sequence[str]) -> str:
    """The lowest unit that contains all the paths; the root for none."""
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    shared = 0
    while shared < min(len(low), len(high)) and low[shared] == high[shared]:
        shared += 1
    return low if shared == len(low) else low[: low.rfind("/", 0, shared) + 1]
