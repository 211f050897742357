"""Tasks: one lead each, deadlines to the hour, proof; duties that repeat; alerts fired once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.directives.models import Clause, Proposal
from lachan.places.models import Organisation
from lachan.tasks.rules.deadlines import DueBucket, bucket_ends
from lachan.tasks.rules.duties import DutyFacts
from lachan.tasks.rules.transitions import TaskFacts
from lachan.tasks.terms import OPEN, AlertKind, DutyState, Rung, ShareRole, TaskState


def late_condition(now: datetime) -> Q:
    """The condition that `rules.lateness` finds a task late; a test holds the two together."""
    return (
        Q(state__in=OPEN, due_at__lt=now)
        | Q(state=TaskState.GIVEN, receive_by__lt=now)
        | Q(state__in=(TaskState.REFUSED, TaskState.DONE), decide_by__lt=now)
    )


def due_condition(bucket: str, now: datetime) -> Q:
    """The condition that a deadline falls in a column of the board by deadline."""
    if bucket == DueBucket.NONE:
        return Q(due_at__isnull=True)
    if bucket == DueBucket.LATE:
        return Q(due_at__lt=now)
    low = now
    for name, end in bucket_ends(now).items():
        if name == bucket:
            return Q(due_at__gte=low, due_at__lt=end)
        low = end
    return Q(due_at__gte=low)


class TaskQuerySet(ScopedQuerySet["Task"]):
    shared_through = "shares__path"

    def late(self, now: datetime) -> TaskQuerySet:
        """The tasks on which somebody is late."""
        return self.filter(late_condition(now))


class Duty(models.Model):
    """A duty that repeats ("mỗi ngày 1 lần, từ 16 giờ đến 17 giờ"); it generates tasks.

    `opens` and `closes` are Vietnamese hours of the day on which an instance is due; `weekday`
    (0 is Monday) is set for weekly duties. `next_day` is the first day whose instance was not yet
    made. A unit that acknowledged one instance has acknowledged the duty (`received_at`): the
    following instances are born acknowledged. While no lead is known only the first instance is
    made; choosing its lead chooses the duty's.
    """

    path = path_field()
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="duties")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="duties")
    slot = models.CharField(max_length=320, blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="duties")
    lead_words = models.CharField(max_length=300, blank=True)
    assigner_path = path_field()
    title = models.CharField(max_length=300)
    text = models.TextField()
    every = models.CharField(max_length=10, choices=[(e, e) for e in ("day", "week", "month")])
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField()
    words = models.CharField(max_length=300, blank=True)
    report_to = models.JSONField(default=list, blank=True)
    support_words = models.JSONField(default=list, blank=True)
    product = models.CharField(max_length=300, blank=True)
    proof_required = models.BooleanField(default=True)
    urgency = models.CharField(max_length=20, blank=True)
    given_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    next_day = models.DateField()
    received_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in DutyState], default=DutyState.ACTIVE
    )

    objects = ScopedQuerySet["Duty"].as_manager()

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["path", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "slot"], name="a proposal gives a unit a duty once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def snapshot(self) -> DutyFacts:
        """What the rules need to know."""
        return DutyFacts(
            every=self.every,
            opens=self.opens,
            closes=self.closes,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            weekday=self.weekday,
        )


class Task(models.Model):
    """What one lead must do by when.

    `path` is the lead's; while no lead is known (`lead` null, `lead_words` as written) it is the
    assigner's, who must choose one. Days and hours: `due_at` is the last instant that still meets
    the deadline; `due_words` are the document's own. `slot` says which of a proposal's leads this
    task was made for, and stays when another lead is chosen: the proposal gives it once.
    """

    path = path_field()
    assigner_path = path_field()
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="tasks_assigned"
    )
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="tasks_led")
    lead_words = models.CharField(max_length=300, blank=True)
    roster = models.CharField(max_length=200, blank=True)
    supporters = models.ManyToManyField(Organisation, related_name="tasks_supported", blank=True)
    support_words = models.JSONField(default=list, blank=True)
    report_to = models.JSONField(default=list, blank=True)

    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="tasks")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="tasks")
    slot = models.CharField(max_length=320, blank=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="instances")
    duty_day = models.DateField(null=True, blank=True)

    title = models.CharField(max_length=300)
    text = models.TextField()
    product = models.CharField(max_length=300, blank=True)
    proof_required = models.BooleanField(default=True)
    urgency = models.CharField(max_length=20, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    due_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_relation = models.CharField(max_length=10, blank=True)
    due_precision = models.CharField(max_length=10, blank=True)
    due_words = models.CharField(max_length=300, blank=True)

    state = models.CharField(
        max_length=12, choices=[(s, s) for s in TaskState], default=TaskState.GIVEN
    )
    state_before_suspension = models.CharField(max_length=12, blank=True)
    given_at = models.DateTimeField()
    receive_by = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="tasks_received"
    )
    decide_by = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.TextField(blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    proof_reference = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "slot"],
                condition=Q(duty__isnull=True),
                name="a proposal gives a unit a task once",
            ),
            models.UniqueConstraint(
                fields=["duty", "duty_day"], name="a duty gives one task a day"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="task_by_state_and_deadline"),
            models.Index(fields=["path", "state"], name="task_by_lead_and_state"),
            models.Index(fields=["assigner_path", "state"], name="task_by_assigner_and_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def snapshot(self) -> TaskFacts:
        """What the rules need to know."""
        return TaskFacts(
            state=TaskState(self.state),
            given_at=self.given_at,
            receive_by=self.receive_by,
            due_at=self.due_at,
            decide_by=self.decide_by,
            urgency=self.urgency,
            has_lead=self.lead_id is not None,
            proof_required=self.proof_required,
            product=self.product,
            help_wanted=bool(self.help_wanted),
        )


class TaskShare(models.Model):
    """A unit that sees the task without leading it, and why."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="shares")
    path = path_field()
    role = models.CharField(max_length=12, choices=[(r, r) for r in ShareRole])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "path", "role"], name="a task is shared with a unit once a role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.path} ({self.role})"


class Alert(models.Model):
    """A lateness that was noticed; once for each task, kind, rung and deadline, whoever looks."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=16, choices=[(k, k) for k in AlertKind])
    rung = models.CharField(max_length=10, choices=[(r, r) for r in Rung])
    deadline = models.DateTimeField()
    noticed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "kind", "rung", "deadline"], name="a lateness is noticed once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class Comment(models.Model):
    """A remark on a task by someone who sees it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file on a task; proof of its being done when `is_proof`."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="tasks", max_length=200)
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    file_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_proof = models.BooleanField(default=False)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["attached_at", "id"]

    def __str__(self) -> str:
        return self.file_name
