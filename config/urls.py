"""All addresses: each domain's doors under its own name."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from config.api import urls as api_urls
from lachan.checkpoints.views import app as post_app

DOMAINS = (
    *("audit", "places", "accounts", "notifications", "directives", "tasks"),
    *("policies", "people", "lists", "transport", "cases", "arrivals", "checkpoints"),
    *("tracing", "contacts", "command"),
)

# Said on the telephone and printed on boards; a place's code goes along.
to_declaration = RedirectView.as_view(pattern_name="arrivals:declare", query_string=True)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="tasks:board"), name="home"),
    path("sign-in/", include("config.sign_in")),
    path("api/v1/", api_urls),
    path("khai-bao/", login_not_required(to_declaration), name="khai_bao"),
    path("checkpoint/", post_app.page, name="checkpoint_app"),
    path("checkpoint/worker.js", post_app.worker, name="checkpoint_worker"),
    path("language/", login_not_required(set_language), name="set_language"),
]
for domain in DOMAINS:
    if find_spec(f"lachan.{domain}.urls"):
        urlpatterns.append(path(f"{domain}/", include(f"lachan.{domain}.urls")))
