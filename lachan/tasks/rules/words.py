"""How states, verbs, stages and events are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.tasks.rules.deadlines import DueBucket
from lachan.tasks.terms import AlertKind, DutyState, Rung, ShareRole, Side, Stage, TaskState, Verb

STATES: dict[str, object] = {
    TaskState.GIVEN: _("Not acknowledged"),
    TaskState.RECEIVED: _("Acknowledged"),
    TaskState.REFUSED: _("Refused"),
    TaskState.IN_PROGRESS: _("In progress"),
    TaskState.DONE: _("Handed in"),
    TaskState.RETURNED: _("Returned"),
    TaskState.ACCEPTED: _("Accepted and closed"),
    TaskState.SUSPENDED: _("Suspended"),
    TaskState.WITHDRAWN: _("Withdrawn"),
}

VERBS: dict[str, object] = {
    Verb.RECEIVE: _("Acknowledge"),
    Verb.REFUSE: _("Refuse"),
    Verb.UPHOLD: _("Agree with the refusal"),
    Verb.INSIST: _("Insist"),
    Verb.BEGIN: _("Begin"),
    Verb.FINISH: _("Hand in the result"),
    Verb.ACCEPT: _("Accept the result"),
    Verb.RETURN: _("Return"),
    Verb.ASSIGN: _("Choose the lead unit"),
    Verb.WITHDRAW: _("Withdraw"),
    Verb.SUSPEND: _("Suspend"),
    Verb.RESUME: _("Let it go on"),
    Verb.RESCHEDULE: _("Change the deadline"),
    Verb.REMIND: _("Remind"),
    Verb.ASK_FOR_HELP: _("Ask for help"),
    Verb.ANSWER_HELP: _("Answer the call for help"),
}

STAGES: dict[str, object] = {
    Stage.NO_LEAD: _("no lead unit chosen"),
    Stage.NOT_RECEIVED: _("not acknowledged"),
    Stage.REFUSAL_UNDECIDED: _("refusal not decided"),
    Stage.NOT_BEGUN: _("acknowledged, not begun"),
    Stage.NOT_FINISHED: _("in progress, not handed in"),
    Stage.NOT_CORRECTED: _("returned, not corrected"),
    Stage.RESULT_UNDECIDED: _("result not accepted yet"),
}

SIDES: dict[str, object] = {
    Side.LEAD: _("lead unit"),
    Side.ASSIGNER: _("office that gave the task"),
}

RUNGS: dict[str, object] = {
    Rung.LEAD: _("head of the lead unit"),
    Rung.ASSIGNER: _("office that gave the task"),
    Rung.LEADER: _("leader of the office that gave the task"),
}

ALERTS: dict[str, object] = {
    AlertKind.REMINDER: _("Due soon"),
    AlertKind.UNACKNOWLEDGED: _("Not acknowledged in time"),
    AlertKind.OVERDUE: _("Overdue"),
    AlertKind.UNDECIDED: _("Decision overdue"),
}

# Which deadline an alert speaks of.
DEADLINES: dict[str, object] = {
    AlertKind.REMINDER: _("deadline of the task"),
    AlertKind.UNACKNOWLEDGED: _("deadline to acknowledge"),
    AlertKind.OVERDUE: _("deadline of the task"),
    AlertKind.UNDECIDED: _("deadline to decide"),
}

BUCKETS: dict[str, object] = {
    DueBucket.LATE: _("Overdue"),
    DueBucket.TODAY: _("Today"),
    DueBucket.TWO_DAYS: _("Within two days"),
    DueBucket.WEEK: _("This week"),
    DueBucket.LATER: _("Later"),
    DueBucket.NONE: _("No deadline"),
}

ROLES: dict[str, object] = {
    ShareRole.ASSIGNER: _("gave the task"),
    ShareRole.SUPPORTER: _("supports"),
    ShareRole.RECIPIENT: _("is reported to"),
}

DUTY_STATES: dict[str, object] = {
    DutyState.ACTIVE: _("Running"),
    DutyState.SUSPENDED: _("Suspended"),
    DutyState.ENDED: _("Ended"),
}

EVERY: dict[str, object] = {
    "day": _("every day"),
    "week": _("every week"),
    "month": _("every month"),
}

EVENTS: dict[str, object] = {
    "tasks.Given": _("Given"),
    "tasks.Received": _("Acknowledged"),
    "tasks.Refused": _("Refused"),
    "tasks.RefusalUpheld": _("Refusal agreed with"),
    "tasks.RefusalOverruled": _("Refusal overruled"),
    "tasks.Begun": _("Begun"),
    "tasks.Finished": _("Result handed in"),
    "tasks.Accepted": _("Result accepted"),
    "tasks.Returned": _("Result returned"),
    "tasks.Assigned": _("Lead unit chosen"),
    "tasks.Withdrawn": _("Withdrawn"),
    "tasks.Suspended": _("Suspended"),
    "tasks.Resumed": _("Goes on"),
    "tasks.Rescheduled": _("Deadline changed"),
    "tasks.HelpAsked": _("Help asked for"),
    "tasks.HelpAnswered": _("Call for help answered"),
    "tasks.Undone": _("Taken back"),
    "tasks.Reminded": _("Reminded"),
    "tasks.Commented": _("Remark"),
    "tasks.Attached": _("File attached"),
    "tasks.ClauseNoted": _("The clause was amended"),
    "tasks.LatenessNoticed": _("Warning"),
    "tasks.DutyChanged": _("Duty changed"),
}

# What a reminder usually says, ready to send.
REMINDERS: tuple[object, ...] = (
    _("Please acknowledge the task at once."),
    _("Please report progress today."),
    _("The deadline has passed: please hand in the result and say why it is late."),
    _("Please add the proof document."),
)
