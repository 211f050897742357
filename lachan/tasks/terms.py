"""Words of tasks."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "tasks.read"
    RECEIVE = "tasks.receive"
    WORK = "tasks.work"
    REFUSE = "tasks.refuse"
    ASSIGN = "tasks.assign"
    ACCEPT = "tasks.accept"
    REMIND = "tasks.remind"
    DECIDE = "tasks.decide"


class TaskState(StrEnum):
    """Stages of a task; who acts next is in brackets."""

    GIVEN = "given"  # (lead) acknowledge or refuse
    RECEIVED = "received"  # (lead) begin
    REFUSED = "refused"  # (superior) uphold the refusal or insist
    IN_PROGRESS = "in_progress"  # (lead) finish with proof
    DONE = "done"  # (assigner) accept or return
    RETURNED = "returned"  # (lead) finish again
    ACCEPTED = "accepted"  # nobody: closed
    SUSPENDED = "suspended"  # nobody, while its clause is suspended
    WITHDRAWN = "withdrawn"  # nobody: its clause was repealed, or the refusal was upheld


OPEN = frozenset(
    {
        TaskState.GIVEN,
        TaskState.RECEIVED,
        TaskState.REFUSED,
        TaskState.IN_PROGRESS,
        TaskState.RETURNED,
    }
)
CLOSED = frozenset({TaskState.ACCEPTED, TaskState.WITHDRAWN})
# What the assigner still waits for, or must act on: all that is neither closed nor suspended.
LIVING = OPEN | {TaskState.DONE}


class Verb(StrEnum):
    """What a person can do to a task; each is one action."""

    RECEIVE = "receive"
    REFUSE = "refuse"
    UPHOLD = "uphold"
    INSIST = "insist"
    BEGIN = "begin"
    FINISH = "finish"
    ACCEPT = "accept"
    RETURN = "return"
    ASSIGN = "assign"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESUME = "resume"
    RESCHEDULE = "reschedule"
    REMIND = "remind"
    ASK_FOR_HELP = "ask_for_help"
    ANSWER_HELP = "answer_help"


class Side(StrEnum):
    """On which side of a task a verb stands: at the lead's path, or at the assigner's."""

    LEAD = "lead"
    ASSIGNER = "assigner"


class Stage(StrEnum):
    """Where a late task stands still."""

    NO_LEAD = "no_lead"
    NOT_RECEIVED = "not_received"
    REFUSAL_UNDECIDED = "refusal_undecided"
    NOT_BEGUN = "not_begun"
    NOT_FINISHED = "not_finished"
    NOT_CORRECTED = "not_corrected"
    RESULT_UNDECIDED = "result_undecided"


class Rung(StrEnum):
    """Who is told, in this order, while nobody acts: the three levels of warning."""

    LEAD = "lead"
    ASSIGNER = "assigner"
    LEADER = "leader"


class AlertKind(StrEnum):
    """What an alert is about; a reminder comes before the deadline, the others after it."""

    REMINDER = "reminder"
    UNACKNOWLEDGED = "unacknowledged"
    OVERDUE = "overdue"
    UNDECIDED = "undecided"


class DutyState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class ShareRole(StrEnum):
    """Why a unit other than the lead sees a task."""

    ASSIGNER = "assigner"
    SUPPORTER = "supporter"
    RECIPIENT = "recipient"
