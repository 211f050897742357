"""The request as our doors see it: with its actor and its instant."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lachan.core.actor import Actor


class Request(HttpRequest):
    """What a view receives once the middlewares have run; for type checking only."""

    actor: Actor
    now: datetime
    htmx: HtmxDetails
