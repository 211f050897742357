"""The post's offline app: a page and its worker, out of the built files; nobody signs in here.

The key is the device's token (docs/protocols/posts.md). All other files of the app lie under
/static/checkpoint/.
"""

from __future__ import annotations

from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

BUILT = Path(settings.BASE_DIR) / "frontend" / "dist" / "checkpoint"
POLICY = {
    "default-src": ["'self'"],
    # The reader of codes is WebAssembly; nothing else may be made from text.
    "script-src": ["'self'", "'wasm-unsafe-eval'"],
    "worker-src": ["'self'"],
    "connect-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "blob:", "data:"],
    "media-src": ["'self'", "blob:"],
}


def _built(name: str, kind: str) -> HttpResponse:
    try:
        content = (BUILT / name).read_bytes()
    except FileNotFoundError:
        raise Http404(name) from None
    response = HttpResponse(content, content_type=kind)
    # Asked for anew at each start with a network: a version must not outlive its files.
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
@csp_replace(POLICY)
def page(request: HttpRequest) -> HttpResponse:
    """The one page of the app."""
    response = _built("index.html", "text/html; charset=utf-8")
    response["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


@login_not_required
@require_safe
@csp_replace(POLICY)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, allowed for the app's own addresses."""
    response = _built("worker.js", "text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/checkpoint/"
    return response
