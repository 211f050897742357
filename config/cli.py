"""`lachan`: the command line. Each domain's own commands live in its `cli.py`."""

from __future__ import annotations

import importlib.util
import os
import sys

import typer

from lachan.core.refused import NotThere, Refused

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Lá Chắn: the outbreak command system of a Vietnamese province.",
)

# Commands by domain; a domain's module is imported only when its command is used, so that reading
# a document does not wait for a database that it does not need.
DOMAINS = (
    *("directives", "places", "accounts", "tasks", "policies", "people", "lists"),
    *("transport", "cases", "arrivals", "checkpoints", "tracing"),
    *("contacts", "command"),
)


def _mount() -> None:
    from config import commands

    app.add_typer(commands.app)
    for domain in DOMAINS:
        if importlib.util.find_spec(f"lachan.{domain}.cli"):
            module = importlib.import_module(f"lachan.{domain}.cli")
            if hasattr(module, "app"):
                app.add_typer(module.app, name=module.NAME)
            for command in getattr(module, "ON_TOP", ()):
                app.command()(command)


def main() -> None:
    """Run the command line; refusals are sentences on standard error and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    _mount()
    try:
        app()
    except Refused as refused:
        for reason in refused.reasons:
            print(reason, file=sys.stderr)
        sys.exit(1)
    except NotThere:
        print("what was asked for does not exist", file=sys.stderr)
        sys.exit(1)
