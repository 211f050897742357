"""Puts the actor on each request: built once, from the grants that hold now."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from lachan.accounts.models import User
from lachan.accounts.queries import actor_for
from lachan.core.actor import NOBODY
from lachan.core.dates import day_of

WORKPLACE_KEY = "workplace"


class ActorMiddleware:
    """`request.actor` is who is looking; `request.now` is the instant of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = import_string(settings.CLOCK)()  # type: ignore[attr-defined]
        user = request.user
        request.actor = (  # type: ignore[attr-defined]
            actor_for(user, day_of(request.now), request.session.get(WORKPLACE_KEY))  # type: ignore[attr-defined]
            if isinstance(user, User)
            else NOBODY
        )
        return self.get_response(request)
