"""What programs send, read as the forms read what is typed: units, numbers, words, instants."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from django import forms
from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime

from lachan.core.refused import Refused
from lachan.tracing.forms.fields import PhoneField, UnitField


def _storable(words: str) -> str:
    """The words, unless they hold the one letter that PostgreSQL cannot keep."""
    if "\0" in words:
        raise ValueError("text holds a null character")
    return words


def _in_utc(instant: datetime) -> datetime:
    """The instant as it is kept; in the first and last hours of the calendar there is none."""
    try:
        return instant.astimezone(UTC)
    except OverflowError as beyond:
        raise ValueError("the instant lies outside the calendar") from beyond


Text = Annotated[str, AfterValidator(_storable)]
Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class ReasonIn(Schema):
    """Why."""

    reason: Text = Field(min_length=3, max_length=300)


def unit_path(words: str, today: date) -> str:
    """The path of the unit that a path, a code or a name means; empty for nothing.

    Raises Refused where no unit of today is meant, or several may be: what is kept under a path
    that no unit has is seen by none.
    """
    field = UnitField(required=False)
    field.day = today
    return _read(field, words)


def phone_digits(words: str) -> str:
    """The number as it is kept and searched; empty for nothing. Raises Refused for no number."""
    return _read(PhoneField(required=False), words)


def _read(field: forms.CharField, words: str) -> str:
    try:
        value: Any = field.clean(words)
    except forms.ValidationError as wrong:
        raise Refused(*wrong.messages) from wrong
    return str(value)
