"""The command line: `lachan trace` from files, `lachan tracing` on investigations and notices."""

from lachan.tracing.cli import clusters, indexing
from lachan.tracing.cli.investigating import NAME, app
from lachan.tracing.cli.notices import notices
from lachan.tracing.cli.trace import ON_TOP

app.add_typer(clusters.app, name="clusters")
app.add_typer(notices, name="notices")

__all__ = ["NAME", "ON_TOP", "app", "clusters", "indexing"]
