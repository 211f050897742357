"""The protocol's figures that a case's window needs, as they held on the day of its report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lachan.cases.rules.windows import (
    BEFORE_ONSET,
    BEFORE_SAMPLE,
    UNTIL_CT,
    Figure,
    Protocol,
)
from lachan.policies.queries.protocols import protocol_on, protocol_value

RE_POSITIVE_CT = "re-positive-ct"


def window_protocol(path: str, on: date) -> Protocol:
    """The figures in force at the unit on the day."""
    return Protocol(
        before_onset=_figure(BEFORE_ONSET, path, on),
        before_sample=_figure(BEFORE_SAMPLE, path, on),
        until_ct=_figure(UNTIL_CT, path, on),
    )


def re_positive_ct(path: str, on: date) -> Decimal | None:
    """The CT from which a sample counts as no longer infectious, or None where no rule says."""
    return protocol_value(RE_POSITIVE_CT, path, on)


def _figure(name: str, path: str, on: date) -> Figure | None:
    row = protocol_on(name, path, on)
    return Figure(row.name, row.value, row.valid_from, row.source) if row else None
