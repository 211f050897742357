"""Puts the actor on each request: built once, from the grants that hold now.

And asks first what must come first: a password of one's own, and where one works now.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.module_loading import import_string

from lachan.accounts.models import User
from lachan.accounts.queries import actor_for, workplaces_of
from lachan.core.actor import NOBODY
from lachan.core.dates import day_of

WORKPLACE_KEY = "workplace"
ALWAYS_OPEN = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "account_inactive",
    "set_language",
}


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


class FirstThingsFirst:
    """A password from a slip of paper is changed, and a workplace chosen, before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User):
            return None
        name = resolve(request.path_info).view_name
        if name in ALWAYS_OPEN:
            return None
        if user.must_change_password:
            return HttpResponseRedirect(reverse("account_change_password"))
        if name != "accounts:choose_workplace" and self._must_choose(request, user):
            back = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('accounts:choose_workplace')}?{back}")
        return None

    def _must_choose(self, request: HttpRequest, user: User) -> bool:
        """Whether the person opens a page, works in several places and has not said in which."""
        if request.method != "GET" or request.headers.get("HX-Request"):
            return False
        if WORKPLACE_KEY in request.session:
            return False
        places = workplaces_of(user, day_of(request.now))  # type: ignore[attr-defined]
        if len(places) == 1:
            # So that it is not asked again on each page.
            request.session[WORKPLACE_KEY] = places[0].key
        return len(places) > 1
