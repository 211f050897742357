"""Plates, flight and boat numbers in the form in which they are compared, and as they are shown."""

from __future__ import annotations

from lachan.transport.rules.plates import read_plate


def plate_key(words: str) -> str:
    """What names a vehicle: "69A-123.45" and "69a 12345" are both "69A12345"."""
    return read_plate(words).key


def plate_words(key: str) -> str:
    """A plate as it stands on the vehicle: "69A12345" is "69A-123.45"."""
    return read_plate(key).words
