"""The command line: `lachan trace` from files, `lachan tracing` on investigations."""

from lachan.tracing.cli.investigating import NAME, app
from lachan.tracing.cli.trace import ON_TOP

__all__ = ["NAME", "ON_TOP", "app"]
