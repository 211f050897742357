"""Settings of the report: figures, who owes it, how it is headed; all dated."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.command.actions import forming
from lachan.command.forms import (
    ContactForm,
    DutyFilter,
    FigureFilter,
    FigureForm,
    LetterheadForm,
    NewDutyForm,
)
from lachan.command.queries.form import (
    bodies,
    get_definition,
    get_duty,
    letterhead_on,
    office_letterhead,
    visible_definitions,
    visible_duties,
)
from lachan.command.terms import (
    GROUP_LABELS,
    REPORTER_LABELS,
    SOURCE_LABELS,
    Group,
    Permission,
    Reporter,
    Source,
)
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere, Refused

LETTERHEAD_FIELDS = tuple(LetterheadForm.base_fields)


@require_GET
def figures(request: Request) -> HttpResponse:
    """Every figure ever asked for, with its days."""
    columns = [
        Column(
            "label",
            _("Figure"),
            lambda row: row.label,
            order_by="label",
            link=lambda row: reverse("command:figure", args=[row.pk]),
        ),
        Column("group", _("Group"), lambda row: str(GROUP_LABELS[Group(row.group)]), "group"),
        Column("unit", _("Unit of measure"), lambda row: row.unit_of_measure),
        Column("reporters", _("Who reports it"), _reporters),
        Column("source", _("Source"), lambda row: str(SOURCE_LABELS[Source(row.source)]), "source"),
        Column("from", _("From day"), lambda row: row.valid_from, "valid_from"),
        Column("until", _("Until before"), lambda row: row.valid_until, "valid_until"),
        Column(
            "position", _("Order in the report"), lambda row: row.position, "position", numeric=True
        ),
    ]
    listing = Listing(
        request,
        visible_definitions(request.actor),
        columns=columns,
        filters=FigureFilter,
        title=_("Figures that units report"),
        order="position",
        per_page=100,
    )
    return respond(request, listing, "command/settings.html", {"tab": "figures"})


def _reporters(row: Any) -> str:
    return ", ".join(str(REPORTER_LABELS[Reporter(kind)]) for kind in row.reporters)


@require_http_methods(["GET", "POST"])
def new_figure(request: Request) -> HttpResponse:
    """Ask for one more figure."""
    path = _configured(request)
    form = FigureForm(request.POST or None, initial={"position": 100})
    if request.method == "POST" and form.is_valid():
        try:
            forming.define_figure(request.actor, path, form.cleaned_data, day_of(request.now))
        except Refused as refused:
            form.add_error("code", list(refused.reasons))
        else:
            messages.success(request, _("The figure is asked for from today on."))
            return redirect("command:figures")
    return _form(request, form, _("New figure"), "command:figures")


@require_http_methods(["GET", "POST"])
def figure(request: Request, pk: int) -> HttpResponse:
    """Change a figure, from tomorrow on."""
    row = get_definition(request.actor, pk)
    names = [name for name in FigureForm.base_fields if name != "code"]
    initial = {name: getattr(row, name) for name in names}
    form = FigureForm(request.POST or None, initial={**initial, "code": row.code})
    form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        forming.change_figure(request.actor, pk, form.cleaned_data, day_of(request.now))
        messages.success(request, _("The change holds from tomorrow on."))
        return redirect("command:figures")
    end_url = reverse("command:end_figure", args=[pk]) if row.valid_until is None else ""
    return _form(request, form, row.label, "command:figures", end_url=end_url)


@require_POST
def stop_figure(request: Request, pk: int) -> HttpResponse:
    """Ask for a figure no more."""
    forming.end_figure(request.actor, pk, day_of(request.now))
    messages.success(request, _("The figure is not asked for after today."))
    return redirect("command:figures")


@require_GET
def duties(request: Request) -> HttpResponse:
    """The bodies that owe a report, with whom to ring."""
    columns = [
        Column(
            "unit",
            _("Unit"),
            lambda row: row.organisation.name,
            order_by="organisation__name",
            link=lambda row: reverse("command:duty", args=[row.pk]),
        ),
        Column("contact", _("Duty officer"), lambda row: row.contact_name),
        Column("phone", _("Phone"), lambda row: row.contact_phone),
        Column("from", _("From day"), lambda row: row.valid_from, "valid_from"),
        Column("until", _("Until before"), lambda row: row.valid_until, "valid_until"),
        Column("source", _("Source"), lambda row: row.source),
    ]
    listing = Listing(
        request,
        visible_duties(request.actor),
        columns=columns,
        filters=DutyFilter,
        title=_("Units that owe a report"),
        order="unit",
    )
    return respond(request, listing, "command/settings.html", {"tab": "duties"})


@require_http_methods(["GET", "POST"])
def new_duty(request: Request) -> HttpResponse:
    """Make a body owe a daily report."""
    path = _configured(request)
    today = day_of(request.now)
    form = NewDutyForm(request.POST or None, bodies=bodies(request.actor, today))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        body = values.pop("organisation")
        try:
            forming.give_duty(request.actor, body.pk, path, values, today)
        except Refused as refused:
            form.add_error("organisation", list(refused.reasons))
        else:
            messages.success(request, _("The unit owes a report from today on."))
            return redirect("command:duties")
    return _form(request, form, _("Another unit that reports"), "command:duties")


@require_http_methods(["GET", "POST"])
def duty(request: Request, pk: int) -> HttpResponse:
    """Whom to ring at a unit; its letterhead; the end of its duty."""
    row = get_duty(request.actor, pk)
    initial = {"contact_name": row.contact_name, "contact_phone": row.contact_phone}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        forming.change_contact(request.actor, pk, values["contact_name"], values["contact_phone"])
        messages.success(request, _("Saved."))
        return redirect("command:duties")
    return _form(
        request,
        form,
        row.organisation.name,
        "command:duties",
        end_url=reverse("command:end_duty", args=[pk]) if row.valid_until is None else "",
        letterhead_url=reverse("command:letterhead", args=[pk]),
    )


@require_POST
def stop_duty(request: Request, pk: int) -> HttpResponse:
    """Let a unit owe no report any more."""
    forming.end_duty(request.actor, pk, day_of(request.now))
    messages.success(request, _("The unit owes no report after today."))
    return redirect("command:duties")


@require_http_methods(["GET", "POST"])
def letterhead(request: Request, pk: int) -> HttpResponse:
    """How a unit's reports are headed and signed."""
    row = get_duty(request.actor, pk)
    head = letterhead_on(row.organisation, day_of(request.now))
    return _letterhead(request, row.path, head, row.organisation.name, "command:duties")


@require_http_methods(["GET", "POST"])
def own_letterhead(request: Request) -> HttpResponse:
    """How the office's own consolidated report is headed and signed."""
    path = _configured(request)
    head = office_letterhead(path, day_of(request.now))
    return _letterhead(request, path, head, _("Consolidated report"), "command:figures")


def _letterhead(request: Request, path: str, head: Any, title: str, back: str) -> HttpResponse:
    initial = {name: getattr(head, name) for name in LETTERHEAD_FIELDS}
    form = LetterheadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        forming.set_letterhead(request.actor, path, form.cleaned_data, day_of(request.now))
        messages.success(request, _("Saved."))
        return redirect(back)
    return _form(request, form, _("Letterhead: %(name)s") % {"name": title}, back)


def _configured(request: Request) -> str:
    """The office whose reports the actor sets: their workplace, or the first they may set."""
    paths = request.actor.paths_for(Permission.CONFIGURE)
    if not paths:
        raise NotThere
    return request.actor.workplace if request.actor.workplace in paths else paths[0]


def _form(request: Request, form: Any, title: str, back: str, **context: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "command/setting.html",
        {"form": form, "title": title, "back": reverse(back), **context},
        status=status,
    )
