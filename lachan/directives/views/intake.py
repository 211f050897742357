"""Documents coming in: several files at once, pasted text, scans with typed text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.core.text import normal
from lachan.directives import actions
from lachan.directives.forms import PasteForm, TypedForm, UploadForm
from lachan.directives.terms import Permission

SALT = "directives.intake"
DAY = 24 * 3600


@dataclass
class Outcome:
    """What became of one file."""

    name: str
    document: Any = None
    reasons: list[str] = field(default_factory=list)
    earlier: list[Any] = field(default_factory=list)
    ticket: str = ""
    is_typable: bool = False

    @property
    def is_refused(self) -> bool:
        return self.document is None and not self.ticket


@require_http_methods(["GET", "POST"])
def intake(request: Request) -> HttpResponse:
    """Choose files or paste text; each file's result is shown at its row."""
    if not request.actor.may(Permission.REGISTER, request.actor.workplace):
        raise Refused(_("You may not register documents at this workplace."))
    if request.method == "GET":
        return _page(request)
    if "text" in request.POST:
        paste = PasteForm(request.POST)
        if not paste.is_valid():
            return _page(request, paste=paste, status=400)
        name = normal(request.POST.get("name", ""))[:200] or _("Pasted text")
        outcomes = [_take(request, paste.cleaned_data["text"].encode(), name)]
        return _answer(request, outcomes, paste=paste)
    upload = UploadForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _page(request, upload=upload, status=400)
    outcomes = [_take_file(request, file) for file in upload.cleaned_data["files"]]
    return _answer(request, outcomes, upload=upload)


@require_POST
def confirm(request: Request) -> HttpResponse:
    """Register a document although it looks like an earlier one."""
    ticket = _opened(request, request.POST.get("ticket", ""))
    data = actions.kept_original(ticket["sha256"])
    incoming = actions.read_original(data, ticket["name"], typed_text=ticket["text"])
    document = actions.register_document(request.actor, incoming, confirmed=True, now=request.now)
    messages.success(request, _registered(document))
    return HttpResponseRedirect(reverse("directives:review", args=[document.pk]))


@require_http_methods(["GET", "POST"])
def typed(request: Request) -> HttpResponse:
    """Type the text of a scan; the scan is kept as the original."""
    if request.method == "GET":
        form = TypedForm(initial={"ticket": request.GET.get("ticket", "")})
        ticket = _opened(request, request.GET.get("ticket", ""))
        return render(request, "directives/typed.html", {"form": form, "name": ticket["name"]})
    form = TypedForm(request.POST)
    ticket = _opened(request, request.POST.get("ticket", ""))
    reasons: list[str] = []
    if form.is_valid():
        data = actions.kept_original(ticket["sha256"])
        outcome = _take(request, data, ticket["name"], typed_text=form.cleaned_data["text"])
        if not outcome.is_refused:
            return _answer(request, [outcome])
        reasons = outcome.reasons
    return render(
        request,
        "directives/typed.html",
        {"form": form, "name": ticket["name"], "reasons": reasons},
        status=400,
    )


def _take_file(request: Request, file: UploadedFile[Any]) -> Outcome:
    name = normal(file.name or "")[-200:] or _("Unnamed file")
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // 1_000_000
        return Outcome(
            name,
            reasons=[_("The file is larger than %(limit)d MB.") % {"limit": limit}],
        )
    return _take(request, file.read(), name)


def _take(request: Request, data: bytes, name: str, *, typed_text: str = "") -> Outcome:
    try:
        incoming = actions.read_original(data, name, typed_text=typed_text)
        document = actions.register_document(request.actor, incoming, now=request.now)
    except actions.NeedsTyping as refused:
        return Outcome(
            name,
            reasons=list(refused.reasons),
            ticket=_ticket(request, data, name),
            is_typable=True,
        )
    except actions.LooksLikeDuplicate as refused:
        return Outcome(
            name,
            reasons=list(refused.reasons),
            earlier=refused.earlier,
            ticket=_ticket(request, data, name, typed_text),
        )
    except Refused as refused:
        return Outcome(name, reasons=list(refused.reasons))
    return Outcome(name, document=document)


def _ticket(request: Request, data: bytes, name: str, typed_text: str = "") -> str:
    """A signed note of a file that waits for a person's word; the file itself is kept."""
    sha256 = actions.keep_waiting(data)
    return signing.dumps(
        {"sha256": sha256, "name": name, "text": typed_text, "actor": request.actor.id},
        salt=SALT,
        compress=True,
    )


def _opened(request: Request, ticket: str) -> dict[str, Any]:
    try:
        opened: dict[str, Any] = signing.loads(ticket, salt=SALT, max_age=DAY)
    except signing.BadSignature as error:
        raise Refused(_("This upload is no longer waiting; send the file again.")) from error
    if opened["actor"] != request.actor.id:
        raise Refused(_("This upload is no longer waiting; send the file again."))
    return opened


def _registered(document: Any) -> str:
    return _("Registered under arrival number %(number)d/%(year)d.") % {
        "number": document.arrival_number,
        "year": document.register_year,
    }


def _answer(request: Request, outcomes: list[Outcome], **form: Any) -> HttpResponse:
    """One good document opens its review; anything else is shown row by row."""
    if len(outcomes) == 1 and outcomes[0].document is not None:
        messages.success(request, _registered(outcomes[0].document))
        return HttpResponseRedirect(reverse("directives:review", args=[outcomes[0].document.pk]))
    if any(outcome.document is not None for outcome in outcomes):
        status = 200
    else:
        status = 400 if all(outcome.is_refused for outcome in outcomes) else 409
    return _page(request, outcomes=outcomes, status=status, **form)


def _page(
    request: Request,
    *,
    upload: UploadForm | None = None,
    paste: PasteForm | None = None,
    outcomes: list[Outcome] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "directives/intake.html",
        {
            "upload_form": upload or UploadForm(),
            "paste_form": paste or PasteForm(),
            "outcomes": outcomes or [],
            "limit_mb": settings.MAX_UPLOAD_BYTES // 1_000_000,
        },
        status=status,
    )
