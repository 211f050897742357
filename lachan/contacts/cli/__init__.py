"""The command line: `lachan contacts` and `lachan contacts follow-up`."""

from lachan.contacts.cli import follow_up
from lachan.contacts.cli.contacts import NAME, app

app.add_typer(follow_up.app, name="follow-up")

__all__ = ["NAME", "app"]
