"""The board, the list, the late, the duties, and the tasks of a document."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.directives.queries import get_document
from lachan.tasks.forms import LIVING_STATES, OPEN_STATES, TABS, UNDECIDED_STATES, TaskFilter
from lachan.tasks.queries import board as boards
from lachan.tasks.queries.late import late_by_unit
from lachan.tasks.queries.tasks import visible_duties, visible_tasks
from lachan.tasks.rules.words import BUCKETS, DEADLINES, DUTY_STATES, EVERY, RUNGS, STAGES, STATES
from lachan.tasks.terms import DutyState, Permission, TaskState
from lachan.tasks.views.cards import card_of

BY_STATE, BY_DEADLINE, BY_UNIT, BY_DOCUMENT = "state", "deadline", "unit", "document"
ARRANGEMENTS: tuple[tuple[str, Any], ...] = (
    (BY_STATE, gettext_lazy("By state")),
    (BY_DEADLINE, gettext_lazy("By deadline")),
    (BY_UNIT, gettext_lazy("By unit")),
    (BY_DOCUMENT, gettext_lazy("By document")),
)


@require_GET
def board(request: Request) -> HttpResponse:
    """The home page: what there is to do, in columns or by unit and document."""
    actor, now = request.actor, request.now
    whose = _chosen(request.GET.get("whose"), dict(TABS), boards.usual_tab(actor))
    by = _chosen(request.GET.get("by"), dict(ARRANGEMENTS), BY_STATE)
    rows = boards.tasks_of(actor, whose)
    express = boards.express_unacknowledged(actor)
    context: dict[str, Any] = {
        "whose": whose,
        "by": by,
        "tabs": TABS,
        "arrangements": ARRANGEMENTS,
        "figures": boards.figures(rows, now),
        "express": [card_of(task, now) for task in express.oldest],
        "express_count": express.count,
        "list_url": reverse("tasks:list"),
        "states": {
            "open": OPEN_STATES,
            "living": LIVING_STATES,
            "undecided": UNDECIDED_STATES,
        },
        "may_create": actor.may(Permission.ASSIGN, actor.workplace),
    }
    if by in (BY_STATE, BY_DEADLINE):
        arrange = boards.columns_by_state if by == BY_STATE else boards.columns_by_deadline
        cards = boards.CARDS_ON_WALL if "wall" in request.GET else boards.CARDS_IN_COLUMN
        context["columns"] = [
            {
                "name": _column_name(column.key),
                "count": column.count,
                "more": column.more,
                "url": _list_url(whose, column.key, by),
                "cards": [card_of(task, now) for task in column.cards],
            }
            for column in arrange(rows, now, cards)
        ]
    else:
        context["groups"] = (
            boards.groups_by_unit(rows, now)
            if by == BY_UNIT
            else boards.groups_by_document(rows, now)
        )
    return render(request, "tasks/board.html", context)


def _chosen(value: str | None, known: dict[str, Any], usual: str) -> str:
    return value if value in known else usual


def _column_name(key: str) -> object:
    if key == boards.NO_LEAD:
        return _("No lead unit yet")
    return STATES.get(key) or BUCKETS[key]


def _list_url(whose: str, key: str, by: str) -> str:
    """The list of all that is in a column."""
    if key == boards.NO_LEAD:
        query = {"whose": whose, "state": TaskState.GIVEN, "unit": "none"}
    elif by == BY_DEADLINE:
        query = {"whose": whose, "state": OPEN_STATES, "due": key}
    else:
        query = {"whose": whose, "state": key}
    return f"{reverse('tasks:list')}?{urlencode(query)}"


def _url(task: Any) -> str:
    return reverse("tasks:task", args=[task.pk])


def _document(task: Any) -> str:
    if task.clause is None:
        return ""
    label = _("clause %(label)s") % {"label": task.clause.label} if task.clause.label else ""
    return ", ".join(part for part in (str(task.clause.document), label) if part)


COLUMNS = (
    Column(
        "title",
        gettext_lazy("Task"),
        lambda task: task.title,
        template="tasks/_title_cell.html",
        order_by="title",
    ),
    Column(
        "lead",
        gettext_lazy("Lead unit"),
        lambda task: task.lead.name if task.lead else task.lead_words,
        order_by="lead__name",
    ),
    Column(
        "due",
        gettext_lazy("Deadline"),
        lambda task: task.due_at,
        template="tasks/_due_cell.html",
        order_by="due_at",
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda task: str(STATES[task.state]),
        template="tasks/_state_cell.html",
        order_by="state",
    ),
    Column(
        "document",
        gettext_lazy("Document"),
        _document,
        template="tasks/_document_cell.html",
        order_by="clause__document__identifier",
    ),
    Column(
        "given",
        gettext_lazy("Given at"),
        lambda task: task.given_at,
        order_by="given_at",
        exported_only=True,
    ),
    Column(
        "received", gettext_lazy("Acknowledged at"), lambda t: t.received_at, exported_only=True
    ),
    Column("done", gettext_lazy("Handed in at"), lambda t: t.done_at, exported_only=True),
    Column("proof", gettext_lazy("Proof"), lambda t: t.proof_reference, exported_only=True),
    Column("words", gettext_lazy("Deadline as written"), lambda t: t.due_words, exported_only=True),
)


@require_GET
def listing(request: Request) -> HttpResponse:
    """All tasks in sight, with filters, export and bulk actions."""
    rows = visible_tasks(request.actor).select_related("lead", "clause__document")
    found = Listing(
        request,
        rows,
        columns=COLUMNS,
        filters=TaskFilter,
        title=_("Tasks"),
        order="due",
    )
    query = request.GET.urlencode()
    return respond(
        request,
        found,
        "tasks/list.html",
        {"bulk_url": reverse("tasks:bulk") + (f"?{query}" if query else "")},
    )


@require_GET
def late(request: Request) -> HttpResponse:
    """Who is late, at which stage, what is missing, and who must decide; for paper too."""
    whose = _chosen(request.GET.get("whose"), dict(TABS), boards.ALL)
    rows = boards.tasks_of(request.actor, whose)
    units, total = late_by_unit(rows, request.now)
    counts = boards.figures(rows, request.now)
    shown = [
        {
            "name": unit.name,
            "cards": [
                {
                    "red": card,
                    "card": card_of(card.task, request.now),
                    "stage": STAGES[card.late.stage],
                    "rung": RUNGS[card.late.rung],
                    "kind": DEADLINES[card.late.kind],
                }
                for card in unit.cards
            ],
        }
        for unit in units
    ]
    return render(
        request,
        "tasks/late.html",
        {
            "units": shown,
            "total": total,
            "hidden": total - sum(len(unit.cards) for unit in units),
            "figures": counts,
            "whose": whose,
            "tabs": TABS,
        },
    )


@require_GET
def duties(request: Request) -> HttpResponse:
    """Repeated duties: whose, how often, in which window, since and until when."""
    lines = [
        {
            "duty": duty,
            "every": EVERY[duty.every],
            "state": DUTY_STATES[duty.state],
            "badge": "in_force" if duty.state == DutyState.ACTIVE else duty.state,
            "url": f"{reverse('tasks:list')}?{urlencode({'q': duty.title[:60]})}",
        }
        for duty in visible_duties(request.actor)[:500]
    ]
    return render(request, "tasks/duties.html", {"lines": lines})


@require_GET
def of_document(request: Request, document_id: int) -> HttpResponse:
    """The tasks of one document in sight: a part of its page, or a page of its own."""
    document = get_document(request.actor, document_id)
    rows = (
        boards.for_cards(visible_tasks(request.actor))
        .filter(clause__document_id=document_id)
        .order_by("clause__span_start", "pk")[:200]
    )
    cards = [card_of(task, request.now) for task in rows]
    template = "tasks/_of_document.html" if request.htmx else "tasks/of_document.html"
    context = {"cards": cards, "now": request.now, "document": document}
    return render(request, template, context)
