"""Jurisdiction paths: `96/`, `96/964/`, `96/964/31999/`; each part closed by a separator.

The closing separator keeps `96/96/` from containing `96/964/`. The empty path contains
everything.
"""

from __future__ import annotations

SEPARATOR = "/"
_AFTER_SEPARATOR = chr(ord(SEPARATOR) + 1)


def join(*parts: str) -> str:
    """Build a path from codes: `join("96", "964")` is `"96/964/"`.

    Raises ValueError for an empty part or one that holds a separator.
    """
    for part in parts:
        if not part or SEPARATOR in part:
            raise ValueError(f"not a path part: {part!r}")
    return "".join(part + SEPARATOR for part in parts)


def child(path: str, code: str) -> str:
    """The path of `code` directly below `path`."""
    return path + join(code)


def closed(typed: str) -> str:
    """The path that somebody typed, with its closing separator; empty stays empty."""
    path = typed.strip()
    return path if not path or path.endswith(SEPARATOR) else path + SEPARATOR


def parent(path: str) -> str:
    """The path above; the root's parent is the root."""
    return path[: path.rstrip(SEPARATOR).rfind(SEPARATOR) + 1]


def territory(path: str) -> str:
    """The unit that a path lies in: itself, or, of a body (`96/so-y-te/`), the unit it hangs in.

    Codes of units begin with a digit, those of bodies with a letter.
    """
    codes = parts(path)
    while codes and not codes[-1][0].isdigit():
        codes.pop()
    return join(*codes) if codes else ""


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` is `outer` or lies below it."""
    return inner.startswith(outer)


def parts(path: str) -> list[str]:
    """The codes of a path, from the top."""
    return [part for part in path.split(SEPARATOR) if part]


def ancestors(path: str) -> list[str]:
    """The path itself and all above it, nearest first, without the root."""
    found = []
    while path:
        found.append(path)
        path = parent(path)
    return found


def bounds(path: str) -> tuple[str, str]:
    """The half-open range [low, high) of byte-ordered strings that `path` contains.

    For index range scans on columns with `COLLATE "C"`. Not defined for the empty path.
    """
    if not path.endswith(SEPARATOR):
        raise ValueError(f"not a closed path: {path!r}")
    return path, path[:-1] + _AFTER_SEPARATOR
