"""What the last trace answered, and what is written of contacts, as columns."""

from __future__ import annotations

import numpy as np

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
