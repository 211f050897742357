"""The review of a document: what the machine proposes, and what a person makes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.core.text import whole_number
from lachan.directives import actions, queries
from lachan.directives.forms import FORMS, ApprovalForm, HeaderForm, QuestionForm
from lachan.directives.terms import Answer, DocumentState
from lachan.directives.views.cards import ReviewPage, asked_card, edit_form, reject_form


@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    """The review page; a document that is approved or cancelled is shown on its own page."""
    document = queries.get_document(request.actor, pk)
    if document.state != DocumentState.IN_REVIEW:
        return HttpResponseRedirect(reverse("directives:document", args=[pk]))
    page = ReviewPage(request, document)
    _open_form(page, request)
    return shown(page)


def _open_form(page: ReviewPage, request: Request) -> None:
    """Without a script, forms are opened by the address: `?edit=12`, `?reject=12`, `?add=task`."""
    edited, rejected = request.GET.get("edit", ""), request.GET.get("reject", "")
    for card in page.cards:
        card.proposal.document = page.document
        if edited == str(card.proposal.pk):
            card.form = edit_form(card.proposal)
        elif rejected == str(card.proposal.pk):
            card.reject_form = reject_form(card.proposal)
    kind = request.GET.get("add", "")
    if kind in FORMS:
        page.added_kind = kind
        page.added_form = FORMS[kind](text=page.document.text)


def shown(page: ReviewPage, *, status: int = 200) -> HttpResponse:
    """The whole review page."""
    return render(page.request, "directives/review.html", page.context(), status=status)


@require_POST
def header(request: Request, pk: int) -> HttpResponse:
    """Correct the header fields."""
    document = queries.get_document(request.actor, pk)
    form = HeaderForm(request.POST)
    page = ReviewPage(request, document)
    page.header_form = form
    if not form.is_valid():
        return shown(page, status=422 if request.htmx else 400)
    try:
        actions.correct_header(
            request.actor, pk, form.cleaned_data["version"], form.values(), now=request.now
        )
    except Refused as refused:
        page.reasons = list(refused.reasons)
        return shown(page, status=409)
    messages.success(request, _("The header is saved."))
    return _back(pk, "header")


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer a question, or confirm that the answer is not known."""
    question = queries.get_question(request.actor, pk)
    form = QuestionForm(question.about, request.POST, auto_id=f"id_q{pk}_%s")
    reasons: list[str] = []
    if form.is_valid():
        unknown = request.POST.get("outcome") == Answer.UNKNOWN
        try:
            question = actions.answer_question(
                request.actor,
                pk,
                form.cleaned_data["version"],
                outcome=Answer.UNKNOWN if unknown else Answer.GIVEN,
                answer="" if unknown else form.words,
                value=form.value,
                now=request.now,
            )
            return _asked(request, question)
        except Refused as refused:
            reasons = list(refused.reasons)
    return _asked(request, question, form=form, reasons=reasons)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take an answer back."""
    version = whole_number(request.POST.get("version"))
    question = queries.get_question(request.actor, pk)
    try:
        question = actions.reopen_question(request.actor, pk, version, now=request.now)
    except Refused as refused:
        return _asked(request, question, reasons=list(refused.reasons))
    return _asked(request, question)


def _asked(
    request: Request, question: Any, *, form: QuestionForm | None = None, reasons: Any = ()
) -> HttpResponse:
    refused = form is not None or bool(reasons)
    document = queries.get_document(request.actor, question.document_id)
    question = queries.get_question(request.actor, question.pk)
    if not request.htmx:
        if not refused:
            return _back(document.pk, f"question-{question.pk}")
        page = ReviewPage(request, document)
        for asked in page.asked:
            if asked.question.pk == question.pk:
                asked.form = form or asked.form
                asked.reasons = list(reasons)
        return shown(page, status=409 if reasons else 400)
    card = asked_card(question, form)
    card.reasons = list(reasons)
    return with_bar(
        request, document, "directives/_question.html", {"asked": card}, refused=refused
    )


def with_bar(
    request: Request,
    document: Any,
    template: str,
    context: dict[str, Any],
    *,
    refused: bool = False,
) -> HttpResponse:
    """A part of the page in answer to htmx, followed by the bar with the new figures."""
    page = ReviewPage(request, document)
    full = {**page.context(), **context, "out_of_band": True}
    html = "".join(
        render_to_string(name, full, request) for name in (template, "directives/_bar_counts.html")
    )
    return HttpResponse(html, status=422 if refused else 200)


@require_POST
def accept_all(request: Request, pk: int) -> HttpResponse:
    """Accept every proposal that nobody has touched."""
    accepted = actions.accept_untouched(request.actor, pk, now=request.now)
    messages.success(
        request,
        ngettext("%(count)d proposal accepted.", "%(count)d proposals accepted.", accepted)
        % {"count": accepted},
    )
    return _back(pk, "approval")


@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """Close the review; every obstacle is shown at the form."""
    document = queries.get_document(request.actor, pk)
    form = ApprovalForm(request.POST)
    page = ReviewPage(request, document)
    page.approval_form = form
    if not form.is_valid():
        return shown(page, status=400)
    try:
        actions.approve(
            request.actor,
            pk,
            expected_tasks=form.cleaned_data["expected_tasks"],
            whole_text_reviewed=form.cleaned_data["whole_text_reviewed"],
            now=request.now,
        )
    except Refused as refused:
        page.reasons = list(refused.reasons)
        return shown(page, status=409)
    messages.success(request, _("Approved. The tasks are on their way to the units."))
    return HttpResponseRedirect(reverse("directives:document", args=[pk]))


def _back(pk: int, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("directives:review", args=[pk]) + f"#{anchor}")
