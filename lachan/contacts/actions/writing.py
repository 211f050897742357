# ruff: noqa: S608 - statements are put together from words of this module
"""Write a trace down: contacts, changes and meetings, many at a time, by what PostgreSQL joins.

Columns go into a temporary table, and statements over whole tables do the rest: a trace may reach
everybody.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.db import connection

from lachan.contacts.actions.ageing import keep_followed
from lachan.contacts.actions.merging import write_to_standing_rows
from lachan.contacts.actions.statements import Columns, run, table
from lachan.contacts.models import Run
from lachan.contacts.queries.labels import LABEL_KINDS
from lachan.core.columns import INSTANT, NUMBER, SMALL, put
from lachan.tracing.actions.tracing import Traced
from lachan.tracing.engine.tables import Exposures, Numbers
from lachan.tracing.queries.feed import SETTINGS
from lachan.tracing.rules.chains import cases_of, first_rows
from lachan.tracing.rules.relevelling import NONE, TURNS, Changes, Turn, missing

_SETTINGS = list(SETTINGS)
_MANY = 10_000

# A place is a venue, a household (negative), or none (0): where somebody told of a meeting.
_VENUE, _IS_HOME = "nullif(greatest({0}, 0), 0)", "({0} < 0)"


def write_trace(
    made: Run, before: Exposures, traced: Traced, changed: Changes, now: datetime
) -> tuple[dict[str, int], dict[str, int]]:
    """Contacts as the trace has them, and a line for each change against the labels `before`.

    (people at each level, changes of each turn).
    """
    table("traced", _firsts(traced))
    table("turned", _turned(before, traced.labels, changed))
    write_to_standing_rows("traced", "turned")
    keep_followed(traced.looked_back_to, now)
    freed, positive = TURNS.index(Turn.FREED), TURNS.index(Turn.POSITIVE)
    run(_TURN_UNLABELLED, now=now, freed=freed, positive=positive)
    run(_FREE, now=now, freed=freed)
    run(_TURN_POSITIVE, now=now, positive=positive)
    run(_MOVED)
    run(_MOVE_AGED)
    run(_WRITE_CONTACTS, now=now, settings=_SETTINGS)
    run(_END_ASSIGNMENTS, now=now)
    run(_WRITE_CHANGES, run=made.pk, settings=_SETTINGS)
    levels = np.bincount(traced.labels.level[_not_cases(traced)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT turn, count(*) FROM turned GROUP BY turn ORDER BY turn")
        turns = {str(TURNS[turn]): count for turn, count in cursor.fetchall()}
    return {str(level): int(count) for level, count in enumerate(levels) if count}, turns


def write_exposures(
    case: Numbers, morning: Numbers, met: Exposures, traced: Traced, now: datetime
) -> None:
    """The meetings of contacts with cases themselves, by day; those that fell away go."""
    table(
        "met",
        {
            "case_id": (NUMBER, case),
            "person": (NUMBER, met.person),
            "morning": (INSTANT, morning),
            "place": (NUMBER, np.where(met.at_place, met.place, 0)),
            "setting": (SMALL, met.setting),
            "met_from": (INSTANT, met.met_from),
            "met_until": (INSTANT, met.met_until),
        },
    )
    write_to_standing_rows("met")
    run(_FORGET_EXPOSURES, cases=traced.windows.case.tolist())
    if run(_WRITE_EXPOSURES, settings=_SETTINGS) > _MANY:
        # The next trace may come before PostgreSQL has looked by itself how many they are now.
        run("ANALYZE contacts_contact, contacts_exposure")
    run(_LAST_EXPOSED, now=now)


def keep_labels(before: Exposures, traced: Traced) -> None:
    """The whole answer, for the next trace to be held against; only what differs is written."""
    gone = missing(before, traced.labels)
    table("gone", {n: (LABEL_KINDS[n], getattr(before, n)[gone]) for n in ("person", "level")})
    run(_FORGET_LABELS)
    new = missing(traced.labels, before)
    put("contacts_label", {n: (k, getattr(traced.labels, n)[new]) for n, k in LABEL_KINDS.items()})


def keep_cases(traced: Traced) -> None:
    """Who is a case now, each under the row of their contact too where they have another one."""
    run("DELETE FROM contacts_tracedcase")
    put("contacts_tracedcase", {"person": (NUMBER, traced.ill)})
    run(_CASES_BY_ROW)


def _not_cases(traced: Traced) -> Numbers:
    rows = first_rows(traced.labels)
    return rows[~np.isin(traced.labels.person[rows], traced.ill)]


def _firsts(traced: Traced) -> Columns:
    """Everybody's first label but that of cases, with the case at the beginning of the chain.

    `last` is until when they met the level before; who met cases themselves, see _LAST_EXPOSED.
    """
    labels, windows = traced.labels, traced.windows
    rows = _not_cases(traced)
    last = traced.standing.index.latest(labels, traced.terms)
    first = cases_of(labels)[rows]
    # Of several episodes of one person, the last: cases are in order.
    order = np.argsort(windows.person, kind="stable")
    episode = np.searchsorted(windows.person[order], first, side="right") - 1
    return {
        "person": (NUMBER, labels.person[rows]),
        "level": (SMALL, labels.level[rows]),
        "exposed_at": (INSTANT, labels.exposed_at[rows]),
        "source": (NUMBER, labels.source[rows]),
        "case_id": (NUMBER, windows.case[order][episode] if len(rows) else rows),
        "place": (NUMBER, np.where(labels.at_place, labels.place, 0)[rows]),
        "setting": (SMALL, labels.setting[rows]),
        "met_from": (INSTANT, labels.met_from[rows]),
        "met_until": (INSTANT, labels.met_until[rows]),
        "last": (INSTANT, last[rows]),
    }


def _turned(before: Exposures, after: Exposures, changed: Changes) -> Columns:
    """The changes with their reasons; 0 stands for nothing."""

    def of(name: str, rows: Numbers, labels: Exposures) -> Numbers:
        column = getattr(labels, name)
        return np.where(rows == NONE, 0, column[rows]) if len(column) else np.zeros_like(rows)

    new = np.where(changed.is_new, changed.because, NONE)
    old = np.where(changed.is_new, NONE, changed.because)

    def because(name: str) -> Numbers:
        return np.where(changed.is_new, of(name, new, after), of(name, old, before))

    told = changed.because != NONE
    at_place = because("at_place").astype(np.bool_)
    return {
        "person": (NUMBER, changed.person),
        "turn": (SMALL, changed.turn),
        "level_before": (SMALL, of("level", changed.before, before)),
        "level_after": (SMALL, of("level", changed.after, after)),
        "exposed_before": (INSTANT, of("exposed_at", changed.before, before)),
        "exposed_after": (INSTANT, of("exposed_at", changed.after, after)),
        "because": (NUMBER, np.where(told, because("person"), 0)),
        "because_source": (NUMBER, because("source")),
        "because_place": (NUMBER, np.where(at_place, because("place"), 0)),
        "because_setting": (SMALL, np.where(at_place | ~told, -1, because("setting"))),
        "because_from": (INSTANT, because("met_from")),
        "because_until": (INSTANT, because("met_until")),
    }


_CASES_BY_ROW = """
INSERT INTO contacts_tracedcase (person)
SELECT s.person FROM stands s JOIN contacts_tracedcase i ON i.person = s.root
WHERE s.person <> s.root"""

# Two traces tell nothing of who has a label in neither: who is followed though the window aged, and
# who was a case.
_TURN_UNLABELLED = """
INSERT INTO turned
SELECT c.person_id, CASE WHEN i.person IS NULL THEN %(freed)s ELSE %(positive)s END,
    coalesce(c.level, 0), 0, coalesce(c.exposed_at, %(now)s), %(now)s, 0, 0, 0, -1, %(now)s, %(now)s
FROM contacts_contact c
JOIN people_person p ON p.id = c.person_id
LEFT JOIN contacts_tracedcase i ON i.person = c.person_id
LEFT JOIN cases_case k ON k.id = c.case_id
LEFT JOIN cases_repositive r ON r.case_id = k.id
WHERE NOT EXISTS (SELECT FROM traced n WHERE n.person = c.person_id)
AND NOT EXISTS (SELECT FROM turned t WHERE t.person = c.person_id)
AND (
    c.state = 'followed'
    AND (i.person IS NOT NULL OR k.classification = 'discarded' OR r.state = 'refuted')
    OR c.state = 'case' AND i.person IS NULL AND NOT EXISTS (
        SELECT FROM people_person q
        JOIN cases_case o ON o.person_id = q.id AND o.classification <> 'discarded'
        LEFT JOIN cases_repositive x ON x.case_id = o.id
        WHERE q.root_id = p.root_id AND coalesce(x.state, '') <> 'refuted'))"""

_FREE = """
UPDATE contacts_contact c SET state = 'freed', level = NULL, changed_at = %(now)s
FROM turned t
WHERE t.person = c.person_id AND t.turn = %(freed)s AND c.state IN ('followed', 'case')"""

_TURN_POSITIVE = """
UPDATE contacts_contact c SET state = 'case', changed_at = %(now)s
FROM turned t WHERE t.person = c.person_id AND t.turn = %(positive)s"""

_SETTING = """coalesce(
    CASE WHEN n.place < 0 THEN 'household' END, v.setting,
    (%(settings)s::text[])[n.setting + 1], '')"""

# Whose commune is another one now: what was given and proposed there is given and proposed anew.
_MOVED = """
DROP TABLE IF EXISTS moved;
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
SELECT k.id AS contact_id, p.path FROM (
    SELECT person FROM traced UNION ALL SELECT person FROM aged
) n
JOIN contacts_contact k ON k.person_id = n.person AND k.state = 'followed'
JOIN people_person q ON q.id = n.person
JOIN people_person p ON p.id = q.root_id AND p.path <> k.path"""

_MOVE_AGED = """
UPDATE contacts_contact c SET path = m.path
FROM moved m, aged a WHERE m.contact_id = c.id AND a.person = c.person_id"""

_END_ASSIGNMENTS = """
UPDATE contacts_assignment a SET ended_at = %(now)s
FROM moved m
JOIN contacts_contact c ON c.id = m.contact_id
CROSS JOIN contacts_team t
WHERE a.contact_id = c.id AND a.ended_at IS NULL AND t.id = a.team_id
AND NOT starts_with(c.path, t.path)"""

# Whose days are over, and who was not exposed again since: a move does not begin them anew.
_IS_OVER = """(c.state = 'ended' AND c.last_exposed_at >= excluded.last_exposed_at
    AND (c.level, c.exposed_at) IS NOT DISTINCT FROM (excluded.level, excluded.exposed_at))"""

# The same exposure comes back, of a case that was none, by a stay that was struck in error: who was
# reached is not called for the first time again.
_IS_BACK = """(c.reached_at IS NOT NULL AND (c.exposed_at, c.met_until)
    IS NOT DISTINCT FROM (excluded.exposed_at, excluded.met_until))"""
_GOES_ON = f"(c.state = 'followed' OR {_IS_OVER} OR {_IS_BACK})"

_WRITE_CONTACTS = f"""
INSERT INTO contacts_contact AS c (
    key, path, person_id, state, level, by_hand_because, exposed_at, last_exposed_at, case_id,
    source_id, venue_id, is_home, setting, met_from, met_until, risk, measure, named_at, changed_at)
SELECT gen_random_uuid(), p.path, n.person, 'followed', n.level, '', n.exposed_at, n.last,
    n.case_id, n.source, {_VENUE.format("n.place")}, {_IS_HOME.format("n.place")}, {_SETTING},
    n.met_from, n.met_until, 0, '', %(now)s, %(now)s
FROM traced n
JOIN people_person q ON q.id = n.person
JOIN people_person p ON p.id = q.root_id
LEFT JOIN tracing_venue v ON v.id = n.place
LEFT JOIN turned t ON t.person = n.person
LEFT JOIN contacts_contact k ON k.person_id = n.person
WHERE k.id IS NULL OR t.person IS NOT NULL OR k.state = 'freed'
OR k.met_until <> n.met_until OR k.path <> p.path OR n.level > 1 AND k.last_exposed_at <> n.last
ON CONFLICT (person_id) DO UPDATE SET
    path = excluded.path, level = excluded.level, exposed_at = excluded.exposed_at,
    last_exposed_at = excluded.last_exposed_at,
    case_id = excluded.case_id, source_id = excluded.source_id, venue_id = excluded.venue_id,
    is_home = excluded.is_home, setting = excluded.setting, met_from = excluded.met_from,
    met_until = excluded.met_until, changed_at = excluded.changed_at,
    named_at = CASE WHEN {_GOES_ON} THEN c.named_at ELSE excluded.named_at END,
    reached_at = CASE WHEN {_GOES_ON} THEN c.reached_at END,
    state = CASE WHEN {_IS_OVER} THEN c.state ELSE 'followed' END"""

_BECAUSE = "CASE WHEN t.because <> 0 THEN {0} END"
_WRITE_CHANGES = f"""
INSERT INTO contacts_change (
    contact_id, run_id, turn, level_before, level_after, exposed_before, exposed_after,
    because_person_id, because_source_id, because_venue_id, because_is_home, because_setting,
    because_from, because_until)
SELECT c.id, %(run)s, (ARRAY{[str(turn) for turn in TURNS]})[t.turn + 1],
    nullif(t.level_before, 0), nullif(t.level_after, 0),
    CASE WHEN t.level_before <> 0 THEN t.exposed_before END,
    CASE WHEN t.level_after <> 0 THEN t.exposed_after END,
    nullif(t.because, 0), {_BECAUSE.format("t.because_source")},
    {_VENUE.format("t.because_place")}, {_IS_HOME.format("t.because_place")},
    coalesce(
        CASE WHEN t.because_place < 0 THEN 'household' END, v.setting,
        (%(settings)s::text[])[t.because_setting + 1], ''),
    {_BECAUSE.format("t.because_from")}, {_BECAUSE.format("t.because_until")}
FROM turned t
JOIN contacts_contact c ON c.person_id = t.person
LEFT JOIN tracing_venue v ON v.id = t.because_place"""

_FORGET_EXPOSURES = """
DELETE FROM contacts_exposure e USING contacts_contact c, cases_case k
WHERE c.id = e.contact_id AND k.id = e.case_id
AND (k.id = ANY(%(cases)s) OR k.classification = 'discarded' OR EXISTS (
    SELECT FROM cases_repositive r WHERE r.case_id = k.id AND r.state = 'refuted'))
AND NOT EXISTS (
    SELECT FROM met m WHERE m.case_id = e.case_id AND m.person = c.person_id
    AND (m.morning AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = e."on")"""

_WRITE_EXPOSURES = f"""
INSERT INTO contacts_exposure AS e (
    contact_id, case_id, "on", venue_id, is_home, setting, met_from, met_until)
SELECT c.id, n.case_id, (n.morning AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
    {_VENUE.format("n.place")}, {_IS_HOME.format("n.place")}, {_SETTING}, n.met_from, n.met_until
FROM met n
JOIN contacts_contact c ON c.person_id = n.person
LEFT JOIN tracing_venue v ON v.id = n.place
ON CONFLICT (contact_id, case_id, "on") DO UPDATE SET
    venue_id = excluded.venue_id, is_home = excluded.is_home, setting = excluded.setting,
    met_from = excluded.met_from, met_until = excluded.met_until
WHERE (e.venue_id, e.is_home, e.setting, e.met_from, e.met_until) IS DISTINCT FROM (
    excluded.venue_id, excluded.is_home, excluded.setting, excluded.met_from, excluded.met_until)"""

_FORGET_LABELS = """
DELETE FROM contacts_label l USING gone g WHERE g.person = l.person AND g.level = l.level"""

# Who met cases on several days is followed from the last of them; whose days were over by then is
# called anew.
_LAST_EXPOSED = """
UPDATE contacts_contact c SET last_exposed_at = m.last, state = 'followed',
    named_at = CASE WHEN c.state = 'ended' THEN %(now)s ELSE c.named_at END,
    reached_at = CASE WHEN c.state = 'ended' THEN NULL ELSE c.reached_at END
FROM (
    SELECT e.contact_id, max(e.met_until) AS last FROM contacts_exposure e GROUP BY e.contact_id
) m
WHERE m.contact_id = c.id AND c.level = 1 AND (
    c.state = 'followed' AND c.last_exposed_at IS DISTINCT FROM m.last
    OR c.state = 'ended' AND c.last_exposed_at < m.last)"""
