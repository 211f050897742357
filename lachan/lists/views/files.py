"""Files of a list: the original, the rows that could not be used, the corrected rows."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lachan.core.dates import VIETNAM
from lachan.core.http import Request
from lachan.core.listing import XLSX
from lachan.core.refused import Refused
from lachan.lists.actions.correcting import correct_rows, fetch_errors
from lachan.lists.actions.files import kept
from lachan.lists.queries.lists import get_list
from lachan.people.actions.reading import log_many


@require_GET
def original(request: Request, pk: int) -> HttpResponse:
    """The file as it came, for downloading only; that it was taken is kept."""
    received = get_list(request.actor, pk)
    path = kept(received)
    log_many(request.actor, received.received, "lists:file", request.now)
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(received.file_name)}"
    response["Cache-Control"] = "no-store, private"
    return response  # type: ignore[return-value]


@require_GET
def errors(request: Request, pk: int) -> HttpResponse:
    """The held and refused rows with their reasons, in the sender's layout."""
    content, count = fetch_errors(request.actor, pk)
    log_many(request.actor, count, "lists:errors", request.now)
    moment = request.now.astimezone(VIETNAM)
    response = HttpResponse(content, content_type=XLSX)
    name = f"dong-loi-{pk}-{moment:%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Take the corrected file in."""
    received = get_list(request.actor, pk)
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("choose the corrected file"))
    count = correct_rows(request.actor, received.pk, file.read(), file.name or "", now=request.now)
    messages.success(request, _("%(count)d corrected rows were taken.") % {"count": count})
    return redirect("lists:list", pk=pk)
