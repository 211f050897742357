"""How well tracing works, figure by figure; each opens the rows that it counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lachan.contacts.queries import performance as queries
from lachan.contacts.queries import performance_times as times
from lachan.contacts.queries.performance import Period
from lachan.contacts.rules.performance import OF_CASES, OF_NOW, PARTS, WORDS, Figure, Part
from lachan.contacts.terms import Permission
from lachan.contacts.views.sight import Sight, require_read
from lachan.core.dates import day_of
from lachan.core.fields import DayField
from lachan.core.http import Request
from lachan.core.listing import PER_PAGE
from lachan.people.actions.reading import log_reading
from lachan.people.queries.persons import units_of

DAYS = 30


class PeriodForm(forms.Form):
    """From which day to which, and below which unit."""

    since = DayField(label=gettext_lazy("From day"), required=False)
    until = DayField(label=gettext_lazy("To day"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, request: Request) -> None:
        today = day_of(request.now)
        usual = {"since": today - timedelta(days=DAYS - 1), "until": today}
        super().__init__(request.GET or None, initial=usual)
        found = units_of(request.actor, Permission.READ)
        self.fields["unit"].choices = [("", _("all")), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", _("The last day is before the first."))
        return values


@require_GET
def performance(request: Request) -> HttpResponse:
    """All figures of a period, with numerator, denominator, what cannot be said yet, and aim."""
    require_read(request)
    form, period = _period(request)
    context: dict[str, Any] = {"form": form, "period": period, "at": request.now}
    if period:
        shares = queries.shares(request.actor, period, request.now)
        elsewhere = OF_CASES | OF_NOW
        context |= {
            "groups": [
                (_("Cases"), [_line(s, period) for s in shares if s.figure in OF_CASES]),
                (_("Contacts"), [_line(s, period) for s in shares if s.figure not in elsewhere]),
                (
                    _("Today, whatever the period"),
                    [_line(s, period) for s in shares if s.figure in OF_NOW],
                ),
            ],
            "delays": _delays(request, period),
            "spread": times.contacts_of_cases(request.actor, period),
            "spread_url": _address(Figure.WITH_CONTACT, period, Part.ALL),
            "waits": times.waits(period),
        }
    status = 200 if period else 422
    return render(request, "contacts/performance.html", context, status=status)


@require_GET
def performance_list(request: Request, figure: str) -> HttpResponse:
    """The rows that one figure counts: all, those that meet it, those that do not, the rest."""
    require_read(request)
    _form, period = _period(request)
    part = request.GET.get("part", Part.ALL)
    if figure not in set(Figure) or part not in set(Part) or period is None:
        raise Http404
    of, which = Figure(figure), Part(part)
    rows = queries.behind(request.actor, period, of, which, request.now)
    is_cases = of in OF_CASES
    related = ("person__root",) if is_cases else ("person__root", "case__person__root")
    page = Paginator(rows.order_by("-pk").prefetch_related(*related), PER_PAGE).get_page(
        request.GET.get("page")
    )
    sight = Sight(request.actor, request.now)
    sight.know_units(row.path for row in page.object_list)
    lines = [_row(row, sight, is_cases=is_cases) for row in page.object_list]
    log_reading(request.actor, sight.shown, "contacts:performance_list", request.now)
    context = {
        "words": WORDS[of],
        "lines": lines,
        "page": page,
        "period": period,
        "parts": [(words, _address(of, period, one), one == which) for one, words in PARTS.items()],
    }
    response = render(request, "contacts/performance_list.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _period(request: Request) -> tuple[PeriodForm, Period | None]:
    """The form and, where it can be understood, the period: the last thirty days without one."""
    form = PeriodForm(request)
    if not form.is_bound:
        return form, Period(form.initial["since"], form.initial["until"])
    if not form.is_valid():
        return form, None
    values = form.cleaned_data
    until = values["until"] or form.initial["until"]
    since = values["since"] or until - timedelta(days=DAYS - 1)
    return form, Period(since, until, values["unit"])


def _line(share: queries.Share, period: Period) -> dict[str, Any]:
    words = WORDS[share.figure]
    percent = share.percent
    missed = words.aim is not None and percent is not None and percent < words.aim
    return {
        "words": words,
        "share": share,
        "percent": percent,
        "tone": "warn" if missed else "",
        "url": _address(share.figure, period, Part.ALL),
        "waiting_url": _address(share.figure, period, Part.WAITING),
    }


def _delays(request: Request, period: Period) -> list[dict[str, Any]]:
    """What took how long, each with the address of the rows that it is reckoned from."""
    reached, ordered = times.since_positive(request.actor, period, request.now)
    isolated, confirmed = times.since_onset(request.actor, period, request.now)
    return [
        {
            "label": label,
            "unit": unit,
            "delay": delay,
            "url": _address(delay.figure, period, Part.ALL),
        }
        for label, unit, delay in (
            (_("From the positive of the case until its F1 was reached"), _("hours"), reached),
            (_("From the positive of the case until the measure of its F1"), _("hours"), ordered),
            (_("From onset until isolation"), _("days"), isolated),
            (_("From onset until confirmation"), _("days"), confirmed),
        )
    ]


def _address(figure: Figure, period: Period, part: Part) -> str:
    query = {"since": period.since, "until": period.until, "unit": period.unit, "part": part}
    return f"{reverse('contacts:performance_list', args=[figure])}?{urlencode(query)}"


def _row(row: Any, sight: Sight, *, is_cases: bool) -> dict[str, Any]:
    return {
        "name": sight.case(row) if is_cases else sight.person(row.person, row.path),
        "url": sight.case_link(row) if is_cases else sight.contact_link(row),
        "unit": sight.unit(row.path),
        "at": row.reported_at if is_cases else row.named_at,
    }
