"""`lachan tracing notices`: public exposure notices."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer

from lachan.core.refused import NotThere, Refused
from lachan.tracing.cli.investigating import AsJson, _plain, _print, case_of, work_ready

notices = typer.Typer(no_args_is_help=True, help="Public notices: places and hours, no names.")
Key = Annotated[str, typer.Argument(help="Key of the notice.")]


def _one(act: Callable[[Any, Any, datetime], Any], key: str, *, as_json: bool) -> None:
    def work(actor: Any, now: datetime) -> dict[str, Any]:
        from uuid import UUID

        from lachan.tracing.queries.notices import as_notice, get_notice, places_of

        try:
            found = get_notice(actor, UUID(key))
        except (ValueError, NotThere):
            raise Refused(f"no notice has the key {key}") from None
        act(actor, found.key, now)
        found = get_notice(actor, found.key)
        return as_notice(found, places_of(found))

    _show(work_ready(work), as_json=as_json)


def _show(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
        return
    print(f"{found['key']}  {found['state']}  {found['path']}  {found['title']}")
    for row in found["places"]:
        struck = f"  (struck: {row['struck_because']})" if row["struck_because"] else ""
        asked = f"  (a home? {row['asked_because']})" if row["asked_because"] else ""
        print(f"  {row['name']}, {row['unit']}: {row['hours']}{struck}{asked}")
    for name, why in found["left_out"]:
        print(f"  left out: {name} ({why})")


@notices.command("list")
def list_notices(
    state: Annotated[str, typer.Option(help="draft, approved, published or withdrawn.")] = "",
    as_json: AsJson = False,
) -> None:
    """List notices, the latest first.

    Example: lachan tracing notices list --state published --json
    """

    def work(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.tracing.queries.notices import notices as rows_of

        rows: Any = rows_of(actor)
        return [
            {
                "key": str(row.key),
                "state": str(row.state),
                "path": row.path,
                "places": row.number,
                "to_be_corrected": row.is_doubted,
                "published_at": row.published_at,
                "title": row.title,
            }
            for row in (rows.filter(state=state) if state else rows)
        ]

    _print(work_ready(work), "notices", as_json=as_json)


@notices.command()
def draft(
    cases: Annotated[list[str], typer.Argument(help="Numbers or keys of the cases.")],
    phone: Annotated[str, typer.Option(help="The telephone to ring.")] = "",
    as_json: AsJson = False,
) -> None:
    """Draft a notice from the public places of cases.

    Example: lachan tracing notices draft 12/2021 15/2021 --phone "0290 3831 009"
    """

    def work(actor: Any, now: datetime) -> dict[str, Any]:
        from lachan.tracing.actions.notices import draft_notice
        from lachan.tracing.queries.notices import as_notice, places_of

        found = [case_of(actor, words) for words in cases]
        made = draft_notice(actor, found, phone=phone, now=now)
        return as_notice(made, places_of(made))

    _show(work_ready(work), as_json=as_json)


@notices.command()
def show(key: Key, as_json: AsJson = False) -> None:
    """Show one notice.

    Example: lachan tracing notices show 5f0c… --json
    """
    _one(lambda actor, key, now: None, key, as_json=as_json)


@notices.command()
def publish(key: Key, as_json: AsJson = False) -> None:
    """Publish a notice that a leader approved.

    Example: lachan tracing notices publish 5f0c…
    """

    def act(actor: Any, key: Any, now: datetime) -> None:
        from lachan.tracing.actions.notices import publish_notice

        publish_notice(actor, key, now=now)

    _one(act, key, as_json=as_json)


@notices.command()
def withdraw(
    key: Key,
    reason: Annotated[str, typer.Option(help="Why; the public reads it.")],
    as_json: AsJson = False,
) -> None:
    """Withdraw a notice; it stays at its address, struck, with the reason.

    Example: lachan tracing notices withdraw 5f0c… --reason "xét nghiệm lại âm tính"
    """

    def act(actor: Any, key: Any, now: datetime) -> None:
        from lachan.tracing.actions.notices import withdraw_notice

        withdraw_notice(actor, key, reason, now=now)

    _one(act, key, as_json=as_json)
