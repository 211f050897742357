"""Fields of contacts: a level, which may be undetermined; the key of what is sent once."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.contacts.rules.words import HIGHEST, UNDETERMINED

LEVELS = (
    *((str(level), f"F{level}") for level in range(1, HIGHEST + 1)),
    (str(UNDETERMINED), _("undetermined")),
)


class KeyedForm(forms.Form):
    """A form that is taken once: its key makes a button pressed twice count once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def renew_key(self) -> None:
        """Let what was typed be another one when it is sent again."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("key")] = str(uuid.uuid4())
        self.data = data
