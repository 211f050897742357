"""Fields of contacts: a level, which may be undetermined."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.contacts.rules.words import HIGHEST, UNDETERMINED

LEVELS = (
    *((str(level), f"F{level}") for level in range(1, HIGHEST + 1)),
    (str(UNDETERMINED), _("undetermined")),
)
