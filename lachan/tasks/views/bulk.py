"""The same verb on many tasks: first what it would do, then doing it, then taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.tasks.actions import bulk as many
from lachan.tasks.forms import AssignForm, ReasonForm, RemindForm, TaskFilter, VerbForm
from lachan.tasks.queries.tasks import visible_tasks
from lachan.tasks.rules.words import VERBS
from lachan.tasks.terms import Verb

UNDO_MANY = "tasks.undo_many"


@require_POST
def bulk(request: Request) -> HttpResponse:
    """Preview a verb on the chosen rows (or on all that the filters match); do it when sure."""
    try:
        verb = Verb(request.POST.get("verb", ""))
    except ValueError as unknown:
        raise NotThere from unknown
    task_ids = _chosen(request)
    seen = many.preview(request.actor, verb, task_ids, request.now)
    sure = request.POST.get("sure") == "yes"
    form = _form(request, verb, is_bound=sure)
    if sure and form.is_valid():
        words = form.cleaned_data.get("lead") or form.cleaned_data.get("words", "")
        outcome = many.perform_on_many(request.actor, verb, seen.able, words, request.now)
        _say(request, verb, outcome)
        return redirect(reverse("tasks:list") + _query(request))
    return render(
        request,
        "tasks/bulk.html",
        {
            "verb": str(verb),
            "name": VERBS[verb],
            "preview": seen,
            "rows": ",".join(str(pk) for pk in task_ids),
            "form": form,
            "able": visible_tasks(request.actor)
            .filter(pk__in=seen.able[:20])
            .select_related("lead"),
            "more": max(0, len(seen.able) - 20),
        },
    )


def _chosen(request: Request) -> list[int]:
    """The ids of the rows: from the boxes, from the preview, or all that the filters match."""
    if request.POST.get("all") == "yes":
        filters = TaskFilter(request.GET, queryset=visible_tasks(request.actor), request=request)
        return list(filters.qs.order_by("pk").values_list("pk", flat=True)[: many.LIMIT + 1])
    written = request.POST.getlist("row") or request.POST.get("rows", "").split(",")
    try:
        return [int(pk) for pk in written if pk]
    except ValueError as wrong:
        raise Refused(_("Choose at least one task.")) from wrong


def _form(request: Request, verb: Verb, *, is_bound: bool) -> forms.Form:
    form_class: type[VerbForm] = VerbForm
    if verb == Verb.ASSIGN:
        form_class = AssignForm
    elif verb == Verb.REMIND:
        form_class = RemindForm
    elif verb in many.NEEDS_WORDS:
        form_class = ReasonForm
    asked: dict[str, Any] = {"actor": request.actor, "now": request.now}
    return form_class(request.POST, **asked) if is_bound else form_class(**asked)


def _say(request: Request, verb: Verb, outcome: many.Outcome) -> None:
    token = signing.dumps(
        [request.actor.id, outcome.batch, outcome.first_entry, outcome.last_entry], salt=UNDO_MANY
    )
    undo_url = reverse("tasks:undo_many", args=[token]) if _can_undo(verb, outcome) else ""
    messages.success(
        request,
        _("%(verb)s: done to %(count)d tasks.") % {"verb": VERBS[verb], "count": outcome.done},
        extra_tags=undo_url,
    )
    if outcome.refusals:
        messages.warning(
            request,
            _("%(count)d tasks were left as they are.") % {"count": len(outcome.refusals)},
        )


def _can_undo(verb: Verb, outcome: many.Outcome) -> bool:
    return outcome.done > 0 and verb not in (Verb.REMIND, Verb.ASSIGN)


def _query(request: Request) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


@require_POST
def take_back_many(request: Request, token: str) -> HttpResponse:
    """Undo a bulk action."""
    try:
        person, batch, first, last = signing.loads(token, salt=UNDO_MANY, max_age=3600)
    except signing.BadSignature as bad:
        raise NotThere from bad
    if person != request.actor.id:
        raise NotThere
    outcome = many.undo_many(request.actor, batch, int(first), int(last), request.now)
    messages.success(request, _("Taken back: %(count)d tasks.") % {"count": outcome.done})
    if outcome.refusals:
        messages.warning(
            request,
            _("%(count)d tasks were left as they are.") % {"count": len(outcome.refusals)},
        )
    return redirect("tasks:list")
