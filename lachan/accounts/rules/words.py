"""The words of accounts on the screens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.accounts.terms import GrantState

STATES: dict[GrantState, Any] = {
    GrantState.HOLDS: _("in force"),
    GrantState.AHEAD: _("not yet"),
    GrantState.ENDED: _("over"),
    GrantState.WITHDRAWN: _("withdrawn"),
}
