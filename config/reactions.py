"""Who listens to what: event -> reactions, each run as a job after the event's transaction.

A reaction is a function `on_<domain>_<event>(entry)` in a domain's `reactions.py`. It gets the
audit entry, is idempotent, and may be run again.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "directives.Approved": (
        "lachan.tasks.reactions.on_directives_approved",
        "lachan.policies.reactions.on_directives_approved",
    ),
    "directives.ClauseChanged": ("lachan.tasks.reactions.on_directives_clause_changed",),
    "policies.RuleChanged": (
        "lachan.arrivals.reactions.on_policies_rule_changed",
        "lachan.contacts.reactions.on_policies_rule_changed",
    ),
    "policies.AreaNamed": ("lachan.arrivals.reactions.on_policies_area_named",),
    "policies.RulesImported": (
        "lachan.arrivals.reactions.on_policies_rules_imported",
        "lachan.contacts.reactions.on_policies_rules_imported",
    ),
    "cases.Opened": (
        "lachan.tracing.reactions.on_cases_opened",
        "lachan.contacts.reactions.on_cases_opened",
    ),
    "cases.WindowChanged": ("lachan.contacts.reactions.on_cases_window_changed",),
    "cases.Classified": ("lachan.contacts.reactions.on_cases_classified",),
    "cases.RePositiveDecided": ("lachan.contacts.reactions.on_cases_re_positive_decided",),
    "tracing.LineAdded": ("lachan.contacts.reactions.on_tracing_line_added",),
    "tracing.LineStruck": (
        "lachan.tracing.reactions.on_tracing_line_struck",
        "lachan.contacts.reactions.on_tracing_line_struck",
    ),
    "tracing.StaysGathered": ("lachan.contacts.reactions.on_tracing_stays_gathered",),
    "contacts.LevelSet": ("lachan.contacts.reactions.on_contacts_level_set",),
    "people.Merged": ("lachan.contacts.reactions.on_people_merged",),
    "people.Unmerged": ("lachan.contacts.reactions.on_people_unmerged",),
    "cases.Corrected": ("lachan.tracing.reactions.on_cases_corrected",),
    "cases.Isolated": ("lachan.tracing.reactions.on_cases_isolated",),
    "cases.Moved": ("lachan.tracing.reactions.on_cases_moved",),
    "lists.Imported": (
        "lachan.transport.reactions.on_lists_imported",
        "lachan.arrivals.reactions.on_lists_imported",
        "lachan.cases.reactions.on_lists_imported",
    ),
}

# Reactions of which one runs at a time, in the order of the news: a trace of the whole province
# would else keep every place of the worker waiting for the trace before it.
LOCKS: dict[str, str] = {"lachan.contacts.reactions": "contacts.tracing"}
