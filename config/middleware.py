"""Refusals become pages in words, wherever they were raised; each answer says how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lachan.core.refused import NotThere, Refused


class AnswerRefusals:
    """Show `Refused` as its reasons (409) and `NotThere` as a missing page (404)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotThere):
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": "not found"}, status=404)
            return render(request, "404.html", status=404)
        if isinstance(error, Refused):
            reasons = [str(reason) for reason in error.reasons]
            if request.path.startswith("/api/"):
                return JsonResponse({"reasons": reasons}, status=409)
            return render(request, "refused.html", {"reasons": reasons}, status=409)
        return None


class SayDuration:
    """`Server-Timing: app;dur=…` on every answer, in milliseconds, for browsers and benchmarks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        response["Server-Timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
        return response
