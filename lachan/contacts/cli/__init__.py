"""The command line: `lachan contacts`."""

import typer

from lachan.contacts.cli import follow_up

NAME = "contacts"
app = typer.Typer(no_args_is_help=True, help="Contacts: who was exposed, who looks after them.")
app.add_typer(follow_up.app, name="follow-up")

__all__ = ["NAME", "app"]
