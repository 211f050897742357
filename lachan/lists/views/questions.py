"""The queue of questions about held rows, answered for all rows with the same trouble."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lachan.core.http import Request
from lachan.lists.actions.answering import Answer, Verdict, answer_question
from lachan.lists.kinds import KINDS
from lachan.lists.queries import lists as queries
from lachan.lists.queries.gazetteer import commune_choices, path_of_choice
from lachan.lists.queries.rows import Question, questions_of
from lachan.lists.rules.words import advice_of, reason_of
from lachan.people.actions.reading import log_many


@require_http_methods(["GET", "POST"])
def questions(request: Request, pk: int) -> HttpResponse:
    """Questions, the most frequent first; an answer counts for all rows that share the question."""
    received = queries.get_list(request.actor, pk)
    communes = commune_choices(received.path, request.now)
    if request.method == "POST":
        answer = _answer(request, received.path)
        count = answer_question(
            request.actor, pk, request.POST.get("key", ""), answer, now=request.now
        )
        text = ngettext("%(count)d row was answered.", "%(count)d rows were answered.", count)
        messages.success(request, text % {"count": count})
        return redirect("lists:questions", pk=pk)
    asked = questions_of(received)
    log_many(request.actor, len(asked), "lists:questions", request.now)
    kind, names = KINDS[received.kind], dict(communes)
    context = {
        "received": received,
        "questions": [_shown(one, kind, names) for one in asked],
        "communes": communes,
        "may_import": queries.may_import(request.actor, received),
    }
    return render(request, "lists/questions.html", context)


def _answer(request: Request, path: str) -> Answer:
    posted = request.POST.get("verdict", "")
    verdict = Verdict(posted) if posted in list(Verdict) else Verdict.VALUE
    if verdict is Verdict.UNIT:
        chosen = request.POST.get("option") or path_of_choice(
            path, request.POST.get("unit", ""), request.now
        )
        return Answer(verdict, chosen)
    return Answer(verdict, request.POST.get("value", ""))


def _shown(question: Question, kind: Any, names: dict[str, str]) -> dict[str, Any]:
    known = kind.by_name.get(question.field)
    return {
        "question": question,
        "reason": reason_of(question.code),
        "advice": advice_of(question.code),
        "label": known.label if known else _("The whole row"),
        "is_address": question.code.startswith("address-"),
        "options": [(path, names.get(path, path)) for path in question.options],
        "name": question.values.get("name", ""),
    }
