"""Words of the command: what a unit reports, how far a report is, what the province makes of it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    READ = "command.read"
    REPORT = "command.report"
    SUBMIT = "command.submit"
    CONSOLIDATE = "command.consolidate"
    SIGN = "command.sign"
    CONFIGURE = "command.configure"


class Group(StrEnum):
    """Under which heading a figure stands."""

    EPIDEMIOLOGY = "epidemiology"
    QUARANTINE = "quarantine"
    TESTING = "testing"
    TREATMENT = "treatment"
    VACCINATION = "vaccination"
    CHECKPOINTS = "checkpoints"
    VIOLATIONS = "violations"
    LOGISTICS = "logistics"
    TASKS = "tasks"


class Reporter(StrEnum):
    """What kind of body reports a figure: its level, or its system."""

    DISTRICT = "district"
    COMMUNE = "commune"
    HEALTH = "health"
    POLICE = "police"
    MILITARY = "military"
    BORDER_GUARD = "border_guard"
    DEPARTMENT = "department"
    PARTY = "party"
    FRONT = "front"
    OTHER = "other"
    PROVINCE = "province"


class Source(StrEnum):
    """Where a figure's value comes from."""

    TYPED = "typed"
    COMPUTED = "computed"


class ReportState(StrEnum):
    """Life of a unit's report."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"


class Window(StrEnum):
    """Where an instant stands in the reporting window of a day."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


class Standing(StrEnum):
    """How a unit stands towards its duty to report on a day."""

    AWAITED = "awaited"
    SUBMITTED = "submitted"
    LATE = "late"
    RETURNED = "returned"
    MISSING = "missing"


class Section(StrEnum):
    """The parts of a report that are words."""

    RESULTS = "results"
    DIFFICULTIES = "difficulties"
    PROPOSALS = "proposals"
    HELP_WANTED = "help_wanted"


class ConsolidationState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"


class Step(StrEnum):
    """What the schedule does on a reporting day, each once."""

    OPENED = "opened"
    REMINDED = "reminded"
    CLOSED = "closed"


GROUP_LABELS = {
    Group.EPIDEMIOLOGY: _("Epidemiology"),
    Group.QUARANTINE: _("Quarantine"),
    Group.TESTING: _("Testing"),
    Group.TREATMENT: _("Treatment"),
    Group.VACCINATION: _("Vaccination"),
    Group.CHECKPOINTS: _("Checkpoints"),
    Group.VIOLATIONS: _("Violations"),
    Group.LOGISTICS: _("Logistics"),
    Group.TASKS: _("Tasks and documents"),
}
REPORTER_LABELS = {
    Reporter.DISTRICT: _("Districts"),
    Reporter.COMMUNE: _("Communes"),
    Reporter.HEALTH: _("Health"),
    Reporter.POLICE: _("Police"),
    Reporter.MILITARY: _("Military"),
    Reporter.BORDER_GUARD: _("Border guard"),
    Reporter.DEPARTMENT: _("Departments"),
    Reporter.PARTY: _("Party bodies"),
    Reporter.FRONT: _("Fatherland Front and unions"),
    Reporter.OTHER: _("Other bodies"),
    Reporter.PROVINCE: _("The consolidating office itself"),
}
SOURCE_LABELS = {Source.TYPED: _("Typed"), Source.COMPUTED: _("Computed")}
STATE_LABELS = {
    ReportState.DRAFT: _("Draft"),
    ReportState.SUBMITTED: _("Sent"),
    ReportState.RETURNED: _("Returned"),
}
STANDING_LABELS = {
    Standing.AWAITED: _("Not yet due"),
    Standing.SUBMITTED: _("Sent in time"),
    Standing.LATE: _("Sent late"),
    Standing.RETURNED: _("Returned"),
    Standing.MISSING: _("Not sent"),
}
WINDOW_LABELS = {
    Window.NOT_OPEN: _("Not open yet"),
    Window.OPEN: _("Open for sending"),
    Window.LATE: _("Past the cut-off"),
    Window.CLOSED: _("Closed"),
}
SECTION_LABELS = {
    Section.RESULTS: _("Results of the day"),
    Section.DIFFICULTIES: _("Difficulties and obstacles"),
    Section.PROPOSALS: _("Proposals and recommendations"),
    Section.HELP_WANTED: _("Support asked for"),
}
CONSOLIDATION_LABELS = {
    ConsolidationState.DRAFT: _("Draft"),
    ConsolidationState.SIGNED: _("Signed"),
}
WORLDS = ("state", "party")
