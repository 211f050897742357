"""Words of contacts."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "contacts.read"
    FOLLOW = "contacts.follow"  # call, visit, write down what was seen
    ASSIGN = "contacts.assign"  # teams, who follows whom, hand-over
    DECIDE = "contacts.decide"  # approve what is proposed, set a level by hand
    EXPORT = "contacts.export"
    SET_LIMITS = "contacts.set_limits"


class State(StrEnum):
    """Where a contact stands."""

    FOLLOWED = "followed"  # exposed, and the days are not over
    CASE = "case"  # turned out to be a case
    FREED = "freed"  # exposed no longer: a stay was struck, a result corrected
    ENDED = "ended"  # the days are over


class Cause(StrEnum):
    """Why everything was traced again."""

    CASE_OPENED = "case_opened"
    WINDOW_CHANGED = "window_changed"
    CASE_RECLASSIFIED = "case_reclassified"
    LINE_ADDED = "line_added"
    LINE_STRUCK = "line_struck"
    STAYS_GATHERED = "stays_gathered"
    PEOPLE_MERGED = "people_merged"
    BY_HAND = "by_hand"


class Aim(StrEnum):
    """What a proposal asks somebody to decide."""

    MEASURE = "measure"  # a measure for people who are contacts at a level now
    LIFT = "lift"  # end the measure of people who are exposed no longer, or at a milder level


class Answer(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"  # a later trace proposes something else for these people


class LimitName(StrEnum):
    """Numbers of this domain that are dated rows with a source."""

    FIRST_CALL_MINUTES = "first_call_minutes"
