# ruff: noqa: S608 - statements are put together from words of this module
"""Merged records are one contact, and two again when that is taken back.

A contact stays the row that it is, under the record that it was written for, with its calls, team,
level and measures: a merge moves nothing. The trace knows people by the record that stands for
them, so what it says is written to the row that stands for all of them.
"""

from __future__ import annotations

from datetime import datetime

from lachan.contacts.actions.statements import run


def follow_merges(now: datetime) -> None:
    """Put the last answer under the records that stand now, and let one row a person be followed.

    Of several rows of one person that one stands on which most hangs: days that are not over, or
    were over last; set by hand, reached first, named first.
    """
    run("DROP TABLE IF EXISTS renamed")
    if run(_RENAMED):
        for name, column in (
            ("contacts_label", "person"),
            ("contacts_label", "source"),
            ("contacts_tracedcase", "person"),
        ):
            run(
                f"UPDATE {name} l SET {column} = r.stands FROM renamed r WHERE l.{column} = r.known"
            )
        run(_ONE_LABEL_A_LEVEL)
    run("ANALYZE renamed")
    run(_STANDS)
    run(_SPARE)
    run(_LET_SPARE_BE, now=now)


def write_to_standing_rows(*tables: str) -> None:
    """In tables of a trace, put the record of the row that stands for each person."""
    for name in tables:
        run(
            f"UPDATE {name} n SET person = s.person FROM stands s "
            "WHERE s.root = n.person AND s.person <> s.root"
        )


# Merged; and, where that was taken back, those whose row alone stood for both.
_RENAMED = """
CREATE TEMPORARY TABLE renamed ON COMMIT DROP AS
SELECT q.id AS known, q.root_id AS stands FROM people_person q
WHERE q.root_id <> q.id AND q.id IN (
    SELECT jsonb_array_elements(moved)::bigint FROM people_merge)
UNION ALL (
    SELECT DISTINCT ON (m.winner_id) m.winner_id, q.root_id
    FROM people_merge m
    JOIN people_person w ON w.id = m.winner_id AND w.root_id = w.id
    CROSS JOIN LATERAL jsonb_array_elements(m.moved) AS moved (id)
    JOIN people_person q ON q.id = moved.id::bigint
    JOIN contacts_contact c ON c.person_id = q.id
    WHERE m.undone_at IS NOT NULL AND q.root_id <> w.id
    AND NOT EXISTS (
        SELECT FROM contacts_contact o JOIN people_person x ON x.id = o.person_id
        WHERE x.root_id = w.id)
    AND NOT EXISTS (SELECT FROM contacts_tracedcase i WHERE i.person = w.id)
    ORDER BY m.winner_id, m.id DESC
)"""

_ONE_LABEL_A_LEVEL = """
DELETE FROM contacts_label l USING contacts_label o
WHERE l.person IN (SELECT stands FROM renamed) AND o.person = l.person AND o.level = l.level
AND (o.exposed_at, o.id) < (l.exposed_at, l.id)"""

_STANDS = """
DROP TABLE IF EXISTS stands;
CREATE TEMPORARY TABLE stands ON COMMIT DROP AS
SELECT DISTINCT ON (q.root_id) q.root_id AS root, c.person_id AS person
FROM people_person q
JOIN contacts_contact c ON c.person_id = q.id
WHERE q.root_id IN (SELECT stands FROM renamed)
ORDER BY q.root_id, c.state = 'freed',
    CASE WHEN c.state = 'ended' THEN coalesce(c.follow_until, '-infinity') END DESC NULLS FIRST,
    c.level_by_hand IS NULL, c.reached_at NULLS LAST, c.named_at, c.id;
ANALYZE stands"""

_SPARE = """
DROP TABLE IF EXISTS spare;
CREATE TEMPORARY TABLE spare ON COMMIT DROP AS
SELECT c.person_id AS person
FROM stands s
JOIN people_person q ON q.root_id = s.root AND q.id <> s.person
JOIN contacts_contact c ON c.person_id = q.id"""

_LET_SPARE_BE = """
UPDATE contacts_contact c SET state = 'freed', level = NULL, changed_at = %(now)s
FROM spare s WHERE s.person = c.person_id AND c.state = 'followed'"""
