"""`/api/v1/`: everything that a page can do, for programs and devices; one router a domain.

A domain's `api.py` offers `router`. Without `auth=` of its own a route asks for a signed-in
person; devices and the public say so at the route. Refusals are 409 with their reasons, what is
out of sight is 404, like everywhere (config/middleware.py).
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.security import django_auth

from lachan.core.refused import NotThere, Refused

DOMAINS = (
    *("places", "directives", "tasks", "policies", "people", "lists"),
    *("transport", "cases", "arrivals", "checkpoints", "tracing"),
    *("contacts", "command"),
)

api = NinjaAPI(title="Lá Chắn", version="1", urls_namespace="api", auth=django_auth)


@api.exception_handler(NotThere)
def _not_there(request: HttpRequest, error: NotThere) -> HttpResponse:
    return api.create_response(request, {"detail": "not found"}, status=404)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    reasons = [str(reason) for reason in error.reasons]
    return api.create_response(request, {"reasons": reasons}, status=409)


# Names of routes that answer for themselves who may come in (devices): no session is asked for.
without_session: set[str] = set()

for domain in DOMAINS:
    if find_spec(f"lachan.{domain}.api"):
        module = import_module(f"lachan.{domain}.api")
        api.add_router("", module.router, tags=[domain])
        without_session |= set(getattr(module, "WITHOUT_SESSION", ()))

patterns, app_name, namespace = api.urls
for pattern in patterns:
    if isinstance(pattern, URLPattern) and pattern.name in without_session:
        login_not_required(pattern.callback)
urls = (patterns, app_name, namespace)
