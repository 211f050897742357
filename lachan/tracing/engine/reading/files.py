"""Which files a path names (one, a folder, a glob) and what each is, told by its first bytes."""

from __future__ import annotations

import glob
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from lachan.tracing.engine.reading.account import Unreadable

# What is taken from a folder; a file that is named itself may end in anything.
SUFFIXES = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".parquet", ".pq")

_PIECE = 4 << 20
_PARQUET, _GZIP, _ZIP = b"PAR1", b"\x1f\x8b", b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path as it was given, which is also its name in what is said."""

    path: Path
    is_parquet: bool
    is_packed: bool

    def __str__(self) -> str:
        return str(self.path)

    def _open(self) -> IO[bytes]:
        if self.is_packed:
            return cast(IO[bytes], gzip.GzipFile(self.path))
        return self.path.open("rb")

    def pieces(self) -> Iterator[bytes]:
        """The bytes of a file of text, unpacked, some megabytes at a time."""
        try:
            with self._open() as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (OSError, EOFError, ValueError) as error:
            raise Unreadable(f"{self}: cannot be read to its end ({_why(error)})") from error


def sources(paths: Iterable[str | Path]) -> list[Source]:
    """The files that the paths name, each once, in the order of the paths and then of the names.

    Raises `Unreadable` for a path that names nothing, and for what is neither CSV nor Parquet.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        for path in _named(Path(given)):
            found.setdefault(path.resolve(), path)
    return [_source(path) for path in found.values()]


def _named(given: Path) -> list[Path]:
    if given.is_dir():
        files = sorted(path for path in given.rglob("*") if _is_wanted(path, given))
        if not files:
            raise Unreadable(f"{given}: the folder holds no .csv and no .parquet file")
        return files
    if given.exists():
        return [given]
    if glob.has_magic(str(given)):
        matches = [Path(match) for match in sorted(glob.glob(str(given), recursive=True))]
        files = [
            path for match in matches for path in (_named(match) if match.is_dir() else [match])
        ]
        if files:
            return files
        raise Unreadable(f"{given}: no file has such a name")
    raise Unreadable(f"{given}: there is no such file")


def _is_wanted(path: Path, folder: Path) -> bool:
    # Other programs leave marks beside their files: "_SUCCESS", ".part-0.crc".
    is_mark = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    return not is_mark and path.name.lower().endswith(SUFFIXES) and path.is_file()


def _source(path: Path) -> Source:
    if not path.is_file():
        raise Unreadable(f"{path}: is no file that can be read twice")
    try:
        with path.open("rb") as file:
            begins = file.read(4)
    except OSError as error:
        raise Unreadable(f"{path}: cannot be opened ({_why(error)})") from error
    if begins in (_ZIP, _OLD_EXCEL):
        raise Unreadable(f"{path}: is a workbook or an archive; save it as CSV or Parquet")
    return Source(path, is_parquet=begins == _PARQUET, is_packed=begins.startswith(_GZIP))


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
