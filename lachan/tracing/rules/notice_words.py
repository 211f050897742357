"""The words of notices in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.tracing.rules.homes import AskedBecause
from lachan.tracing.rules.notices import LeftOutBecause
from lachan.tracing.terms import NoticeState

STATES: dict[str, Any] = {
    NoticeState.DRAFT: _("draft"),
    NoticeState.APPROVED: _("approved"),
    NoticeState.PUBLISHED: _("published"),
    NoticeState.WITHDRAWN: _("withdrawn"),
}
LEFT_OUT: dict[str, Any] = {
    LeftOutBecause.HOME: _("somebody's home"),
    LeftOutBecause.QUARANTINE: _("a quarantine site"),
    LeftOutBecause.NAMES: _("its name tells of a person"),
    LeftOutBecause.PRIVATE_VEHICLE: _("a vehicle without a carrier"),
}
ASKED: dict[str, Any] = {
    AskedBecause.LIKE_HOME: _("its address is like that of a case's home"),
    AskedBecause.LIVED_AT: _("a household is recorded at its address"),
    AskedBecause.ONLY_HOUSEHOLD: _("nobody but one household was ever found there"),
}
