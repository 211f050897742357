"""What everybody may read without signing in: the notices, one, and the same as JSON Feed.

No cookie is set, and all read the same Vietnamese: any cache may keep a page for a minute.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lachan.core.http import Request
from lachan.tracing.queries.notices import public_notice, public_notices

FEED = "https://jsonfeed.org/version/1.1"
briefly = cache_control(public=True, max_age=60)


@login_not_required
@require_GET
@briefly
def index(request: Request) -> HttpResponse:
    """All notices, the latest first."""
    context = {"notices": public_notices(request.now)}
    with override("vi"):
        return render(request, "tracing/notice_public_index.html", context)


@login_not_required
@require_GET
@briefly
def one(request: Request, key: UUID) -> HttpResponse:
    """One notice, at an address that stays."""
    context = {"notice": public_notice(key)}
    with override("vi"):
        return render(request, "tracing/notice_public.html", context)


@login_not_required
@require_GET
@briefly
def feed(request: Request) -> JsonResponse:
    """The notices as JSON Feed 1.1; `_la_chan` holds places and hours for programs."""
    address = request.build_absolute_uri
    body = {
        "version": FEED,
        "title": "Thông báo khẩn",
        "language": "vi",
        "home_page_url": address(reverse("tracing:public_notices")),
        "feed_url": address(reverse("tracing:public_feed")),
        "items": [_item(row, address) for row in public_notices(request.now)],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _item(row: dict[str, Any], address: Any) -> dict[str, Any]:
    url = address(reverse("tracing:public_notice", args=[row["key"]]))
    lines = [
        f"{place['name']}, {place['unit']}: {span['words']}"
        for place in row["places"]
        for span in place["hours"]
        if not span["is_struck"]
    ]
    return {
        "id": url,
        "url": url,
        "title": row["title"],
        "content_text": "\n".join([*lines, row["guidance"], row["phone"]]),
        "date_published": row["published_at"].isoformat(),
        "date_modified": row["updated_at"].isoformat(),
        "_la_chan": {
            "places": row["places"],
            "phone": row["phone"],
            "version": row["version"],
            "withdrawn_at": row["withdrawn_at"],
            "withdrawn_because": row["withdrawn_because"],
        },
    }
