"""The list of the day: whom to call and visit, one tap for what came of it; and its day grid."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.teams import assign_to
from lachan.contacts.forms.follow_up import FollowUpFilter, QuickForm
from lachan.contacts.queries import follow_up as queries
from lachan.contacts.queries.teams import teams
from lachan.contacts.rules.follow_up import day_of_follow_up, of_each_day
from lachan.contacts.rules.follow_up_words import LETTERS, OUTCOME_TONES, OUTCOMES, RUNGS
from lachan.contacts.terms import Permission, Rung
from lachan.contacts.views.files import export_page, kept, require_export
from lachan.contacts.views.paper_follow_up import list_paper
from lachan.core.dates import VIETNAM, day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere, Refused
from lachan.core.spreadsheet import Value
from lachan.core.text import whole_number
from lachan.people.actions.reading import log_many, log_reading
from lachan.people.rules.masking import initials, masked_number
from lachan.places.queries.units import unit_names

GRID_DAYS = 14
GRID_ROWS = 40
MOST_PRINTED = 1_000

COLUMNS = (
    Column(
        "name",
        gettext_lazy("Contact"),
        lambda row: row.person.root.full_name,
        order_by="person__root__folded_name",
        template="contacts/_follow_person_cell.html",
    ),
    Column(
        "phone", gettext_lazy("Telephone"), lambda row: ", ".join(row.phones), exported_only=True
    ),
    Column(
        "next",
        gettext_lazy("What is next"),
        lambda row: str(row.rung_words),
        order_by="next_rung",
        template="contacts/_rung_cell.html",
    ),
    Column(
        "due",
        gettext_lazy("Due by"),
        lambda row: row.next_due,
        order_by="next_due",
        exported_only=True,
    ),
    Column(
        "level",
        gettext_lazy("F level"),
        lambda row: row.level_words,
        order_by="counted",
        template="contacts/_follow_level_cell.html",
    ),
    Column("day", gettext_lazy("Day"), lambda row: row.day_words, exported_only=True),
    Column(
        "seen",
        gettext_lazy("Last seen"),
        lambda row: row.seen,
        order_by="seen",
        template="contacts/_seen_cell.html",
    ),
    Column(
        "unit",
        gettext_lazy("Commune"),
        lambda row: row.unit_name,
        order_by="path",
        template="contacts/_follow_place_cell.html",
    ),
    Column("team", gettext_lazy("Team"), lambda row: row.team_name or "", exported_only=True),
    Column(
        "tap",
        gettext_lazy("What it came to"),
        lambda row: row.outcome_words,
        template="contacts/_tap_cell.html",
    ),
)


def require_read(request: Request) -> None:
    """Refuse whoever may not look at contacts anywhere."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("You may not look at contacts."))


def dress(request: Request, rows: Sequence[Any]) -> None:
    """Give contacts the words that pages show."""
    actor, now = request.actor, request.now
    today = day_of(now)
    names = unit_names({row.path for row in rows})
    numbers = queries.phones(actor, rows)
    for row in rows:
        row.name = row.person.root.full_name
        row.unit_name = names.get(row.path, row.path)
        row.hamlet = row.person.root.household.hamlet if row.person.root.household else ""
        row.phones = numbers[row.pk]
        row.rung_words = RUNGS[Rung(row.next_rung)]
        row.is_late = row.next_due < now
        row.is_done = bool(row.seen) and day_of(row.seen) == today
        row.level_words = f"F{row.counted_level}" if row.counted_level else _("undetermined")
        row.day_words = day_words(row, today)
        row.outcome_words = last_outcome(row)
        row.may_follow = actor.may(Permission.FOLLOW, row.path)
        row.tap_key = uuid.uuid4()


def persons_of(rows: Sequence[Any]) -> list[int]:
    """The persons whose names the rows show, for the log of readings."""
    return [row.person.root_id for row in rows]


def day_words(row: Any, today: date) -> str:
    """ "3/14": which day of follow-up it is, of how many; a dash where the exposure is unknown."""
    if not row.last_exposed_at:
        return "–"
    number, of = day_of_follow_up(day_of(row.last_exposed_at), row.follow_until, today)
    return f"{max(number, 0)}/{of}" if of else str(max(number, 0))


def last_outcome(row: Any) -> str:
    """What the last call since the naming came to, in words; empty before it."""
    known = getattr(row, "following", None)
    if known is None or not known.last_at or known.last_at < row.named_at:
        return ""
    return str(OUTCOMES[known.last_outcome])


def _listing(request: Request, *, per_page: int = 50) -> Listing:
    return Listing(
        request,
        queries.to_follow(request.actor, request.now),
        columns=COLUMNS,
        filters=FollowUpFilter,
        title=_("Follow-up today"),
        order="",
        per_page=per_page,
    )


@require_GET
def follow_up(request: Request) -> HttpResponse:
    """Today's contacts: late first calls first, then whoever is due first."""
    require_read(request)
    actor, now = request.actor, request.now
    if "export" in request.GET:
        return redirect(f"{reverse('contacts:follow_up_export')}?{_kept(request)}")
    listing = _listing(request)
    shown = list(listing.page.object_list)
    dress(request, shown)
    listing.page.object_list = shown
    log_reading(actor, persons_of(shown), "contacts:follow_up", now)
    may_assign = actor.may_in_territory(Permission.ASSIGN)
    is_giving = may_assign and bool(request.GET.get("give"))
    if is_giving:
        # The buttons of a row and the ticks of the list are two forms: one of them at a time.
        listing.columns = [column for column in listing.columns if column.key != "tap"]
    context = {
        "figures": queries.figures(queries.to_follow(actor, now), now),
        "list_url": reverse("contacts:follow_up"),
        "may_assign": may_assign,
        "is_giving": is_giving,
        "bulk_url": reverse("contacts:assign_to"),
        "teams": list(teams(actor)) if is_giving else [],
    }
    response = respond(request, listing, "contacts/follow_up.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "POST"])
def export(request: Request) -> HttpResponse:
    """The list as it is filtered, as a file: for what, masked or in full."""
    require_export(request)
    listing = _listing(request)
    listing.rows = queries.exported(request.actor, listing.rows)
    return export_page(
        request,
        listing,
        dress=lambda part: dress(request, part),
        masked_value=_masked_value,
        name="theo-doi",
        page="contacts:follow_up_export",
        back=f"{reverse('contacts:follow_up')}?{_kept(request)}",
    )


def _masked_value(column: Column, row: Any) -> Value:
    """A cell as a file shows it that tells no more of a person than it must."""
    if column.key == "name":
        return initials(row.name)
    if column.key == "phone":
        return ", ".join(masked_number(phone) for phone in row.phones)
    return column.value(row)


def _kept(request: Request) -> str:
    return kept(request.GET, set(FollowUpFilter.base_filters) - {"give"})


@require_POST
def quick(request: Request, key: UUID) -> HttpResponse:
    """One tap on the list; with the script the cell alone is drawn anew."""
    form = QuickForm(request.POST)
    if not form.is_valid():
        raise NotThere
    record_call(request.actor, key, form.words(request.now), now=request.now)
    if request.htmx:
        row = queries.one_to_follow(request.actor, key, request.now)
        if row is not None:
            dress(request, [row])
            context = {"row": row, "value": row.rung_words, "is_fresh": True}
            return render(request, "contacts/_tapped.html", context)
    return redirect("contacts:follow_up")


@require_POST
def give(request: Request) -> HttpResponse:
    """Give the ticked contacts to a team."""
    ids = [number for value in request.POST.getlist("row") if (number := whole_number(value))]
    try:
        team = UUID(request.POST.get("team", ""))
    except ValueError as wrong:
        raise Refused(_("Choose the team.")) from wrong
    assign_to(request.actor, ids, team, now=request.now)
    return redirect("contacts:follow_up")


@require_GET
def grid(request: Request) -> HttpResponse:
    """Contacts by days, the last fortnight, today first: of several visits on a day the latest."""
    require_read(request)
    listing = _listing(request, per_page=GRID_ROWS)
    rows = list(listing.page.object_list)
    dress(request, rows)
    listing.page.object_list = rows
    today = day_of(request.now)
    days = [today - timedelta(days=back) for back in range(GRID_DAYS)]
    tries = queries.tries_within(rows, days[-1])
    for row in rows:
        found = of_each_day(tries.get(row.pk, []))
        first = day_of(row.named_at)
        row.days = [_day_cell(day, found.get(day), is_due=first <= day) for day in days]
    log_reading(request.actor, persons_of(rows), "contacts:grid", request.now)
    context = {
        "listing": listing,
        "days": days,
        "legend": [
            {"letter": LETTERS[o], "words": OUTCOMES[o], "tone": OUTCOME_TONES[o][0]}
            for o in OUTCOMES
        ],
    }
    response = render(request, "contacts/follow_up_grid.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _day_cell(day: date, found: Any, *, is_due: bool) -> dict[str, Any]:
    if found is not None:
        return {
            "day": day,
            "letter": LETTERS[found.outcome],
            "tone": OUTCOME_TONES[found.outcome][0],
            "words": OUTCOMES[found.outcome],
        }
    return {
        "day": day,
        "letter": "–" if is_due else "",
        "tone": "",
        "words": _("not called") if is_due else _("not followed yet"),
    }


@require_GET
def paper(request: Request) -> HttpResponse:
    """The list as it is filtered, on A4, for a team without a screen."""
    require_read(request)
    listing = _listing(request)
    rows = list(listing.rows[:MOST_PRINTED])
    total = listing.rows.count() if len(rows) == MOST_PRINTED else len(rows)
    dress(request, rows)
    log_many(request.actor, len(rows), "contacts:paper", request.now)
    filters = "; ".join(f"{badge['label']}: {badge['value']}" for badge in listing.badges)
    content = list_paper(request.actor, rows, total, filters, request.now)
    return as_file(content, f"theo-doi-{request.now.astimezone(VIETNAM):%Y%m%d}")


def as_file(content: bytes, name: str) -> HttpResponse:
    """A PDF that no cache keeps: it bears names."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
