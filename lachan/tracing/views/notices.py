"""Notices inside the house: the list, one, its life; who was there; lists of communes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.cases.queries.cases import case_named, get_case
from lachan.core.dates import VIETNAM, day_of
from lachan.core.http import Request
from lachan.core.listing import XLSX, Column, Listing, respond
from lachan.core.refused import Refused
from lachan.core.spreadsheet import workbook
from lachan.people.actions.reading import log_many, log_reading
from lachan.people.rules.births import birth_words
from lachan.people.terms import Permission as PeoplePermission
from lachan.places.queries.units import unit_names
from lachan.tracing.actions import notice_lists
from lachan.tracing.actions import notices as acting
from lachan.tracing.forms.investigations import ReasonForm
from lachan.tracing.forms.notices import (
    ApprovalForm,
    DraftForm,
    NoticeFilter,
    PlaceForm,
    WordsForm,
)
from lachan.tracing.queries import notices as queries
from lachan.tracing.queries.exposed import exposed
from lachan.tracing.rules.notice_words import ASKED, LEFT_OUT, STATES
from lachan.tracing.terms import NoticeState, Permission
from lachan.tracing.views.shared import name_units, require_read

PER_PAGE = 50
COLUMNS = (
    Column(
        "title",
        gettext_lazy("Notice"),
        lambda row: row.title,
        order_by="title",
        link=lambda row: reverse("tracing:notice", args=[row.key]),
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column(
        "places",
        gettext_lazy("Hours told"),
        lambda row: row.number,
        order_by="number",
        numeric=True,
    ),
    Column("drafted", gettext_lazy("Drafted"), lambda row: row.drafted_at, order_by="drafted_at"),
    Column(
        "published",
        gettext_lazy("Published"),
        lambda row: row.published_at,
        order_by="published_at",
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: str(STATES[row.state]),
        order_by="state",
        template="tracing/notice_state_cell.html",
    ),
)


@require_GET
def notices(request: Request) -> HttpResponse:
    """Notices in sight."""
    require_read(request)
    listing = Listing(
        request,
        queries.notices(request.actor),
        columns=COLUMNS,
        filters=NoticeFilter,
        title=_("Public notices"),
        order="-drafted",
    )
    if "export" in request.GET:
        name_units(listing.rows)
    shown = list(listing.page.object_list)
    name_units(shown)
    for row in shown:
        row.state_words = STATES[row.state]
    listing.page.object_list = shown
    context = {"may_draft": request.actor.may_in_territory(Permission.INVESTIGATE)}
    return respond(request, listing, "tracing/notices.html", context)


@require_http_methods(["GET", "POST"])
def draft(request: Request) -> HttpResponse:
    """Draft a notice of one case (`?case=` its key) or of several by number."""
    require_read(request)
    asked = request.GET.get("case", "")
    form = DraftForm(request.POST or None, initial={"cases": _number_of(request, asked)})
    if request.method == "POST" and form.is_valid():
        try:
            found = [_case(request, number) for number in form.numbers()]
            made = acting.draft_notice(
                request.actor, found, phone=form.cleaned_data["phone"], now=request.now
            )
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, _("The notice is drafted; read it before it is approved."))
            return redirect("tracing:notice", made.key)
    status = 422 if form.errors else 200
    return render(request, "tracing/notice_draft.html", {"form": form}, status=status)


def _number_of(request: Request, key: str) -> str:
    try:
        case = get_case(request.actor, UUID(key))
    except ValueError:
        return ""
    # Each unit counts its own cases: the number alone may mean several.
    unit = unit_names([case.number_path]).get(case.number_path, "")
    return f"{case.number}/{case.year} {unit}".strip()


def _case(request: Request, number: str) -> Any:
    found = case_named(request.actor, number)
    if not found:
        raise Refused(_("No case has the number %(number)s.") % {"number": number})
    if len(found) > 1:
        raise Refused(
            _("Several units have a case %(number)s: write the unit's name after it.")
            % {"number": number}
        )
    return found[0]


@require_http_methods(["GET", "POST"])
def notice(request: Request, key: UUID) -> HttpResponse:
    """One notice with its places; its words are changed here."""
    found = queries.get_notice(request.actor, key)
    form = WordsForm(request.POST or None, initial=_words_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            seen_at = form.cleaned_data["seen"]
            acting.edit_notice(request.actor, key, form.words(), seen_at=seen_at, now=request.now)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, _("The words are saved."))
            return redirect("tracing:notice", key)
    return _page(request, found, form, PlaceForm(today=day_of(request.now)))


def _words_of(found: Any) -> dict[str, Any]:
    words = {name: getattr(found, name) for name in ("title", "guidance", "phone")}
    return {**words, "seen": found.changed_at}


def _page(request: Request, found: Any, form: WordsForm, place_form: PlaceForm) -> HttpResponse:
    is_public = found.state == NoticeState.PUBLISHED
    may_announce = request.actor.may(Permission.ANNOUNCE, found.path)
    may_edit = may_announce if is_public else request.actor.may(Permission.INVESTIGATE, found.path)
    lists = queries.lists_of(found)
    name_units([found, *lists])
    address = reverse("tracing:public_notice", args=[found.key])
    context = {
        "notice": found,
        "state_words": STATES[found.state],
        "places": _places(found),
        "left_out": [(name, LEFT_OUT[why]) for name, why in found.left_out],
        "form": form,
        "place_form": place_form,
        "approval_form": ApprovalForm(initial={"seen": found.changed_at}, auto_id=False),
        "may_edit": may_edit and found.state != NoticeState.WITHDRAWN,
        "may_announce": may_announce,
        "lists": lists,
        "address": request.build_absolute_uri(address),
    }
    status = 422 if form.errors or place_form.errors else 200
    return render(request, "tracing/notice.html", context, status=status)


def _places(found: Any) -> list[Any]:
    rows: list[Any] = queries.places_of(found)
    for row in rows:
        row.asked_words = ASKED[row.asked_because] if row.is_asked else ""
    return rows


@require_POST
def add_place(request: Request, key: UUID) -> HttpResponse:
    """Add a place with its hours."""
    found = queries.get_notice(request.actor, key)
    form = PlaceForm(request.POST, today=day_of(request.now))
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            acting.add_place(request.actor, key, form.added(), reason, now=request.now)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, _("The place is in the notice."))
            return redirect("tracing:notice", key)
    return _page(request, found, WordsForm(initial=_words_of(found)), form)


@require_POST
def settle_place(request: Request, key: UUID, place: int) -> HttpResponse:
    """Take a place out, or say that its hours stand."""
    queries.get_notice(request.actor, key)
    act = acting.confirm_place if "stands" in request.POST else acting.strike_place
    act(request.actor, key, place, _reason(request), now=request.now)
    messages.success(request, _("Saved, with the reason."))
    return redirect("tracing:notice", key)


@require_POST
def approve(request: Request, key: UUID) -> HttpResponse:
    """A leader approves what the page showed."""
    queries.get_notice(request.actor, key)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Somebody changed this notice meanwhile: read it anew first."))
    acting.approve_notice(request.actor, key, seen_at=form.cleaned_data["seen"], now=request.now)
    messages.success(request, _("The notice is approved; nobody outside sees it yet."))
    return redirect("tracing:notice", key)


@require_POST
def publish(request: Request, key: UUID) -> HttpResponse:
    """Everybody may read it."""
    acting.publish_notice(request.actor, key, now=request.now)
    messages.success(request, _("The notice is published."))
    return redirect("tracing:notice", key)


@require_POST
def withdraw(request: Request, key: UUID) -> HttpResponse:
    """It holds no longer."""
    acting.withdraw_notice(request.actor, key, _reason(request), now=request.now)
    messages.success(request, _("The notice is withdrawn."))
    return redirect("tracing:notice", key)


def _reason(request: Request) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


@require_GET
def people(request: Request, key: UUID) -> HttpResponse:
    """Who was there, as far as the reader may see; whom it showed is kept."""
    found = queries.get_notice(request.actor, key)
    if request.GET.get("export") == "xlsx":
        return _exported(request, found)
    result = exposed(request.actor, found)
    names = unit_names(commune for commune, _number in result.communes)
    asked = request.GET.get("unit", "")
    sure = [one for one in result.sure if not asked or one.commune == asked]
    page = Paginator(sure, PER_PAGE).get_page(request.GET.get("page"))
    possible = result.possible[:PER_PAGE]
    shown = [*page.object_list, *possible]
    log_reading(
        request.actor, [one.person.pk for one in shown], "tracing:notice_people", request.now
    )
    units: list[Any] = [one.person for one in shown]
    name_units(units)
    for person in units:
        person.birth_words = birth_words(person.birth_on, person.birth_year)
    context = {
        "notice": found,
        "page": page,
        "possible": possible,
        "possible_number": len(result.possible),
        "communes": [(path, names.get(path, path), number) for path, number in result.communes],
        "asked": asked,
        "elsewhere": result.elsewhere,
        "may_send": found.state != NoticeState.WITHDRAWN
        and request.actor.may(Permission.SEND, found.path),
        "may_export": request.actor.may_somewhere(PeoplePermission.EXPORT),
    }
    return render(request, "tracing/notice_people.html", context)


def _exported(request: Request, found: Any) -> HttpResponse:
    """The list as .xlsx; that so many were exported is kept."""
    if not request.actor.may_somewhere(PeoplePermission.EXPORT):
        raise Refused(_("you may not export persons"))
    result = exposed(request.actor, found)
    rows = [
        one
        for one in (*result.sure, *result.possible)
        if request.actor.may(PeoplePermission.EXPORT, one.person.path)
    ]
    log_many(request.actor, len(rows), "tracing:notice_people", request.now, purpose=found.title)
    names = unit_names(one.commune for one in rows)
    moment = request.now.astimezone(VIETNAM)
    content = workbook(
        (
            [
                names.get(one.commune, one.commune),
                one.person.full_name,
                birth_words(one.person.birth_on, one.person.birth_year),
                one.place,
                one.since,
                one.until,
                one.how,
                _("surely there") if one.is_sure else _("possibly there"),
            ]
            for one in rows
        ),
        headings=[
            _("Unit"),
            _("Full name"),
            _("Birth"),
            _("A place"),
            _("From"),
            _("Until"),
            _("Known from"),
            _("How sure"),
        ],
        title=_("People at the places"),
        note=f"{found.title} · {moment:%H:%M %d/%m/%Y} · {request.actor.name}",
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{moment:%Y%m%d-%H%M}.xlsx"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def hand(request: Request, key: UUID) -> HttpResponse:
    """Hand each commune its people."""
    made = notice_lists.hand_lists(request.actor, key, now=request.now)
    if made:
        words = ngettext("Sent to %d commune.", "Sent to %d communes.", len(made)) % len(made)
        messages.success(request, words)
    else:
        messages.info(request, _("Everything was sent already."))
    return redirect("tracing:notice_people", key)


@require_http_methods(["GET", "POST"])
def handed_list(request: Request, key: UUID) -> HttpResponse:
    """The people whom a commune was handed; by POST it says that it has them."""
    found = queries.get_list(request.actor, key)
    if request.method == "POST":
        notice_lists.receive_list(request.actor, key, now=request.now)
        messages.success(request, _("The sender sees that you received it."))
        return redirect("tracing:notice_list", key)
    persons: list[Any] = queries.persons_of(found)
    log_reading(request.actor, [one.pk for one in persons], "tracing:notice_list", request.now)
    name_units([found, *persons])
    for person in persons:
        person.birth_words = birth_words(person.birth_on, person.birth_year)
    context = {
        "list": found,
        "persons": persons,
        "places": [row for row in queries.places_of(found.notice) if row.struck_at is None],
        "may_receive": found.received_at is None
        and request.actor.may(Permission.RECEIVE, found.path),
        "may_open": request.actor.may(PeoplePermission.READ, found.path),
    }
    return render(request, "tracing/notice_list.html", context)
