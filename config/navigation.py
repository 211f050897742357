"""What every page of the shell shows: where one can go, who one is, how to get help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lachan.accounts.models import User
from lachan.accounts.queries import workplaces_of
from lachan.core.dates import day_of


@dataclass(frozen=True)
class Door:
    """One entry of the navigation; shown to those who hold the permission somewhere."""

    label: Any
    url_name: str
    icon: str
    shortcut: str
    permission: str


DOORS: tuple[Door, ...] = (
    Door(_("Tasks"), "tasks:board", "tasks", "g t", "tasks.read"),
    Door(_("Documents"), "directives:register", "document", "g d", "directives.read"),
    Door(_("Daily report"), "command:daily", "report", "g r", "command.read"),
    Door(_("Cases"), "cases:line_list", "shield", "g f", "cases.read"),
    Door(_("Arrivals"), "arrivals:arrivals", "arrive", "g a", "arrivals.read"),
    Door(_("Posts"), "checkpoints:posts", "post", "g c", "checkpoints.read"),
    Door(_("Contacts"), "contacts:contacts", "people", "g k", "contacts.read"),
    Door(_("Investigations"), "tracing:investigations", "comment", "g e", "tracing.read"),
    Door(_("Follow-up"), "contacts:follow_up", "phone", "g w", "contacts.read"),
    Door(_("Persons"), "people:persons", "person", "g o", "people.read"),
    Door(_("Lists"), "lists:lists", "list", "g l", "lists.read"),
    Door(_("Vehicles"), "transport:vehicles", "vehicle", "g v", "transport.read"),
    Door(_("Rules"), "policies:rules", "rule", "g q", "policies.read"),
    Door(_("Places"), "places:units", "map", "g p", "places.read"),
    Door(_("People and roles"), "accounts:grants", "people", "g u", "accounts.read"),
    Door(_("Record"), "audit:entries", "history", "g h", "audit.read"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html; nothing but help and language for visitors."""
    context: dict[str, Any] = {
        "support_phone": settings.SUPPORT_PHONE,
        "language": get_language() or settings.LANGUAGE_CODE,
        "now": getattr(request, "now", None),
        "clock_is_played": bool(settings.CLOCK_STARTS_AT),
    }
    user = getattr(request, "user", None)
    actor = getattr(request, "actor", None)
    if not isinstance(user, User) or actor is None:
        return context
    workplaces = workplaces_of(user, day_of(request.now))  # type: ignore[attr-defined]
    context |= {
        "actor": actor,
        "workplaces": workplaces,
        "workplace": next(
            (
                w
                for w in workplaces
                if (w.path, w.on_behalf_of) == (actor.workplace, actor.on_behalf_of)
            ),
            None,
        ),
        "navigation": _navigation(request, actor),
        "unread_count": _unread(actor),
    }
    return context


def _navigation(request: HttpRequest, actor: Any) -> list[dict[str, Any]]:
    entries = []
    for door in DOORS:
        if not actor.may_somewhere(door.permission):
            continue
        try:
            url = reverse(door.url_name)
        except NoReverseMatch:
            continue
        entries.append(
            {
                "label": door.label,
                "url": url,
                "icon": door.icon,
                "shortcut": door.shortcut,
            }
        )
    # A door may lie behind another's address (follow-up behind contacts): the nearest one is open.
    under = [entry["url"] for entry in entries if request.path.startswith(entry["url"])]
    nearest = max(under, key=len, default="")
    return [{**entry, "active": entry["url"] == nearest} for entry in entries]


def _unread(actor: Any) -> int:
    from lachan.notifications.queries import unread_count

    return unread_count(actor)
