"""A refused action says why in its form, which keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms

from lachan.core.refused import Refused

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """What the action gives; None when it was refused, and the form has its reasons."""
    try:
        return act()
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
    return None
