"""Clocks that stand still, for pages that are looked at on 15/9/2021."""

from __future__ import annotations

from lachan.command.tests.scenes import at


def at_0900():
    return at(9)


def at_1630():
    return at(16, 30)


def at_1710():
    return at(17, 10)
