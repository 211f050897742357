"""The demo province."""

from __future__ import annotations

from pathlib import Path


def load_if_empty(*, progress: bool) -> None:
    """Load the demo unless somebody uses the system already."""


def load(directives: list[Path], *, progress: bool) -> None:
    """Load the demo."""


def print_accounts() -> None:
    """Print who can sign in."""
