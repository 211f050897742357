"""Tables of tracing, cut by noun."""

from lachan.tracing.models.forms import FormLink
from lachan.tracing.models.hand_offs import HandedLine, HandOff
from lachan.tracing.models.investigations import Interview, Investigation, Line, Photo
from lachan.tracing.models.limits import TracingLimit
from lachan.tracing.models.notices import Notice, NoticeList, NoticePlace, NoticeVersion
from lachan.tracing.models.stays import NamedContact, Stay
from lachan.tracing.models.venues import Venue

__all__ = [
    "FormLink",
    "HandOff",
    "HandedLine",
    "Interview",
    "Investigation",
    "Line",
    "NamedContact",
    "Notice",
    "NoticeList",
    "NoticePlace",
    "NoticeVersion",
    "Photo",
    "Stay",
    "TracingLimit",
    "Venue",
]
