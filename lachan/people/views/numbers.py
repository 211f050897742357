"""Numbers of a person as lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lachan.people.rules.masking import masked_number
from lachan.people.rules.words import IDENTIFIER_KINDS


def masked_numbers(identifiers: Iterable[Any]) -> list[tuple[str, str]]:
    """(what paper, the number with its last three characters) for each."""
    return [
        (str(IDENTIFIER_KINDS[number.kind]), masked_number(number.value)) for number in identifiers
    ]
