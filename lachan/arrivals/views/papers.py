"""Papers: personal codes, posters of places, the guidance board, the blank form, the watch list."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lachan.arrivals.forms.declaring import SYMPTOMS
from lachan.arrivals.queries.declarations import declaration_by_token, people_of
from lachan.arrivals.queries.places import get_place
from lachan.arrivals.rules.codes import spoken
from lachan.arrivals.views.drawing import qr_file
from lachan.arrivals.views.paper_watch import watch_paper
from lachan.arrivals.views.register import may_look
from lachan.arrivals.views.typesetting import as_file, pdf_of
from lachan.arrivals.views.watching import chosen_commune
from lachan.arrivals.views.wording import day_words, measure_words
from lachan.core.dates import VIETNAM
from lachan.core.http import Request
from lachan.core.refused import NotThere
from lachan.people.actions.reading import log_many
from lachan.people.rules.masking import initials

SIZES = ("a4", "a3")


def _size(request: Request) -> str:
    asked = request.GET.get("size", "")
    return asked if asked in SIZES else SIZES[0]


def _declare_address() -> str:
    return settings.ADDRESS.rstrip("/") + reverse("arrivals:declare")


@login_not_required
@require_GET
def codes(request: Request, token: uuid.UUID) -> HttpResponse:
    """The personal codes of a declaration on A4, each 58 mm wide."""
    declaration = declaration_by_token(token)
    cards = []
    for row in people_of(declaration):
        standing = next((p for p in row.passes.all() if p.revoked_at is None), None)
        ends = standing.expires_at.astimezone(VIETNAM).date() if standing else None
        cards.append(
            {
                "name": initials(str(row.content.get("full_name", ""))),
                "qr": qr_file(standing.text) if standing else "",
                "rule": measure_words(row.arrival) if row.arrival else "",
                "note": _("Valid until %(day)s") % {"day": day_words(ends)} if ends else "",
            }
        )
    paper = {
        "kind": "codes",
        "title": _("Personal codes"),
        "alt": _("Personal code"),
        "heading": _("Personal codes of a health declaration"),
        "lead": _("Show the code at the post. Support: %(phone)s")
        % {"phone": settings.SUPPORT_PHONE},
        "code_label": _("Code"),
        "code": spoken(declaration.code),
        "cards": cards,
    }
    return pdf_of(paper, "ma-ca-nhan")


@require_GET
def poster(request: Request, pk: int) -> HttpResponse:
    """The poster of a place: its code at least 15 cm wide."""
    place = get_place(request.actor, pk)
    paper = {
        "kind": "poster",
        "size": _size(request),
        "title": place.name,
        "alt": _("Code of the place"),
        "heading": _("Scan when you enter"),
        "name": place.name,
        "address": place.address,
        "qr": qr_file(
            settings.ADDRESS.rstrip("/") + reverse("arrivals:declare_at", args=[place.code])
        ),
        "code_label": _("Code of the place"),
        "code": spoken(place.code),
        "lead": _("Open the camera of your phone, point it here, declare in under a minute."),
        "note": _("Without a phone: ask for a paper slip, or ring %(phone)s.")
        % {"phone": place.phone or settings.SUPPORT_PHONE},
    }
    return pdf_of(paper, f"ma-dia-diem-{place.code}")


@require_GET
def guidance_board(request: Request) -> HttpResponse:
    """The board at the roadside: how to declare, in large letters."""
    steps = (
        (_("Scan this code"), _("With the camera of any phone. No account, no fee.")),
        (
            _("Name, year of birth, where from, where to"),
            _("One form for the whole household. One person may declare for others."),
        ),
        (_("Keep the code"), _("Photograph the screen. At the post show the code or say it.")),
        (
            _("No phone?"),
            _("Take a paper slip, or show your identity card. Nobody is held for want of a phone."),
        ),
    )
    paper = {
        "kind": "board",
        "size": _size(request),
        "title": _("Health declaration"),
        "alt": _("Address of the declaration"),
        "heading": _("Health declaration"),
        "lead": _("For everybody who comes into the province"),
        "qr": qr_file(_declare_address()),
        "scan": _("Scan here"),
        "steps": [{"title": title, "text": text} for title, text in steps],
        "note": _("Declare by telephone: %(phone)s") % {"phone": settings.SUPPORT_PHONE},
    }
    return pdf_of(paper, "bang-huong-dan")


@require_GET
def blank_form(request: Request) -> HttpResponse:
    """The form on paper, for a household of eight, to be keyed in later."""

    def line(label: str, *choices: str) -> dict[str, Any]:
        return {"label": label, "choices": choices}

    paper = {
        "kind": "form",
        "title": _("Health declaration"),
        "alt": "",
        "heading": _("Health declaration"),
        "lead": _("For the prevention of the epidemic only. Telephone: %(phone)s")
        % {"phone": settings.SUPPORT_PHONE},
        "slip": _("Slip No."),
        "lines": [
            line(_("Telephone")),
            line(_("Where do you come from (district, province)?")),
            line(_("There since, and left on")),
            line(_("Arrives at (hour, day)")),
            line(_("By: number plate, coach, flight, boat")),
            line(_("To: house, hamlet, commune")),
            line(_("Was near a case"), _("no"), _("yes, on")),
            line(_("Health"), _("well"), *(str(name) for _code, name in SYMPTOMS)),
        ],
        "table_title": _("Who comes together"),
        "headings": [
            _("No."),
            _("Full name"),
            _("Year of birth"),
            _("Sex"),
            _("Identity card, passport or insurance card"),
            _("Doses"),
            _("Day of the last dose"),
            _("Test: kind, result, hour"),
        ],
        "rows": 8,
        "note": _("I declare truthfully and answer for it before the law."),
        "receiver": _("Who took the slip"),
        "signer": _("Who declares"),
    }
    return pdf_of(paper, "to-khai")


@require_GET
def watch(request: Request) -> HttpResponse:
    """Household watch on paper, by hamlet, for the community teams."""
    may_look(request)
    commune, _communes = chosen_commune(request)
    if not commune:
        raise NotThere
    content, number = watch_paper(request.actor, commune, request.now)
    log_many(request.actor, number, "arrivals:watch", request.now)
    return as_file(content, "theo-doi-ho")
