"""Words of policies."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "policies.read"
    DRAFT = "policies.draft"
    APPROVE = "policies.approve"


class Measure(StrEnum):
    """What a person must do, from the mildest to the strictest."""

    NONE = "none"
    DECLARE = "declare"
    TEST = "test"
    HEALTH_MONITORING = "health_monitoring"
    HOME_QUARANTINE = "home_quarantine"
    CENTRALISED_QUARANTINE = "centralised_quarantine"


class ZeroEvent(StrEnum):
    """From which day days are counted; day 0 is the event's own day."""

    ARRIVAL = "arrival"
    LAST_EXPOSURE = "last_exposure"
    LEFT_AREA = "left_area"
    MEASURE_START = "measure_start"


class Who(StrEnum):
    PERSON = "person"
    HOUSEHOLD = "household"


class RuleState(StrEnum):
    DRAFT = "draft"  # written down, judged by nobody
    IN_FORCE = "in_force"  # put in force by a second person; holds from its day to its day
    DROPPED = "dropped"  # a draft that was not wanted
