"""Which files a path names."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lachan.tracing.engine.reading import Account, Unreadable, copied, read_visits, sources

HEADER = "person_id,place_id,entered_at,left_at\n"


def row(person: int) -> str:
    return f"{person},2,2021-07-27T00:00:00Z,2021-07-27T01:00:00Z\n"


@pytest.fixture
def folder(tmp_path):
    """Three files of CSV and two of Parquet, one of them deeper, and what other programs leave."""
    visits = tmp_path / "visits"
    (visits / "day=2").mkdir(parents=True)
    (visits / "a.csv").write_text(HEADER + row(1))
    (visits / "b.CSV").write_text(HEADER.replace(",", ";") + row(2).replace(",", ";"))
    (visits / "c.tsv").write_text((HEADER + row(3)).replace(",", "\t"))
    for person, name in ((4, "d.parquet"), (5, "day=2/part-0.snappy.parquet")):
        cells = row(person).strip().split(",")
        columns = dict(zip(HEADER.strip().split(","), ([cell] for cell in cells), strict=True))
        pq.write_table(pa.table(columns), visits / name)
    (visits / "_SUCCESS").touch()
    (visits / ".a.csv.crc").write_bytes(b"crc")
    (visits / "notes.docx").write_bytes(b"PK\x03\x04")
    return visits


def persons(*paths) -> list[int]:
    return read_visits(paths, Account()).person.tolist()


def test_a_folder_is_all_its_files_of_both_formats(folder):
    assert persons(folder) == [1, 2, 3, 4, 5]


def test_a_glob_and_a_file_named_twice_count_once(folder):
    assert persons(folder / "a.csv", folder / "*.csv", str(folder / "**/*.parquet")) == [1, 4, 5]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(folder):
    odd = folder / "visits [1].csv"
    (folder / "a.csv").rename(odd)
    assert persons(odd) == [1]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nothing.csv", "there is no such file"),
        ("*.xml", "no file has such a name"),
        ("empty", "the folder holds no .csv and no .parquet file"),
        ("notes.docx", "is a workbook or an archive; save it as CSV or Parquet"),
    ],
)
def test_a_path_that_names_nothing_to_read_is_refused(folder, name, why):
    (folder / "empty").mkdir()
    with pytest.raises(Unreadable, match=why):
        sources([folder / name])


def test_the_tally_counts_files_and_rows(folder):
    account = Account()
    read_visits([folder], account)
    assert (account.tally("visits").files, account.tally("visits").rows) == (5, 5)


def test_copies_for_other_engines_hold_the_good_rows(folder, tmp_path):
    (folder / "a.csv").write_text(HEADER + row(1) + "x,2,3,4\n")
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(
        "person_a,person_b,started_at,ended_at,setting\n"
        "1,2,2021-07-27T00:00:00Z,2021-07-27T01:00:00Z,chợ\n"
        "1,2,2021-07-27T00:00:00Z,2021-07-27T01:00:00Z,\n"
    )
    account = Account()
    copies = copied([], [folder / "a.csv"], [contacts], tmp_path, account)
    assert account.left_out == 1
    assert pq.read_table(copies.cases).to_pylist() == []
    times = {"entered": 1_627_344_000, "left": 1_627_347_600}
    assert pq.read_table(copies.visits).to_pylist() == [
        {"person_id": 1, "place_id": 2, **times, "row": None}
    ]
    assert pq.read_table(copies.contacts).column("setting").to_pylist() == ["chợ", None]
