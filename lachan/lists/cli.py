"""`lachan lists`: bring lists in, see how far they are, fetch what could not be used."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

NAME = "lists"
app = typer.Typer(no_args_is_help=True, help="Lists that others send: every row accounted for.")
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def _now() -> Any:
    from django.conf import settings
    from django.utils.module_loading import import_string

    return import_string(settings.CLOCK)()


def _operator(path: str = "") -> Any:
    from lachan.core.actor import Actor
    from lachan.lists.terms import Permission

    grants = frozenset({(str(Permission.READ), path), (str(Permission.IMPORT), path)})
    return Actor(id=None, name="command line", grants=grants, workplace=path)


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The list.")],
    kind: Annotated[
        str, typer.Option(help="returnees, residents, passengers, vaccinated, results.")
    ],
    to: Annotated[str, typer.Option(help="Path of the receiving unit, such as 96/.")],
    sheet: Annotated[
        list[str] | None, typer.Option(help="Only this sheet; may be repeated.")
    ] = None,
    sender: Annotated[str, typer.Option(help="Who sent it.")] = "",
    hidden: Annotated[str, typer.Option(help="Hidden rows and sheets: take or leave.")] = "",
    whole: Annotated[bool, typer.Option("--whole", help="The list was not cut off.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and count; make nobody.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a list in; the same file again adds nothing.

    Example: lachan lists import ve-tu-tphcm.xlsx --kind returnees --to 96/ --dry-run
    """
    from config.database import ready

    with ready():
        from lachan.lists.actions.choosing import Choice, SheetChoice, choose_columns
        from lachan.lists.actions.receiving import Incoming, SameFile, receive_list
        from lachan.lists.actions.running import run, start
        from lachan.lists.queries.lists import get_list
        from lachan.lists.terms import PAPER, Concern, ListState

        actor = _operator(to)
        try:
            received = receive_list(
                actor,
                Incoming(file.read_bytes(), file.name, kind, to, sender=sender),
                now=_now(),
            )
            again = ""
        except SameFile as same:
            received, again = same.earlier, same.reasons[0]
        waits = (ListState.RECEIVED, ListState.CHECKED, ListState.BROKEN)
        if received.file_kind not in PAPER and received.state in waits:
            answers = {Concern.HIDDEN_ROWS: hidden, Concern.HIDDEN_SHEETS: hidden}
            if whole:
                answers[Concern.CUT_OFF] = "whole"
            if received.state != ListState.CHECKED:
                sheets = {
                    position: SheetChoice(
                        one["name"] in sheet
                        if sheet
                        else one["read"]
                        or (hidden == "take" and one["hidden"] and bool(one["heading"]))
                    )
                    for position, one in enumerate(received.sheets)
                }
                choose_columns(
                    actor,
                    received.pk,
                    Choice(sheets, {str(k): v for k, v in answers.items()}),
                    now=_now(),
                )
            if not (dry_run and received.state == ListState.CHECKED):
                start(actor, received.pk, import_when_read=not dry_run, now=_now(), deferred=False)
                run(received.pk, _now)
        found = _shown(get_list(actor, received.pk)) | {"again": again or None}
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if again:
        print(again)
    _print(found)


def _shown(received: Any) -> dict[str, Any]:
    from lachan.core.dates import VIETNAM

    return {
        "id": received.pk,
        "file": received.file_name,
        "kind": received.kind,
        "path": received.path,
        "sender": received.sender,
        "state": received.state,
        "trouble": received.trouble or None,
        "encoding": received.encoding or None,
        "received_at": received.received_at.astimezone(VIETNAM).isoformat(),
        "sheets": [
            {
                "name": sheet["name"],
                "read": sheet["read"],
                "hidden": sheet["hidden"],
                "rows": sheet["last_row"],
                "hidden_rows": sheet["hidden_rows"],
                "heading": sheet["heading"],
                "columns": {
                    name: sheet["columns"][int(column)] for column, name in sheet["mapping"].items()
                },
            }
            for sheet in received.sheets
        ],
        "concerns": received.concerns,
        "balance": received.balance.as_json(),
        "words": received.balance.words,
    }


def _print(found: dict[str, Any]) -> None:
    print(f"{found['id']}  {found['file']}  {found['kind']}  {found['state']}")
    if found["encoding"]:
        print(f"encoding: {found['encoding']}")
    if found["trouble"]:
        print(found["trouble"], file=sys.stderr)
    print(found["words"])
    if found["balance"]["aside"]:
        print(f"{found['balance']['aside']} rows about nobody (headings, totals, signatures)")


@app.command("list")
def list_lists(
    to: Annotated[str, typer.Option(help="Path of the receiving unit.")] = "",
    as_json: AsJson = False,
) -> None:
    """List what was received, latest first.

    Example: lachan lists list --to 96/
    """
    from config.database import ready

    with ready():
        from lachan.lists.queries.lists import visible_lists

        rows = [_shown(received) for received in visible_lists(_operator(to))[:500]]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print(
            f"{row['id']:>6}  {row['state']:<10}  {row['kind']:<11}  {row['file']}: {row['words']}"
        )
    print(f"{len(rows)} lists")


@app.command()
def show(list_id: int, as_json: AsJson = False) -> None:
    """Show one list: sheets, columns, open questions, balance.

    Example: lachan lists show 12
    """
    from config.database import ready

    with ready():
        from lachan.lists.queries.lists import get_list
        from lachan.lists.queries.rows import questions_of
        from lachan.lists.rules.words import reason_of

        received = get_list(_operator(), list_id)
        found = _shown(received)
        found["questions"] = [
            {"code": q.code, "reason": reason_of(q.code), "field": q.field, "rows": q.rows}
            for q in questions_of(received)
        ]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    _print(found)
    for question in found["questions"]:
        print(f"{question['rows']:>6} rows: {question['reason']} ({question['field']})")


@app.command()
def stop(list_id: int) -> None:
    """Stop a list that is being read or imported.

    Example: lachan lists stop 12
    """
    from config.database import ready

    with ready():
        from lachan.lists.actions.running import stop as stop_list

        print(stop_list(_operator(), list_id, now=_now()).balance.words)


@app.command()
def resume(list_id: int) -> None:
    """Go on with a list that was stopped, here and now.

    Example: lachan lists resume 12
    """
    from config.database import ready

    with ready():
        from lachan.lists.actions.running import run, start
        from lachan.lists.queries.lists import get_list

        start(_operator(), list_id, import_when_read=True, now=_now(), deferred=False)
        run(list_id, _now)
        found = _shown(get_list(_operator(), list_id))
    _print(found)


@app.command()
def errors(
    list_id: int,
    out: Annotated[Path, typer.Option("-o", "--out", help="The .xlsx file to write.")],
) -> None:
    """Write the rows that could not be used, with the reasons, to correct and upload again.

    Example: lachan lists errors 12 -o loi.xlsx
    """
    from config.database import ready

    with ready():
        from lachan.lists.actions.correcting import fetch_errors

        content, count = fetch_errors(_operator(), list_id)
        out.write_bytes(content)
    print(f"{count} rows")


@app.command()
def correct(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], list_id: int
) -> None:
    """Take a corrected file of errors in: its rows stand in the place of those received.

    Example: lachan lists correct loi.xlsx 12
    """
    from config.database import ready

    with ready():
        from lachan.lists.actions.correcting import correct_rows
        from lachan.lists.actions.running import run
        from lachan.lists.queries.lists import get_list

        made = correct_rows(
            _operator(), list_id, file.read_bytes(), file.name, now=_now(), deferred=False
        )
        run(list_id, _now)
        found = _shown(get_list(_operator(), list_id))
    print(f"{made} rows")
    _print(found)


@app.command()
def balance(
    list_id: Annotated[int | None, typer.Argument(help="One list; all of them without.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count all rows anew and hold them against the kept balance; exit code 1 when one differs.

    Example: lachan lists balance
    """
    from config.database import ready

    with ready():
        from lachan.lists.queries.lists import get_list, recounted, visible_lists

        actor = _operator()
        lists = [get_list(actor, list_id)] if list_id else list(visible_lists(actor))
        found = []
        for received in lists:
            counted = recounted(received)
            found.append(
                {
                    "id": received.pk,
                    "file": received.file_name,
                    "words": received.balance.words,
                    "balance": received.balance.as_json(),
                    "holds": counted == received.balance and counted.holds,
                }
            )
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(
                f"{one['id']:>6}  {'ok ' if one['holds'] else 'NO '} {one['file']}: {one['words']}"
            )
    if not all(one["holds"] for one in found):
        raise typer.Exit(1)
