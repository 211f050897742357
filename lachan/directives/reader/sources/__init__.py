"""Files of any kind become the text that the reader reads, or a plain sentence why not."""

from lachan.directives.reader.sources.load import load_source
from lachan.directives.reader.sources.source import Limits, Manner, Note, Source, Unreadable

__all__ = ["Limits", "Manner", "Note", "Source", "Unreadable", "load_source"]
