"""What runs when: name -> (cron, action). Each action takes the instant at which it was due.

The job queue defers each due instant once, however many workers run; the actions are idempotent
besides, so a restart or a stopped clock changes nothing.
"""

SCHEDULE: dict[str, tuple[str, str]] = {
    "messages_lost": ("*/5 * * * *", "lachan.notifications.actions.settle_lost"),
    "directives_changes": (
        "*/5 * * * *",
        "lachan.directives.actions.change_clauses.apply_due_changes",
    ),
    "tasks_duties": ("* * * * *", "lachan.tasks.actions.duties.generate_duty_instances"),
    "tasks_lateness": ("* * * * *", "lachan.tasks.actions.lateness.notice_lateness"),
    "people_linking": ("*/10 * * * *", "lachan.people.actions.linking.link_due"),
    "command_day": ("* * * * *", "lachan.command.actions.day.take_due_steps"),
    "arrivals_reruns": ("* * * * *", "lachan.arrivals.actions.rerunning.run_due"),
    "arrivals_lateness": ("*/5 * * * *", "lachan.arrivals.actions.telling.tell_lateness"),
    "arrivals_uses": ("0 3 * * *", "lachan.arrivals.actions.using.forget_uses"),
    "transport_notice": ("* * * * *", "lachan.transport.actions.noticing.notice"),
    "contacts_ended": ("5 0 * * *", "lachan.contacts.actions.ending.end_due"),
    "contacts_day": ("10 0 * * *", "lachan.contacts.actions.tracing.trace_day"),
    "tracing_stays": ("*/5 * * * *", "lachan.tracing.actions.gathering.gather_stays"),
    "contacts_lateness": ("*/5 * * * *", "lachan.contacts.actions.calls.tell_lateness"),
    "lists_unfinished": ("* * * * *", "lachan.lists.actions.running.resume_unfinished"),
    "checkpoints_waiting": (
        "* * * * *",
        "lachan.checkpoints.actions.working_in.running.work_in_waiting",
    ),
    "checkpoints_gaps": ("*/10 * * * *", "lachan.checkpoints.actions.gaps.give_up_gaps"),
}

# What a worker does when it starts, before its first job: work that another one left when it died.
WHEN_WORKER_STARTS: tuple[str, ...] = ("lachan.lists.actions.running.resume_unfinished",)
