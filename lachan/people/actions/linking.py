"""Propose which records may be one person: all of them by night, the changed ones all day.

1. The rows are streamed out of PostgreSQL into DuckDB (a file beside the others, thrown away).
2. Splink compares the pairs that a block brings together and weighs them (rules/linking.py).
3. What came out becomes candidate pairs of the persons' roots; what a person has decided stays
   decided, and what is proposed no longer is withdrawn.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from django.db import connection, transaction

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.people.actions.weighing import compared
from lachan.people.events import Linked
from lachan.people.models import LinkingRun
from lachan.people.rules import linking

LINKER = system("linking", "people.link")
LOCK = 0x6C696E6B  # one run at a time, whoever starts it
# A whole comparison is due when the last is older; in between only what changed is compared.
WHOLE_EVERY = timedelta(hours=20)

ROWS = """
    select p.id, p.root_id, p.folded_name, p.birth_on, p.birth_year, nullif(p.sex, ''),
        i.citizen, i.old_card, i.passport, i.insurance, i.phone, p.path,
        nullif(h.address_key, ''),
        case when p.changed_at >= {since} then 1 else 0 end
    from people_person p
    left join people_household h on h.id = p.household_id
    left join (
        select person_id,
            max(value) filter (where kind = 'citizen') as citizen,
            max(value) filter (where kind = 'old_card') as old_card,
            max(value) filter (where kind = 'passport') as passport,
            max(value) filter (where kind = 'insurance') as insurance,
            max(value) filter (where kind = 'phone') as phone
        from people_identifier group by person_id
    ) i on i.person_id = p.id
"""


def link_records(
    now: datetime, *, actor: Actor = LINKER, changed_only: bool | None = None
) -> LinkingRun | None:
    """Compare records and keep the pairs that may be one person; None when nothing is to be done.

    `changed_only` null: everything when the last whole run is older than `WHOLE_EVERY`, else
    only pairs with a record changed since the last run. Runs once at a time; a second caller gets
    None at once. Safe to be killed: pairs are written in one transaction at the end.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
    try:
        return _link(now, actor, changed_only)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def link_due(now: datetime) -> None:
    """What the schedule calls: nothing when no record changed since the last run."""
    link_records(now)


def _link(now: datetime, actor: Actor, changed_only: bool | None) -> LinkingRun | None:
    finished = LinkingRun.objects.filter(finished_at__isnull=False)
    last = finished.first()
    whole = finished.filter(changed_only=False).first()
    if changed_only is None:
        changed_only = whole is not None and now - whole.started_at < WHOLE_EVERY
    since = last.started_at if changed_only and last else None
    if changed_only and since is not None and not _anything_changed(since):
        return None
    learnt = json.loads(files("lachan.people").joinpath("data/linking.json").read_text())
    run = LinkingRun.objects.create(
        started_at=now, changed_only=changed_only, model_source=learnt["source"]
    )
    with tempfile.TemporaryDirectory(prefix="linking-") as folder:
        rows = Path(folder) / "rows.csv"
        _write_rows(rows, since)
        number, pairs = compared(rows, learnt["levels"], changed_only=changed_only)
    with transaction.atomic():
        run.records = number
        run.proposed, run.withdrawn = _keep(pairs, now, since)
        run.finished_at = now
        run.save()
        record(
            Linked(
                records=number,
                proposed=run.proposed,
                withdrawn=run.withdrawn,
                changed_only=changed_only,
            ),
            actor=actor,
            subject=run,
        )
    if not changed_only:
        # So many pairs are new that the page of pairs would be planned for none.
        with connection.cursor() as cursor:
            cursor.execute("analyze people_candidatepair")
    return run


def _anything_changed(since: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from people_person where changed_at >= %s)", [since]
        )
        return bool(cursor.fetchone()[0])


def _write_rows(target: Path, since: datetime | None) -> None:
    """Stream the rows that are compared into a CSV file, by COPY."""
    moment = "'-infinity'::timestamptz" if since is None else f"'{since.isoformat()}'::timestamptz"
    with connection.cursor() as cursor, target.open("wb") as file:
        query = f"copy ({ROWS.format(since=moment)}) to stdout (format csv)"
        with cursor.copy(query) as out:
            for block in out:
                file.write(block)


def _keep(
    pairs: Iterable[tuple[int, int, float, float, str]], now: datetime, since: datetime | None
) -> tuple[int, int]:
    """Write the pairs; returns how many are new, and how many open ones were withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute(
            "drop table if exists pairs_found;"
            "create temporary table pairs_found ("
            "left_id bigint, right_id bigint, probability float8, weight float8, features jsonb"
            ") on commit drop"
        )
        with cursor.copy("copy pairs_found from stdin") as into:
            for left, right, probability, weight, agreement in pairs:
                features = json.dumps(linking.words_of(json.loads(agreement)))
                into.write_row((left, right, probability, weight, features))
        cursor.execute("analyze pairs_found")
        cursor.execute(
            """
            insert into people_candidatepair
                (left_id, right_id, path, other_path, probability, weight, features, state,
                 proposed_at)
            select f.left_id, f.right_id, l.path, r.path, f.probability, f.weight, f.features,
                'open', %s
            from pairs_found f
            join people_person l on l.id = f.left_id
            join people_person r on r.id = f.right_id
            where l.root_id = l.id and r.root_id = r.id
            on conflict (left_id, right_id) do update set
                path = excluded.path, other_path = excluded.other_path,
                probability = excluded.probability, weight = excluded.weight,
                features = excluded.features
            where people_candidatepair.state = 'open'
            returning (xmax = 0)
            """,
            [now],
        )
        proposed = sum(1 for (is_new,) in cursor.fetchall() if is_new)
        changed = (
            ""
            if since is None
            else "and exists (select 1 from people_person p where p.changed_at >= %(since)s"
            " and p.root_id in (c.left_id, c.right_id))"
        )
        cursor.execute(
            f"""
            delete from people_candidatepair c where c.state = 'open' {changed}
            and not exists (select 1 from pairs_found f
                where f.left_id = c.left_id and f.right_id = c.right_id)
            """,
            {"since": since},
        )
        return proposed, cursor.rowcount
