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


# What lists are asked for beside the states: who is a contact now, whether followed up or let be,
# and those of them whom nobody follows, because no rule in force asks anything of them.
CURRENT, LET_BE = "current", "let_be"


class Cause(StrEnum):
    """Why everything was traced again."""

    CASE_OPENED = "case_opened"
    WINDOW_CHANGED = "window_changed"
    CASE_RECLASSIFIED = "case_reclassified"
    LINE_ADDED = "line_added"
    LINE_STRUCK = "line_struck"
    STAYS_GATHERED = "stays_gathered"
    PEOPLE_MERGED = "people_merged"
    RULES_CHANGED = "rules_changed"
    NEW_DAY = "new_day"
    BY_HAND = "by_hand"


class Aim(StrEnum):
    """What a proposal asks somebody to decide."""

    MEASURE = "measure"  # a measure for people who are contacts at a level now
    LIFT = "lift"  # end the measure of people who are exposed no longer, or at a milder level
    TEST = "test"  # take a sample: symptoms were told when the contact was called


class Answer(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"  # a later trace proposes something else for these people


class LimitName(StrEnum):
    """Numbers of this domain that are dated rows with a source."""

    FIRST_CALL_MINUTES = "first_call_minutes"
    RETRY_MINUTES = "retry_minutes"  # from a call in vain until the next
    OWN_TRIES = "own_tries"  # calls in vain to the own number before another is tried
    OTHER_TRIES = "other_tries"  # calls in vain to others before somebody goes there
    VISIT_TRIES = "visit_tries"  # visits in vain before the police of the commune are asked
    VISIT_HOURS = "visit_hours"
    POLICE_HOURS = "police_hours"
    LOST_DAYS = "lost_days"  # not seen for so many days: lost to follow-up


class Way(StrEnum):
    """How somebody looked after a contact."""

    TELEPHONE = "telephone"
    VISIT = "visit"


class Outcome(StrEnum):
    """What a call or a visit came to."""

    WELL = "well"
    SYMPTOMS = "symptoms"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    MOVED = "moved"


# Who was spoken to; the others count as not seen.
SEEN = frozenset({Outcome.WELL, Outcome.SYMPTOMS})


class Rung(StrEnum):
    """Who must try next, and how: the ladder of those who are not reached."""

    FIRST = "first"  # not called yet
    DAILY = "daily"  # reached: the call of the next day
    AGAIN = "again"
    OTHER_NUMBER = "other_number"  # the second number, a member of the household
    HEALTH_WORKER = "health_worker"  # of the commune, goes there
    POLICE = "police"  # of the commune, looks for the person


class Method(StrEnum):
    """How contacts are given to teams."""

    ROUND_ROBIN = "round_robin"
    NEAREST = "nearest"
