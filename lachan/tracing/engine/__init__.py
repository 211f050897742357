"""The tracing engine: a library without Django, usable on files (docs/formats.md)."""
