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


class AlertKind(StrEnum):
    UNACKNOWLEDGED = "unacknowledged"
    OVERDUE = "overdue"


class ShareRole(StrEnum):
    """Why a unit other than the lead sees a task."""

    ASSIGNER = "assigner"
    SUPPORTER = "supporter"
    RECIPIENT = "recipient"
