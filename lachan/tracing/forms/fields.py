"""Fields of an investigation: a unit by its code, a telephone number, a birth."""

from __future__ import annotations

from lachan.core import fields
from lachan.people.rules.births import birth_of
from lachan.people.rules.identifiers import phone_key
from lachan.places.queries import unit_meant, unit_words


class UnitField(fields.UnitField):
    """A unit by its name, code or path. Clean: its path."""

    find = staticmethod(unit_meant)
    words_of = staticmethod(unit_words)


class PhoneField(fields.PhoneField):
    """A telephone number, kept as its digits."""

    digits_of = staticmethod(phone_key)


class BirthField(fields.BirthField):
    """A birth: the year, or the whole day."""

    read = staticmethod(birth_of)
