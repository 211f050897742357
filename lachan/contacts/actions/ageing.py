# ruff: noqa: S608 - statements are put together from words of this module
"""Age alone frees nobody: whose window is looked back at no longer stays what they were.

A window counts for as long as whoever met the case is followed. Whom they met on one of the last of
these days is followed longer, and so is who waits for a decision: their row stays as it was
written, until their days are over. Of whom nothing is asked is done with.
"""

from __future__ import annotations

from datetime import datetime

from lachan.contacts.actions.statements import run
from lachan.core.dates import day_of


def keep_followed(looked_back_to: datetime, now: datetime) -> None:
    """Take out of `traced` and `turned` what is no news of these people but age."""
    run(_AGED, since=looked_back_to, today=day_of(now))
    run("ANALYZE aged")
    run(_END, now=now)
    for name in ("traced", "turned"):
        run(f"DELETE FROM {name} n USING aged a WHERE a.person = n.person")


# Not those for whom another case is as near and asks for as many days, and not those whom a
# corrected window took off: they did not meet the case in it.
_AGED = """
DROP TABLE IF EXISTS aged;
CREATE TEMPORARY TABLE aged ON COMMIT DROP AS
SELECT c.person, c.is_followed
FROM (
    SELECT c.person_id AS person, c.case_id, c.state, c.level, c.last_exposed_at, c.met_from,
        c.met_until, c.state = 'followed' AND coalesce(
            c.follow_until >= %(today)s, c.measure <> '' OR c.counted IS NULL) AS is_followed
    FROM contacts_contact c
    WHERE c.state = 'followed'
    OR c.state = 'ended' AND c.person_id IN (SELECT person FROM turned)
) c
JOIN cases_case k ON k.id = c.case_id AND k.infectious_until < %(since)s
LEFT JOIN cases_repositive r ON r.case_id = k.id
LEFT JOIN traced n ON n.person = c.person
WHERE k.classification <> 'discarded' AND coalesce(r.state, '') <> 'refuted'
AND (c.level > 1 OR c.met_from <= k.infectious_until AND c.met_until >= k.infectious_from)
AND c.person NOT IN (SELECT person FROM contacts_tracedcase)
AND (n.person IS NULL OR c.is_followed AND (
    n.level > c.level OR n.level > 1 AND n.last < c.last_exposed_at))"""

_END = """
UPDATE contacts_contact c SET state = 'ended', changed_at = %(now)s
FROM aged a WHERE a.person = c.person_id AND c.state = 'followed' AND NOT a.is_followed"""
