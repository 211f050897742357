"""What is proposed: the list, one proposal with its persons, the decision, the annex on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from lachan.contacts.actions import proposals as actions
from lachan.contacts.forms.deciding import ProposalFilter, ReasonForm
from lachan.contacts.queries import proposals as queries
from lachan.contacts.rules.words import AIMS, ANSWER_TONES, ANSWERS, CAUSES, level_words
from lachan.contacts.terms import Aim, Answer, Permission
from lachan.contacts.views.annex import annex_of
from lachan.contacts.views.sight import Sight, require_read
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.reading import log_many, log_reading
from lachan.people.rules.births import birth_words
from lachan.policies.queries.rules import named_rules
from lachan.policies.rules.answers import missing_words
from lachan.policies.rules.words import MEASURES

LINES_SHOWN = 200
COLUMNS = (
    Column(
        "what",
        gettext_lazy("What is proposed"),
        lambda row: row.title,
        template="contacts/_proposal_cell.html",
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column("level", gettext_lazy("F level"), lambda row: row.level_words),
    Column(
        "people", gettext_lazy("How many persons"), lambda row: row.people, "people", numeric=True
    ),
    Column("rule", gettext_lazy("Rule"), lambda row: row.rule_words),
    Column("proposed", gettext_lazy("Proposed at"), lambda row: row.proposed_at),
    Column(
        "answer",
        gettext_lazy("Decision on it"),
        lambda row: row.answer_words,
        template="contacts/_answer_cell.html",
    ),
)


def dress_proposals(rows: Iterable[Any], sight: Sight) -> None:
    """Give proposals the words that lists and pages show."""
    rows = list(rows)
    sight.know_units(row.path for row in rows)
    rules = named_rules(sight.actor, {row.rule for row in rows if row.rule})
    for row in rows:
        row.rule_version = rules.get(row.rule)
        row.rule_words = row.clause or _document(row.rule_version) or row.rule
        row.unit_name = sight.unit(row.path)
        # Whose measure ends may have had any level.
        row.level_words = level_words(row.level) if row.aim == Aim.MEASURE else ""
        row.measure_words = str(MEASURES.get(row.measure, ""))
        row.aim_words = str(AIMS[row.aim])
        row.title = ": ".join(filter(None, (row.aim_words, row.measure_words)))
        row.answer_words = str(ANSWERS[row.answer])
        row.answer_tone, row.answer_shape = ANSWER_TONES[row.answer]
        row.is_open = row.answer == Answer.OPEN
        row.missing = missing_words(tuple(row.undetermined))


def _document(rule: Any) -> str:
    """The document that a rule stands in, as people call it; a code says nothing to them."""
    return str(rule.content["source"]["document"] or rule.title) if rule else ""


@require_GET
def proposals(request: Request) -> HttpResponse:
    """Proposals in sight, the latest first; several can be approved at once."""
    require_read(request)
    listing = Listing(
        request,
        queries.proposals(request.actor),
        columns=COLUMNS,
        filters=ProposalFilter,
        title=_("Proposals"),
        order="",
    )
    rows: list[Any] = list(listing.page.object_list)
    dress_proposals(rows, Sight(request.actor, request.now))
    listing.page.object_list = rows
    waiting = queries.proposals(request.actor).filter(answer=Answer.OPEN).count()
    may_decide = request.actor.may_in_territory(Permission.DECIDE)
    context = {
        "waiting": waiting,
        "bulk_url": reverse("contacts:approve_several") if may_decide else "",
    }
    if "export" in request.GET:
        dress_proposals(listing.rows, Sight(request.actor, request.now))
    return respond(request, listing, "contacts/proposals.html", context)


@require_GET
def proposal(request: Request, key: UUID) -> HttpResponse:
    """One proposal: for whom, until when, tested when, by which rule; and its decision."""
    return _page(request, key, ReasonForm(), status=200)


def _page(request: Request, key: UUID, form: ReasonForm, *, status: int) -> HttpResponse:
    found: Any = queries.get_proposal(request.actor, key)
    sight = Sight(request.actor, request.now)
    dress_proposals([found], sight)
    page = Paginator(queries.lines_of(found), LINES_SHOWN).get_page(request.GET.get("page"))
    lines = [_line(line, sight) for line in page.object_list]
    log_reading(request.actor, sight.shown, "contacts:proposal", request.now)
    context = {
        "proposal": found,
        "lines": lines,
        "page": page,
        "form": form,
        "may_decide": found.is_open and request.actor.may(Permission.DECIDE, found.path),
        # What a call proposes (a sample) comes from no trace.
        "run_cause": CAUSES[found.run.cause] if found.run else "",
    }
    response = render(request, "contacts/proposal.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _line(line: Any, sight: Sight) -> dict[str, Any]:
    contact = line.contact
    root = contact.person.root or contact.person
    return {
        "row": line,
        "name": sight.person(contact.person, contact.path),
        "url": sight.contact_link(contact),
        "birth": birth_words(root.birth_on, root.birth_year) if sight.sees(contact) else "",
        "level": level_words(contact.counted_level),
    }


@require_POST
def approve(request: Request, key: UUID) -> HttpResponse:
    """Approve one proposal with the persons that were on the page."""
    people = _number(request.POST.get("people", ""))
    actions.approve(request.actor, key, people=people, now=request.now)
    messages.success(request, _("The proposal was approved."))
    return redirect("contacts:proposal", key=key)


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() else None


@require_POST
def refuse(request: Request, key: UUID) -> HttpResponse:
    """Refuse one proposal, with the reason."""
    queries.get_proposal(request.actor, key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, key, form, status=422)
    actions.refuse(request.actor, key, form.cleaned_data["reason"], now=request.now)
    messages.success(request, _("The proposal was refused."))
    return redirect("contacts:proposal", key=key)


@require_POST
def approve_several(request: Request) -> HttpResponse:
    """Approve those that were chosen in the list, each by itself; what cannot be is said."""
    chosen = [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal()]
    rows = queries.proposals(request.actor).filter(pk__in=chosen)
    approved, refused = 0, []
    for row in rows:
        people = _number(request.POST.get(f"people-{row.pk}", ""))
        try:
            actions.approve(request.actor, row.key, people=people, now=request.now)
        except (Refused, NotThere) as wrong:
            refused += [str(reason) for reason in getattr(wrong, "reasons", ())]
        else:
            approved += 1
    if approved:
        messages.success(
            request,
            ngettext(
                "%(number)d proposal was approved.", "%(number)d proposals were approved.", approved
            )
            % {"number": approved},
        )
    for reason in dict.fromkeys(refused):
        messages.error(request, _("Not approved: %(reason)s") % {"reason": reason})
    if not chosen:
        messages.error(request, _("Choose proposals first."))
    return redirect("contacts:proposals")


@require_GET
def annex(request: Request, key: UUID) -> HttpResponse:
    """The list of persons as the annex of an order, A4."""
    found: Any = queries.get_proposal(request.actor, key)
    sight = Sight(request.actor, request.now)
    dress_proposals([found], sight)
    content, people = annex_of(sight, found, request.now)
    log_many(request.actor, people, "contacts:annex", request.now, purpose=found.title)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="danh-sach-kem-theo-{found.pk}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
