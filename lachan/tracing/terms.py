"""Words of tracing: where people meet, how we know it, what an investigator writes down."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "tracing.read"
    INVESTIGATE = "tracing.investigate"
    SEND = "tracing.send"
    RECEIVE = "tracing.receive"
    ANNOUNCE = "tracing.announce"
    SET_LIMITS = "tracing.set_limits"


class Setting(StrEnum):
    """What kind of place it is at which people meet."""

    HOUSEHOLD = "household"
    WORKPLACE = "workplace"
    MARKET = "market"
    SCHOOL = "school"
    VEHICLE = "vehicle"
    HEALTH = "health"  # hospital, health station, pharmacy
    WORSHIP = "worship"
    EVENT = "event"  # wedding, funeral, meeting
    QUARANTINE = "quarantine"  # rooms of a quarantine site
    OTHER = "other"


class Source(StrEnum):
    """By which way a stay or a meeting came to be known."""

    INTERVIEW = "interview"
    PHOTO = "photo"  # a hand-written list, keyed beside its picture
    FORM = "form"  # the contact's own form ("Biểu mẫu 4")
    DECLARATION = "declaration"
    CHECK_IN = "check_in"  # the code on a place's door
    TRIP = "trip"
    HOUSEHOLD = "household"
    POST = "post"
    LIST = "list"


class LineKind(StrEnum):
    """What one line of an investigation tells."""

    STAY = "stay"
    TRIP = "trip"
    HOUSEHOLD = "household"  # at home; with whom is told by the household
    MET = "met"  # a person met, wherever it was
    EVENT = "event"  # free text: symptoms, a call, a purchase


# Kinds that put the person at a place, so that a stay is written for them.
AT_A_PLACE = frozenset({LineKind.STAY, LineKind.TRIP, LineKind.HOUSEHOLD})


class Precision(StrEnum):
    """How exactly the time of a line is known."""

    MINUTE = "minute"
    PART = "part"  # morning, afternoon, evening, night
    DAY = "day"


class Way(StrEnum):
    """How an interview is held."""

    TELEPHONE = "telephone"
    FACE = "face"
    FORM = "form"


class NoticeState(StrEnum):
    """Where a public exposure notice stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class LimitName(StrEnum):
    """Numbers of this domain that are dated rows with a source."""

    LOOK_BACK_DAYS = "look_back_days"
    USUAL_STAY_MINUTES = "usual_stay_minutes"
    FORM_HOURS = "form_hours"
    FORM_ATTEMPTS = "form_attempts"
    LEAST_MEETING_MINUTES = "least_meeting_minutes"
    LATENCY_HOURS = "latency_hours"  # from an exposure until the exposed can expose others
    LEVELS = "levels"
    MAX_INCUBATION_DAYS = "max_incubation_days"
    SERIAL_BEFORE_DAYS = "serial_before_days"
    SERIAL_AFTER_DAYS = "serial_after_days"
    SERIAL_USUAL_DAYS = "serial_usual_days"
