"""The command line: `lachan trace` from files, `lachan tracing` on investigations."""

from lachan.tracing.cli import clusters, indexing
from lachan.tracing.cli.investigating import NAME, app
from lachan.tracing.cli.trace import ON_TOP

app.add_typer(clusters.app, name="clusters")

__all__ = ["NAME", "ON_TOP", "app", "clusters", "indexing"]
