"""Pictures of hand-written lists: take one, key it line by line beside the picture."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_reading
from lachan.tracing.actions import photos as pictures
from lachan.tracing.forms.investigations import PhotoForm
from lachan.tracing.queries.investigations import (
    get_investigation,
    get_photo,
    lines_of,
    may_investigate,
    persons_pictured,
    persons_shown,
)
from lachan.tracing.terms import LineKind, Source
from lachan.tracing.views.lines import line_form, saved_line
from lachan.tracing.views.shared import dress_lines

# What the next row of a list most likely has in common with the one before.
KEPT = ("day", "since", "until", "part", "setting")


@require_POST
def take(request: Request, key: UUID) -> HttpResponse:
    """Keep a picture and begin to key it."""
    get_investigation(request.actor, key)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(_("Choose a picture: JPEG, PNG or WebP."))
    content = form.cleaned_data["photo"].read(pictures.LARGEST + 1)
    photo = pictures.keep_photo(request.actor, key, content, now=request.now)
    return redirect("tracing:photo", photo.key)


@never_cache
@require_http_methods(["GET", "POST"])
def keying(request: Request, key: UUID) -> HttpResponse:
    """One line after the other beside the picture; Enter saves and begins the next."""
    photo = get_photo(request.actor, key)
    found = get_investigation(request.actor, photo.investigation.key)
    may_key = may_investigate(request.actor, found) and found.closed_at is None
    given = request.POST if request.method == "POST" else request.GET
    initial = {name: given[name] for name in KEPT if given.get(name)}
    initial.setdefault("day", day_of(request.now).isoformat())
    form = line_form(request, found, LineKind.MET, initial={**initial, "key": uuid.uuid4()})
    if request.method == "POST":
        if not may_key:
            raise Refused(_("you may not investigate at this unit"))
        if form.is_valid():
            words = form.line(Source.PHOTO, photo.key)
            if saved_line(request, found, form, words) is not None:
                return redirect(f"{request.path}?{urlencode(initial)}")
    lines = [line for line in lines_of(found) if line.photo_id == photo.pk]
    dress_lines(request, lines)
    log_reading(
        request.actor, [found.person.pk, *persons_shown(lines)], "tracing:photo", request.now
    )
    context = {
        "investigation": found,
        "photo": photo,
        "form": form,
        "latest": sorted(lines, key=lambda line: -line.pk),
        "may_key": may_key and photo.keyed_at is None,
    }
    return render(request, "tracing/photo.html", context, status=422 if form.errors else 200)


@require_GET
def picture(request: Request, key: UUID) -> HttpResponse:
    """The picture as it was taken; it shows the case, and everybody who was keyed from it."""
    photo = get_photo(request.actor, key)
    response = HttpResponse(pictures.picture_of(photo), content_type=photo.kind)
    log_reading(request.actor, persons_pictured(photo), "tracing:picture", request.now)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def done(request: Request, key: UUID) -> HttpResponse:
    """Everything on the picture is keyed."""
    photo = pictures.finish_photo(request.actor, key, now=request.now)
    messages.success(request, _("The picture is keyed."))
    return redirect("tracing:timeline", photo.investigation.key)
