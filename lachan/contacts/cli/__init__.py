"""The command line: `lachan contacts`."""

from lachan.contacts.cli.contacts import NAME, app

__all__ = ["NAME", "app"]
