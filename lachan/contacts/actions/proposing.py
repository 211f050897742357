# ruff: noqa: S608 - statements are put together from words of this module
"""Propose what the rules in force ask of contacts whose level or last day of exposure changed.

For each commune, level and rule one open proposal with its people: somebody approves or refuses it;
until then those whom a later trace finds are added. What a later trace tells otherwise is overtaken
by a new proposal, with all who still stand in it. What is asked of a contact is kept beside the
contact, so that only what changed is proposed again.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, time
from functools import cache

from django.db import connection

from lachan.contacts.actions.samples import move_samples
from lachan.contacts.actions.statements import run
from lachan.contacts.models import Run
from lachan.contacts.rules.needs import need
from lachan.contacts.rules.risk import FAR, HIGH, LONG_MINUTES, LOW, MIDDLE
from lachan.core.dates import VIETNAM, day_of
from lachan.policies.queries.rules import rules_in_force


def propose(made_by: Run, now: datetime) -> int:
    """Propose for everybody of whom something else is asked since the run; how many are new."""
    run(_RISKS, high=HIGH, middle=MIDDLE, low=LOW, far=FAR, long=LONG_MINUTES)
    _ask(now)
    run(_ASKED, run=made_by.pk)
    run("ANALYZE asked")
    run(_OVERTAKE, now=now)
    run(_ASKED_AS_WELL)
    run(_KEEP_ASKED)
    run("ANALYZE asked")
    run(_WANTED)
    run(_GROUPED)
    run(_GROW)
    made = run(_PROPOSE, run=made_by.pk, now=now)
    run(_FIND_PROPOSALS)
    run(_PROPOSE_LINES)
    run(_TO_LIFT, run=made_by.pk, today=day_of(now))
    run(_GROW_LIFT)
    lifted = run(_LIFT, run=made_by.pk, now=now)
    run(_LIFT_LINES, today=day_of(now))
    move_samples(now)
    return made + lifted


def _ask(now: datetime) -> None:
    """The table `need`: what is asked at each level after a last exposure on each day."""

    @cache
    def asked(province: str, level: int, last_on: date) -> dict[str, object] | None:
        last = datetime.combine(last_on, time(12), tzinfo=VIETNAM)
        found = need(level or None, last, rules_in_force(province, now), now)
        return asdict(found) if found else None

    with connection.cursor() as cursor:
        cursor.execute(_COMBINATIONS)
        rows = [
            {"province": province, "level": level, "last_on": last_on, **found}
            for province, level, last_on in cursor.fetchall()
            if (found := asked(province, level, last_on))
        ]
    run("DROP TABLE IF EXISTS need")
    run(_NEED, rows=json.dumps(rows, default=str))
    run("ANALYZE need")


# 0 is "undetermined", by hand or because nothing was reckoned.
_LEVEL = "coalesce(c.level_by_hand, c.level, 0)"
_LAST_ON = "(c.last_exposed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
_PROVINCE = "split_part(c.path, '/', 1) || '/'"

_RISKS = f"""
UPDATE contacts_contact c SET risk = w.risk
FROM (
    SELECT c.id, CASE
        WHEN {_LEVEL} = 1 AND (
            c.is_home OR c.met_until - c.met_from >= make_interval(mins => %(long)s)
            OR m.cases > 1) THEN %(high)s
        WHEN {_LEVEL} = 1 THEN %(middle)s
        WHEN {_LEVEL} = 2 THEN %(low)s
        ELSE %(far)s END AS risk
    FROM contacts_contact c
    LEFT JOIN (
        SELECT contact_id, count(DISTINCT case_id) AS cases FROM contacts_exposure
        GROUP BY contact_id
    ) m ON m.contact_id = c.id
    WHERE c.state = 'followed'
) w
WHERE w.id = c.id AND w.risk <> c.risk"""

_COMBINATIONS = f"""
SELECT DISTINCT {_PROVINCE}, {_LEVEL}, {_LAST_ON}
FROM contacts_contact c WHERE c.state = 'followed' AND c.last_exposed_at IS NOT NULL"""

_NEED = """
CREATE TEMPORARY TABLE need ON COMMIT DROP AS
SELECT * FROM json_to_recordset(%(rows)s::json) AS n(
    province text, level smallint, last_on date, measure text, since date, until date,
    follow_until date, test_days date[], rule text, clause text, words text, undetermined text[])"""

# Everybody of whom something else is asked now, or who came to another level or moved by this run.
_ASKED = f"""
DROP TABLE IF EXISTS asked;
CREATE TEMPORARY TABLE asked ON COMMIT DROP AS
SELECT c.id AS contact_id FROM contacts_contact c
LEFT JOIN need n ON n.province = {_PROVINCE} AND n.level = {_LEVEL} AND n.last_on = {_LAST_ON}
WHERE c.state = 'followed' AND (
    (c.measure, c.follow_until) IS DISTINCT FROM (coalesce(n.measure, ''), n.follow_until)
    OR EXISTS (
        SELECT FROM contacts_change x WHERE x.contact_id = c.id AND x.run_id = %(run)s
        AND x.turn IN ('named', 'nearer', 'farther'))
    OR c.id IN (SELECT contact_id FROM moved))"""

# Who decides one at this moment is waited for: what they decided stands.
_OVERTAKE = """
DROP TABLE IF EXISTS overtaken;
CREATE TEMPORARY TABLE overtaken (id bigint) ON COMMIT DROP;
WITH told AS (
    UPDATE contacts_proposal p SET answer = 'overtaken', answered_at = %(now)s
    FROM (
        SELECT DISTINCT p.id FROM contacts_proposal p
        JOIN contacts_proposalline l ON l.proposal_id = p.id
        JOIN contacts_contact c ON c.id = l.contact_id
        WHERE p.answer = 'open' AND (
            p.aim = 'measure' AND c.state <> 'followed'
            OR p.aim = 'lift' AND c.person_id IN (SELECT person FROM contacts_tracedcase)
            OR p.aim IN ('measure', 'lift') AND c.id IN (SELECT contact_id FROM asked))
    ) o
    WHERE o.id = p.id AND p.answer = 'open'
    RETURNING p.id
)
INSERT INTO overtaken SELECT id FROM told"""

_ASKED_AS_WELL = """
INSERT INTO asked
SELECT DISTINCT c.id FROM contacts_proposalline l
JOIN overtaken o ON o.id = l.proposal_id
JOIN contacts_contact c ON c.id = l.contact_id
WHERE c.state = 'followed' AND c.id NOT IN (SELECT contact_id FROM asked)"""

_KEEP_ASKED = f"""
UPDATE contacts_contact c
SET measure = coalesce(w.measure, ''), follow_until = w.follow_until
FROM (
    SELECT c.id, n.measure, n.follow_until FROM contacts_contact c
    JOIN asked a ON a.contact_id = c.id
    LEFT JOIN need n ON n.province = {_PROVINCE} AND n.level = {_LEVEL} AND n.last_on = {_LAST_ON}
) w
WHERE w.id = c.id
AND (c.measure, c.follow_until) IS DISTINCT FROM (coalesce(w.measure, ''), w.follow_until)"""

# What is asked of each, and the proposals that say so; their planner knows how many they are.
_WANTED = f"""
DROP TABLE IF EXISTS wanted;
CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
SELECT c.id AS contact_id, c.path, {_LEVEL} AS level, n.measure, n.rule,
    left(n.clause, 300) AS clause, left(n.words, 500) AS words,
    n.undetermined::varchar[] AS undetermined, n.since, n.until, n.test_days
FROM asked a
JOIN contacts_contact c ON c.id = a.contact_id
JOIN need n ON n.province = {_PROVINCE} AND n.level = {_LEVEL} AND n.last_on = {_LAST_ON};
ANALYZE wanted"""

_GROUP = "path, level, measure, rule, clause, words, undetermined"
_GROUPED = f"""
DROP TABLE IF EXISTS grouped;
CREATE TEMPORARY TABLE grouped ON COMMIT DROP AS
SELECT {_GROUP}, count(*) AS people, NULL::bigint AS proposal_id FROM wanted GROUP BY {_GROUP}"""

# The open proposal of a commune, level and rule; whoever decides it meanwhile is waited for.
_IS_OPEN = """p.answer = 'open' AND p.aim = 'measure' AND p.path = g.path
    AND coalesce(p.level, 0) = g.level AND p.measure = g.measure AND p.rule = g.rule
    AND p.clause = g.clause AND p.words = g.words AND p.undetermined = g.undetermined"""

_GROW = f"""
UPDATE contacts_proposal p SET people = p.people + g.people FROM grouped g WHERE {_IS_OPEN}"""

_PROPOSE = f"""
INSERT INTO contacts_proposal (
    key, path, run_id, aim, level, measure, rule, clause, words, undetermined, people, proposed_at,
    answer, answered_by_name, answered_because)
SELECT gen_random_uuid(), g.path, %(run)s, 'measure', nullif(g.level, 0), g.measure, g.rule,
    g.clause, g.words, g.undetermined, g.people, %(now)s, 'open', '', ''
FROM grouped g
WHERE NOT EXISTS (SELECT FROM contacts_proposal p WHERE {_IS_OPEN})
ORDER BY g.path, g.level"""

_FIND_PROPOSALS = f"""
UPDATE grouped g SET proposal_id = p.id FROM contacts_proposal p WHERE {_IS_OPEN};
ANALYZE grouped"""

_PROPOSE_LINES = f"""
INSERT INTO contacts_proposalline (proposal_id, contact_id, since, until, test_days)
SELECT g.proposal_id, w.contact_id, w.since, w.until, w.test_days
FROM wanted w JOIN grouped g USING ({_GROUP})"""

# Under a measure that was approved and is not over, and of whom nothing is asked any more; not who
# became a case: they go to hospital; nor the spare row of somebody who is followed under another.
# Each contact's last line is looked for among the lines, which are few beside the contacts.
_TO_LIFT = """
DROP TABLE IF EXISTS to_lift;
CREATE TEMPORARY TABLE to_lift ON COMMIT DROP AS
SELECT last.contact_id, last.path, last.measure
FROM (
    SELECT DISTINCT ON (l.contact_id) l.contact_id, c.path, p.aim, p.measure, l.until
    FROM contacts_proposalline l
    JOIN contacts_proposal p ON p.id = l.proposal_id AND p.answer IN ('approved', 'open')
    JOIN contacts_contact c ON c.id = l.contact_id
    JOIN (
        SELECT contact_id FROM contacts_change WHERE run_id = %(run)s
        UNION
        SELECT contact_id FROM asked
        UNION
        SELECT m.contact_id FROM contacts_proposalline m JOIN overtaken o ON o.id = m.proposal_id
    ) x ON x.contact_id = c.id
    WHERE (c.state = 'freed' OR (c.state = 'followed' AND c.measure = ''))
    AND c.person_id NOT IN (SELECT person FROM contacts_tracedcase)
    AND c.person_id NOT IN (SELECT person FROM spare)
    ORDER BY l.contact_id, l.id DESC
) last
WHERE last.aim = 'measure' AND (last.until IS NULL OR last.until >= %(today)s)"""

_LIFT_IS_OPEN = """p.answer = 'open' AND p.aim = 'lift' AND p.path = w.path
    AND p.measure = w.measure"""

_GROW_LIFT = f"""
UPDATE contacts_proposal p SET people = p.people + w.people
FROM (SELECT path, measure, count(*) AS people FROM to_lift GROUP BY path, measure) w
WHERE {_LIFT_IS_OPEN}"""

_LIFT = f"""
INSERT INTO contacts_proposal (
    key, path, run_id, aim, level, measure, rule, clause, words, undetermined, people, proposed_at,
    answer, answered_by_name, answered_because)
SELECT gen_random_uuid(), w.path, %(run)s, 'lift', NULL, w.measure, '', '', '', '{{}}', count(*),
    %(now)s, 'open', '', ''
FROM to_lift w
WHERE NOT EXISTS (SELECT FROM contacts_proposal p WHERE {_LIFT_IS_OPEN})
GROUP BY w.path, w.measure"""

_LIFT_LINES = f"""
INSERT INTO contacts_proposalline (proposal_id, contact_id, since, until, test_days)
SELECT p.id, w.contact_id, NULL, %(today)s, '{{}}'
FROM to_lift w
JOIN contacts_proposal p ON {_LIFT_IS_OPEN}"""
