"""Words of cases."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "cases.read"
    OPEN = "cases.open"  # open a case, correct it, set its source, isolate
    CLASSIFY = "cases.classify"  # say what it is: classification, re-positive, outcome
    EXPORT = "cases.export"
    SET_LIMITS = "cases.set_limits"  # durations and case definitions


class Classification(StrEnum):
    """What a case is held to be, by the definition in force when that was said."""

    SUSPECTED = "suspected"
    PROBABLE = "probable"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


# Held to be ill: these have an infectious window, and their contacts are looked for.
STANDING = (Classification.SUSPECTED, Classification.PROBABLE, Classification.CONFIRMED)


class Symptoms(StrEnum):
    UNKNOWN = "unknown"
    NONE = "none"  # asymptomatic when last asked
    PRESENT = "present"


class Result(StrEnum):
    """A test as far as it counts for a definition."""

    UNKNOWN = "unknown"  # not taken, or not back
    POSITIVE = "positive"
    NEGATIVE = "negative"


class Origin(StrEnum):
    """Whether the infection was brought in from outside the province."""

    UNKNOWN = "unknown"
    IMPORTED = "imported"
    LOCAL = "local"


class SourceState(StrEnum):
    """Whether it is known from whom or where the infection came."""

    INQUIRY = "inquiry"
    KNOWN = "known"
    UNKNOWN = "unknown"  # looked for, and not found


class Outcome(StrEnum):
    """How the episode ended."""

    RECOVERED = "recovered"  # discharged by the criteria in force
    DIED = "died"
    TRANSFERRED = "transferred"  # to another province, which answers for it now


class RePositiveState(StrEnum):
    """Whether a positive after recovery was found to be one ("tái dương tính")."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class Circumstance(StrEnum):
    """Where a re-positive person was when found."""

    UNKNOWN = "unknown"
    AFTER_CENTRALISED = "after_centralised"  # after centralised quarantine
    AFTER_HOME_TREATMENT = "after_home_treatment"
    AFTER_HOSPITAL = "after_hospital"
    IN_COMMUNITY = "in_community"


class WindowBasis(StrEnum):
    """From what the beginning of the infectious window was counted."""

    ONSET = "onset"
    SAMPLE = "sample"


class LimitName(StrEnum):
    """Durations of this domain; each is a dated row with its source."""

    RE_POSITIVE_DAYS = "re_positive_days"
    SOURCE_HOURS = "source_hours"
