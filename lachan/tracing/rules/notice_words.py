"""The words of notices in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

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
