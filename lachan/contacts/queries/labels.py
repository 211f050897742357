"""What the last trace answered, and what is written of contacts, as columns."""

from __future__ import annotations

import numpy as np
from django.db import connection

from lachan.core.columns import NUMBER, SMALL, copied
from lachan.tracing.engine.tables import Exposures, Numbers
from lachan.tracing.queries.feed import SETTINGS

LABEL_KINDS = {
    "person": NUMBER,
    "level": SMALL,
    "exposed_at": NUMBER,
    "source": NUMBER,
    "place": NUMBER,
    "at_place": SMALL,
    "setting": SMALL,
    "met_from": NUMBER,
    "met_until": NUMBER,
}


def last_labels() -> Exposures:
    """The labels of the last trace, sorted by person and level."""
    rows = copied(
        "SELECT person, level, exposed_at, source, place, at_place, setting, met_from, met_until "
        "FROM contacts_label ORDER BY person, level",
        (),
        LABEL_KINDS,
    )
    at_place = rows.pop("at_place").astype(np.bool_)
    return Exposures(at_place=at_place, settings=SETTINGS, **rows)


def last_cases() -> Numbers:
    """The people who were cases in the last trace."""
    return copied("SELECT person FROM contacts_tracedcase", (), {"person": NUMBER})["person"]


def longest_followed() -> int:
    """For how many days after they were exposed the people followed now are followed at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(follow_until - (last_exposed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) "
            "FROM contacts_contact WHERE state = 'followed'"
        )
        (days,) = cursor.fetchone()
    # The last of them counts whole.
    return 0 if days is None else int(days) + 1
