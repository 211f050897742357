"""One task: its page, what may be done to it, remarks and files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.actor import Actor
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.notifications.queries import told_about
from lachan.tasks.actions import clauses, deciding, giving, talking, working
from lachan.tasks.actions.moving import undo
from lachan.tasks.forms import (
    AnswerForm,
    AssignForm,
    CommentForm,
    FileForm,
    FinishForm,
    HelpForm,
    NoteForm,
    ReasonForm,
    RemindForm,
    RescheduleForm,
    ReturnForm,
    TaskForm,
    UpholdForm,
    VerbForm,
)
from lachan.tasks.queries.late import office_names, red_card
from lachan.tasks.queries.tasks import (
    Choice,
    choices,
    get_attachment,
    get_task,
    history,
    may_take_part,
    undoable_entry,
)
from lachan.tasks.rules.words import RUNGS, STAGES, VERBS
from lachan.tasks.terms import TaskState, Verb
from lachan.tasks.views.cards import card_of, history_lines, steps_of

HISTORY_SHOWN = 100
TOLD_SHOWN = 30
UNDO = "tasks.undo"

FORMS: dict[Verb, type[VerbForm]] = {
    Verb.RECEIVE: VerbForm,
    Verb.REFUSE: ReasonForm,
    Verb.UPHOLD: UpholdForm,
    Verb.INSIST: ReasonForm,
    Verb.BEGIN: VerbForm,
    Verb.FINISH: FinishForm,
    Verb.ACCEPT: NoteForm,
    Verb.RETURN: ReturnForm,
    Verb.ASSIGN: AssignForm,
    Verb.WITHDRAW: ReasonForm,
    Verb.SUSPEND: ReasonForm,
    Verb.RESUME: ReasonForm,
    Verb.RESCHEDULE: RescheduleForm,
    Verb.REMIND: RemindForm,
    Verb.ASK_FOR_HELP: HelpForm,
    Verb.ANSWER_HELP: AnswerForm,
}
# The one thing to do next, by state; shown large, under the thumb.
NEXT = {
    TaskState.GIVEN: (Verb.RECEIVE, Verb.ASSIGN),
    TaskState.RECEIVED: (Verb.FINISH, Verb.BEGIN),
    TaskState.IN_PROGRESS: (Verb.FINISH,),
    TaskState.RETURNED: (Verb.FINISH,),
    TaskState.DONE: (Verb.ACCEPT, Verb.RETURN),
    TaskState.REFUSED: (Verb.UPHOLD, Verb.INSIST),
    TaskState.SUSPENDED: (Verb.RESUME,),
}
WORDLESS: dict[Verb, Callable[[Actor, int, datetime], object]] = {
    Verb.RECEIVE: working.receive,
    Verb.BEGIN: working.begin,
}
WORDED: dict[Verb, Callable[[Actor, int, str, datetime], object]] = {
    Verb.REFUSE: working.refuse,
    Verb.ASK_FOR_HELP: working.ask_for_help,
    Verb.INSIST: deciding.insist,
    Verb.RETURN: deciding.return_task,
    Verb.WITHDRAW: deciding.withdraw,
    Verb.ANSWER_HELP: deciding.answer_help,
    Verb.SUSPEND: clauses.suspend,
    Verb.RESUME: clauses.resume,
    Verb.REMIND: talking.remind,
}
AT_ONCE = frozenset({Verb.RECEIVE, Verb.BEGIN, Verb.ACCEPT})


@require_GET
def task(request: Request, pk: int) -> HttpResponse:
    """Everything about one task."""
    return _page(request, pk, {})


def _page(
    request: Request, pk: int, bound: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    """The page, with a form that was filled wrongly in its place."""
    actor, now = request.actor, request.now
    found = get_task(actor, pk)
    held = {choice.verb: choice for choice in choices(actor, found, now)}
    names = office_names({found.assigner_path})
    red = red_card(found, now, names)
    following = [
        held[verb]
        for verb in NEXT.get(TaskState(found.state), ())
        if verb in held and held[verb].is_open
    ]
    finish_form = None
    if Verb.FINISH in {choice.verb for choice in following}:
        finish_form = bound.get("finish") or FinishForm(actor=actor, now=now)
    context = {
        "task": found,
        "card": card_of(found, now),
        "red": red,
        "red_stage": STAGES[red.late.stage] if red else "",
        "red_rung": RUNGS[red.late.rung] if red else "",
        "document_url": _document_url(found),
        "office": names.get(found.assigner_path, found.assigner_path),
        "steps": steps_of(found),
        "next": [_button(choice) for choice in following if choice.verb != Verb.FINISH],
        "finish_form": finish_form,
        "others": [
            _button(choice)
            for choice in held.values()
            if choice.is_open and choice not in following
        ],
        "barred": [
            _button(choice)
            for choice in held.values()
            if not choice.is_open and choice.verb != Verb.ANSWER_HELP
        ],
        "may_take_part": may_take_part(actor, found),
        "comment_form": bound.get("comment") or CommentForm(),
        "file_form": bound.get("file") or FileForm(),
        "told": told_about(found)[:TOLD_SHOWN],
        "history": history_lines(list(history(found)[:HISTORY_SHOWN])),
    }
    return render(request, "tasks/task.html", context, status=status)


def _document_url(found: Any) -> str:
    """The clause on the page of its document, when there is such a page."""
    if found.clause is None:
        return ""
    try:
        page = reverse("directives:document", args=[found.clause.document_id])
    except NoReverseMatch:
        return ""
    return f"{page}#clause-{found.clause_id}"


def _button(choice: Choice) -> dict[str, Any]:
    return {
        "verb": str(choice.verb),
        "name": VERBS[choice.verb],
        "reasons": choice.reasons,
        "at_once": choice.verb in AT_ONCE,
        "danger": choice.verb in (Verb.WITHDRAW, Verb.REFUSE, Verb.SUSPEND),
    }


@require_http_methods(["GET", "POST"])
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Do one verb: ask for what it needs, do it, go back to the task."""
    if verb not in set(Verb):
        raise NotThere
    chosen = Verb(verb)
    form_class = FORMS[chosen]
    if request.method == "POST":
        form = form_class(request.POST, request.FILES, actor=request.actor, now=request.now)
        if form.is_valid():
            try:
                _perform(request, pk, chosen, form.cleaned_data)
            except Refused as refused:
                if not form.fields:
                    raise
                for reason in refused.reasons:
                    form.add_error(None, reason)
            else:
                return _done(request, pk, chosen)
        if chosen == Verb.FINISH:
            return _page(request, pk, {"finish": form}, status=422)
    else:
        form = form_class(actor=request.actor, now=request.now)
    found = get_task(request.actor, pk)
    held = {choice.verb: choice for choice in choices(request.actor, found, request.now)}
    if chosen not in held:
        raise NotThere
    return render(
        request,
        "tasks/act.html",
        {
            "task": found,
            "card": card_of(found, request.now),
            "choice": _button(held[chosen]),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )


def _perform(request: Request, pk: int, verb: Verb, said: dict[str, Any]) -> None:
    """Call the action of the verb."""
    actor, now = request.actor, request.now
    words = said.get("words", "")
    if verb == Verb.FINISH:
        working.finish(
            actor,
            pk,
            words,
            now,
            reference=said["reference"],
            files=[talking.Upload(file.name, file.read()) for file in said["papers"]],
        )
    elif verb == Verb.UPHOLD:
        lead = int(said["lead"]) if said["lead"] else None
        deciding.uphold_refusal(actor, pk, words, now, new_lead_id=lead)
    elif verb == Verb.ASSIGN:
        deciding.assign(actor, pk, int(said["lead"]), now, note=words)
    elif verb == Verb.RESCHEDULE:
        deciding.reschedule(actor, pk, said["due_at"], words, now)
    elif verb == Verb.ACCEPT:
        deciding.accept(actor, pk, now, note=words)
    elif verb in WORDLESS:
        WORDLESS[verb](actor, pk, now)
    else:
        WORDED[verb](actor, pk, words, now)


def _done(request: Request, pk: int, verb: Verb) -> HttpResponse:
    """Back to the task (or to where it is still seen), with an undo where there is one."""
    entry = undoable_entry(request.actor, pk)
    undo_url = ""
    if entry is not None:
        undo_url = reverse("tasks:undo", args=[signing.dumps(entry, salt=UNDO)])
    messages.success(request, _("Done: %(verb)s.") % {"verb": VERBS[verb]}, extra_tags=undo_url)
    try:
        get_task(request.actor, pk)
    except NotThere:
        return redirect("tasks:board")
    return redirect("tasks:task", pk)


@require_POST
def take_back(request: Request, token: str) -> HttpResponse:
    """Undo one step."""
    try:
        entry = signing.loads(token, salt=UNDO, max_age=3600)
    except signing.BadSignature as bad:
        raise NotThere from bad
    done = undo(request.actor, int(entry), request.now)
    messages.success(request, _("Taken back."))
    return redirect("tasks:task", done.pk)


@require_POST
def comment(request: Request, pk: int) -> HttpResponse:
    """Write a remark."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {"comment": form}, status=422)
    talking.comment(request.actor, pk, form.cleaned_data["text"], request.now)
    return redirect(reverse("tasks:task", args=[pk]) + "#remarks")


@require_POST
def attach(request: Request, pk: int) -> HttpResponse:
    """Attach files."""
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            for file in form.cleaned_data["papers"]:
                talking.attach(
                    request.actor, pk, talking.Upload(file.name, file.read()), request.now
                )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("papers", reason)
        else:
            return redirect(reverse("tasks:task", args=[pk]) + "#files")
    return _page(request, pk, {"file": form}, status=422)


@require_GET
def attachment(request: Request, pk: int, attachment_id: int) -> FileResponse:
    """A file as it came; always saved, never shown or run by the browser."""
    kept = get_attachment(request.actor, pk, attachment_id)
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=True,
        filename=kept.file_name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox"
    return response


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Give a task by hand."""
    if request.method == "POST":
        form = TaskForm(request.POST, actor=request.actor, now=request.now)
        if form.is_valid():
            said = form.cleaned_data
            draft = giving.Draft(
                title=said["title"],
                text=said["text"],
                lead_id=int(said["lead"]) if said["lead"] else None,
                supporter_ids=said["supporters"],
                product=said["product"],
                proof_required=said["proof_required"],
                urgency=said["urgency"],
                due_at=said["due_at"],
            )
            try:
                given = giving.create_task(request.actor, draft, request.now)
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, reason)
            else:
                messages.success(request, _("The task is given."))
                return redirect("tasks:task", given.pk)
    else:
        form = TaskForm(actor=request.actor, now=request.now)
    return render(
        request, "tasks/create.html", {"form": form}, status=422 if form.is_bound else 200
    )
