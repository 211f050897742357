"""The doors that change a case: each parses a form, calls one action and goes back to the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lachan.cases.actions import classifying, correcting
from lachan.cases.actions.re_positives import (
    decide_re_positive,
    link_re_positive,
    unlink_re_positive,
)
from lachan.cases.forms import changing as forms
from lachan.cases.queries import cases as queries
from lachan.cases.queries.definitions import definitions_on
from lachan.cases.rules.definitions import proposed
from lachan.cases.rules.words import CLASSIFICATIONS
from lachan.cases.terms import Permission, SourceState
from lachan.cases.views.columns import dress
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.reading import log_reading


@require_http_methods(["GET", "POST"])
def classify(request: Request, key: UUID) -> HttpResponse:
    """What the case is: the definitions in force stand beside the form."""
    case = _case(request, key, Permission.CLASSIFY)
    form = forms.ClassifyForm(
        request.POST or None,
        initial={
            **{name: getattr(case, name) for name in ("pcr", "antigen", "ct", "symptoms")},
            "has_link": case.has_link,
            "classification": case.classification,
            "seen": case.changed_at.isoformat(),
        },
    )

    def save() -> None:
        classifying.classify(
            request.actor,
            key,
            form.judgement(),
            seen_at=form.cleaned_data["seen"],
            now=request.now,
        )

    definitions: list[Any] = definitions_on(day_of(request.now))
    found = proposed(definitions, queries.evidence_of(case))
    context = {
        "definitions": [
            {"told": row, "words": CLASSIFICATIONS[row.classification], "is_met": row is found}
            for row in definitions
        ],
    }
    return _form_page(request, case, form, save, "cases/classify.html", context)


@require_http_methods(["GET", "POST"])
def correct(request: Request, key: UUID) -> HttpResponse:
    """The days of a case, each as it is right now."""
    case = _case(request, key, Permission.OPEN)
    names = (
        *("symptoms", "onset_on", "sampled_at", "reported_at"),
        *("isolated_at", "cleared_at", "note"),
    )
    form = forms.CorrectForm(
        request.POST or None,
        initial={name: getattr(case, name) for name in names}
        | {"seen": case.changed_at.isoformat()},
    )

    def save() -> None:
        correcting.correct_case(
            request.actor,
            key,
            form.facts(case),
            reason=form.cleaned_data["reason"],
            seen_at=form.cleaned_data["seen"],
            now=request.now,
        )

    return _form_page(request, case, form, save, "cases/correct.html")


@require_http_methods(["GET", "POST"])
def source(request: Request, key: UUID) -> HttpResponse:
    """From where, and from whom, the infection came."""
    case = _case(request, key, Permission.OPEN)
    above: Any = None
    if case.source_case_id:
        above = queries.cases(request.actor).filter(pk=case.source_case_id).first()
        if above is None:
            raise Refused(_("The source case is out of your sight: its unit must change this."))
    proposed = _proposed(request)
    if proposed:  # by a page that looked for the source: it is typed in, not set
        above = queries.get_case(request.actor, proposed)
    if above:
        dress([above])
    form = forms.SourceForm(
        request.POST or None,
        actor=request.actor,
        initial={
            "origin": case.origin,
            "origin_words": case.origin_words,
            "source": SourceState.KNOWN if proposed else case.source,
            "source_case": f"{above.code} {above.number_unit}" if above else "",
            "note": case.source_note,
            "seen": case.changed_at.isoformat(),
        },
    )

    def save() -> None:
        chosen = form.cleaned_data["source_case"]
        correcting.set_source(
            request.actor,
            key,
            form.words(),
            source_key=chosen.key if chosen else None,
            seen_at=form.cleaned_data["seen"],
            now=request.now,
        )

    return _form_page(request, case, form, save, "cases/source.html")


def _proposed(request: Request) -> UUID | None:
    try:
        return UUID(request.GET.get("source_case", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def isolate(request: Request, key: UUID) -> HttpResponse:
    """When the person was isolated."""
    case = _case(request, key, Permission.OPEN)
    form = forms.IsolateForm(request.POST or None, initial={"at": request.now})

    def save() -> None:
        correcting.isolate(request.actor, key, form.cleaned_data["at"], now=request.now)

    return _form_page(request, case, form, save, "cases/step.html", {"title": _("Isolated")})


@require_http_methods(["GET", "POST"])
def end(request: Request, key: UUID) -> HttpResponse:
    """How the episode ended."""
    case = _case(request, key, Permission.CLASSIFY)
    form = forms.EndForm(
        request.POST or None, initial={"at": request.now, "seen": case.changed_at.isoformat()}
    )

    def save() -> None:
        data = form.cleaned_data
        classifying.end_episode(
            request.actor,
            key,
            data["outcome"],
            data["at"],
            seen_at=data["seen"],
            now=request.now,
        )

    return _form_page(
        request, case, form, save, "cases/step.html", {"title": _("End of the episode")}
    )


@require_http_methods(["GET", "POST"])
def reopen(request: Request, key: UUID) -> HttpResponse:
    """The end was a mistake."""
    case = _case(request, key, Permission.CLASSIFY)
    form = forms.ReasonForm(request.POST or None)

    def save() -> None:
        classifying.reopen_episode(request.actor, key, form.cleaned_data["reason"], now=request.now)

    return _form_page(
        request, case, form, save, "cases/step.html", {"title": _("Open the episode again")}
    )


@require_http_methods(["GET", "POST"])
def move(request: Request, key: UUID) -> HttpResponse:
    """Another unit answers for the case."""
    case = _case(request, key, Permission.CLASSIFY)
    form = forms.MoveForm(request.POST or None, today=day_of(request.now))

    def save() -> None:
        data = form.cleaned_data
        correcting.move_case(
            request.actor, key, data["unit"], reason=data["reason"], now=request.now
        )

    return _form_page(
        request, case, form, save, "cases/step.html", {"title": _("Hand the case over")}
    )


@require_http_methods(["GET", "POST"])
def re_positive(request: Request, key: UUID) -> HttpResponse:
    """What is known of a re-positive, and what it was found to be."""
    case = _case(request, key, Permission.CLASSIFY)
    linked = getattr(case, "re_positive", None) if case.previous_id else None
    if linked is None:
        raise NotThere
    names = ("state", "circumstance", "epidemiology", "cause", "laboratory")
    form = forms.RePositiveForm(
        request.POST or None,
        initial={name: getattr(linked, name) for name in names}
        | {"seen": case.changed_at.isoformat()},
    )

    def save() -> None:
        decide_re_positive(
            request.actor,
            key,
            form.finding(),
            seen_at=form.cleaned_data["seen"],
            now=request.now,
        )

    return _form_page(request, case, form, save, "cases/re_positive.html")


@require_POST
def link(request: Request, key: UUID, previous: UUID) -> HttpResponse:
    """The case follows that episode: it is a re-positive."""
    link_re_positive(request.actor, key, previous, now=request.now)
    messages.success(request, _("The case is linked to the earlier episode: no new case."))
    return redirect("cases:case", key)


@require_http_methods(["GET", "POST"])
def unlink(request: Request, key: UUID) -> HttpResponse:
    """The case stands for itself again."""
    case = _case(request, key, Permission.CLASSIFY)
    form = forms.ReasonForm(request.POST or None)

    def save() -> None:
        unlink_re_positive(request.actor, key, form.cleaned_data["reason"], now=request.now)

    return _form_page(
        request, case, form, save, "cases/step.html", {"title": _("It is a new case")}
    )


def _case(request: Request, key: UUID, permission: Permission) -> Any:
    """The case in sight; Refused for who may not change it so."""
    found: Any = queries.get_case(request.actor, key)
    if not request.actor.may(permission, found.path):
        raise Refused(_("You may not change this case."))
    dress([found])
    log_reading(request.actor, [found.person_id], "cases:case", request.now)
    return found


def _form_page(
    request: Request,
    case: Any,
    form: Any,
    save: Callable[[], None],
    template: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Draw the form; once it is valid, save and go back, or show beside it why it was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, _("Saved."))
            # Who handed the case over may not see it any more.
            if queries.cases(request.actor).filter(pk=case.pk).exists():
                return redirect("cases:case", case.key)
            return redirect("cases:line_list")
    status = 422 if request.method == "POST" else 200
    response = render(
        request, template, {"case": case, "form": form, **(context or {})}, status=status
    )
    response["Cache-Control"] = "no-store, private"
    return response
