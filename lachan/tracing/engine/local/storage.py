"""An index as files that are mapped, not read: a restart is ready at once, and memory is shared.

A day's file never changes; a changed day is a new file. `index.json` names the files that belong
together and is replaced last, so that a folder always holds one whole index, whatever was killed.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from lachan.tracing.engine.tables import Numbers

VERSION = 1
CONTENTS = "index.json"
_ALIGNED = 64  # bytes: a cache line

# (name, type as NumPy writes it) of each array in a file, in order.
Layout = Sequence[tuple[str, str]]


class UnreadableIndex(ValueError):
    """The folder holds no whole index of this version; build it again from the stays."""


def write_arrays(path: Path, arrays: Iterable[Numbers]) -> list[int]:
    """Write arrays one behind the other; return their lengths."""
    lengths = []
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(bytes(_ALIGNED))
        for array in arrays:
            lengths.append(len(array))
            file.write(np.ascontiguousarray(array).data)
            file.write(bytes(-file.tell() % _ALIGNED))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return lengths


def map_arrays(path: Path, layout: Layout, lengths: Sequence[int]) -> dict[str, Numbers]:
    """The arrays of a file that `write_arrays` wrote, mapped; nobody's writing reaches the file."""
    try:
        with path.open("rb") as file:
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError) as error:
        raise UnreadableIndex(f"{path.name}: {error}") from error
    arrays = {}
    at = _ALIGNED
    for (name, kind), length in zip(layout, lengths, strict=True):
        size = length * np.dtype(kind).itemsize
        if at + size > len(memory):
            raise UnreadableIndex(f"{path.name}: shorter than it should be")
        arrays[name] = np.frombuffer(memory, kind, length, at)
        at += size + -size % _ALIGNED
    return arrays


def write_contents(folder: Path, contents: dict[str, Any], files: set[str]) -> None:
    """Make `contents` the folder's index, and take away files that no longer belong to it."""
    unfinished = folder / f"{uuid4().hex}.unfinished"
    unfinished.write_text(json.dumps({"version": VERSION, **contents}))
    unfinished.replace(folder / CONTENTS)
    for path in folder.iterdir():
        if path.suffix in (".bin", ".unfinished") and path.name not in files:
            path.unlink(missing_ok=True)


def read_contents(folder: Path) -> dict[str, Any]:
    """What `write_contents` wrote. Raises UnreadableIndex."""
    try:
        contents: dict[str, Any] = json.loads((folder / CONTENTS).read_text())
    except (OSError, ValueError) as error:
        raise UnreadableIndex(f"{folder}: {error}") from error
    if contents.get("version") != VERSION:
        raise UnreadableIndex(f"{folder}: of version {contents.get('version')}, not {VERSION}")
    return contents
