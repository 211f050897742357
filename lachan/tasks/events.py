"""What happens to tasks.

Each event that moves a task carries the columns as they were before (`before`), so that the
history shows what changed and a slip of the thumb can be undone. `batch` is shared by the rows of
one bulk action, empty for a single one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from lachan.tasks.terms import AlertKind, Rung, TaskState


@dataclass(frozen=True)
class TasksCreated:
    """An approved document gave tasks and duties to units."""

    document_id: int
    tasks: int
    duties: int
    without_lead: int


@dataclass(frozen=True)
class Given:
    """A task was given to a lead (or to nobody yet), by a document, by hand or by a duty."""

    task_id: int
    lead: str
    urgency: str
    due_at: datetime | None
    receive_by: datetime
    source: str


@dataclass(frozen=True)
class Moved:
    """What all transitions tell."""

    task_id: int
    state: TaskState
    before: dict[str, object] = field(default_factory=dict)
    batch: str = ""


@dataclass(frozen=True)
class Received(Moved):
    """The lead acknowledged."""


@dataclass(frozen=True)
class Refused(Moved):
    """The lead refused, with its reason."""

    reason: str = ""


@dataclass(frozen=True)
class RefusalUpheld(Moved):
    """The superior agreed with the refusal: the task was withdrawn, or given to another lead."""

    note: str = ""
    new_lead: str = ""


@dataclass(frozen=True)
class RefusalOverruled(Moved):
    """The superior insisted: the task was given again to the same lead."""

    note: str = ""


@dataclass(frozen=True)
class Begun(Moved):
    """Work began."""


@dataclass(frozen=True)
class Finished(Moved):
    """The lead handed in the result with its proof."""

    reference: str = ""
    files: int = 0


@dataclass(frozen=True)
class Accepted(Moved):
    """The assigner accepted the result: the task is closed."""

    note: str = ""


@dataclass(frozen=True)
class Returned(Moved):
    """The assigner returned the result, saying what is missing."""

    reason: str = ""


@dataclass(frozen=True)
class Assigned(Moved):
    """The task was given to a (different) lead."""

    lead: str = ""
    note: str = ""


@dataclass(frozen=True)
class Withdrawn(Moved):
    """The task was withdrawn, with the reason."""

    reason: str = ""


@dataclass(frozen=True)
class Suspended(Moved):
    """The task stands still with its clause."""

    reason: str = ""


@dataclass(frozen=True)
class Resumed(Moved):
    """The task goes on."""

    reason: str = ""


@dataclass(frozen=True)
class Rescheduled(Moved):
    """The assigner set another deadline, with the reason."""

    due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class HelpAsked(Moved):
    """The lead asked for help."""

    text: str = ""


@dataclass(frozen=True)
class HelpAnswered(Moved):
    """The assigner answered a call for help."""

    text: str = ""


@dataclass(frozen=True)
class Undone:
    """A person took back what they had just done; the task is as it was before that entry."""

    task_id: int
    entry_id: int
    undone: str


@dataclass(frozen=True)
class Reminded:
    """The assigner reminded the lead."""

    task_id: int
    text: str


@dataclass(frozen=True)
class Commented:
    """Somebody wrote a remark."""

    task_id: int
    comment_id: int
    text: str


@dataclass(frozen=True)
class Attached:
    """A file was attached and kept with its digest."""

    task_id: int
    attachment_id: int
    file_name: str
    sha256: str


@dataclass(frozen=True)
class ClauseNoted:
    """A later directive changed the clause that the task serves, without stopping it."""

    task_id: int
    clause_id: int
    by_document_id: int
    note: str


@dataclass(frozen=True)
class LatenessNoticed:
    """A passed (or near) deadline was noticed, and a rung of the ladder was told."""

    task_id: int
    kind: AlertKind
    rung: Rung
    deadline: datetime
    told: tuple[str, ...]


@dataclass(frozen=True)
class DutyChanged:
    """A duty was suspended, resumed or ended with its clause or by the assigner."""

    duty_id: int
    state: str
    on: date
    reason: str
