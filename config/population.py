"""A synthetic population, written down by tired people: for the demo, the tests and the benchmarks.

`invent(number, seed)` gives records of persons who do not exist, each with the number of the person
that it truly is about (`truth`). One person may have several records, with the kinds of error that
real lists have: no diacritics, capitals, a missing or moved middle name, a slip of the finger, day
and month swapped, only the year of birth, a year that is off by one, the old card instead of the
new, no number at all, another member's number, the household's phone, another district.

Frequencies of names follow what is commonly told of Vietnamese names (one in three is Nguyễn); they
are ours, and serve only to make namesakes as frequent as they are.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

FAMILY = (
    *(("Nguyễn", 38), ("Trần", 12), ("Lê", 9), ("Phạm", 7), ("Huỳnh", 6), ("Võ", 5), ("Phan", 4)),
    *(("Trương", 3), ("Bùi", 2), ("Đặng", 2), ("Đỗ", 2), ("Ngô", 2), ("Hồ", 2), ("Dương", 2)),
    *(("Lý", 1), ("Lâm", 1), ("Quách", 1), ("Danh", 1), ("Thạch", 1), ("Tạ", 1), ("Mai", 1)),
)
MIDDLE = {
    "male": ("Văn", "Văn", "Văn", "Hữu", "Minh", "Hoàng", "Quốc", "Thanh", "Chí", "Tấn", "Công"),
    "female": ("Thị", "Thị", "Thị", "Thị", "Ngọc", "Kim", "Thanh", "Mỹ", "Bích", "Hồng", "Thúy"),
}
SECOND_MIDDLE = ("", "", "", "Ngọc", "Thanh", "Kim", "Hoàng", "Minh", "Mỹ", "Thu", "Anh", "Như")
GIVEN = {
    "male": (
        *("Hùng", "Dũng", "Nam", "Tuấn", "Hải", "Long", "Phúc", "Khang", "Nghĩa", "Tài", "Thắng"),
        *("Sơn", "Hiếu", "Đức", "Khánh", "Phong", "Quân", "Tâm", "Bảo", "An", "Bình", "Lộc", "Vũ"),
        *("Toàn", "Thành", "Trung", "Đạt", "Kiệt", "Cường", "Út", "Hậu", "Nhân", "Tiến", "Vinh"),
    ),
    "female": (
        *("Lan", "Hoa", "Mai", "Hương", "Thảo", "Linh", "Trang", "Hạnh", "Phượng", "Yến", "Nhung"),
        *("Diễm", "Thu", "Ngân", "Vy", "Trinh", "Tuyết", "Nga", "Dung", "Oanh", "Loan", "Hằng"),
        *("Châu", "Như", "Thơ", "Kiều", "Xuân", "Cẩm", "Hiền", "Liên", "Bé", "Út", "Tiên", "Nhi"),
    ),
}
DEFAULT_COMMUNES = ("96/964/32025/", "96/964/31999/", "96/966/32047/", "96/968/32119/")
PREFIXES = ("032", "033", "038", "039", "070", "077", "081", "084", "091", "094", "098", "090")
HEAD_NUMBER_CHANCE = 0.02


@dataclass(frozen=True, slots=True)
class Record:
    """One row about one person, as somebody wrote it; empty text is "not written"."""

    truth: int
    full_name: str
    sex: str
    birth_on: date | None
    birth_year: int | None
    citizen: str
    old_card: str
    phone: str
    path: str
    hamlet: str
    address: str
    household: int
    errors: tuple[str, ...] = field(default=())


def invent(
    number: int,
    seed: int = 96,
    communes: Sequence[str] = DEFAULT_COMMUNES,
    again: Sequence[float] = (0.25, 0.05),
) -> Iterator[Record]:
    """Records of `number` persons in households of one to six, in the order of their households.

    `again[k]` is the chance that a person has one record more than k + 1. The first record of a
    person is written with care; each following one has one to three errors.
    """
    chance = random.Random(seed)  # noqa: S311
    made = 0
    household = 0
    while made < number:
        household += 1
        size = min(number - made, chance.choices((1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 2, 1))[0])
        members = _household(chance, household, size, made, communes)
        made += size
        for member in members:
            yield member
            for likelihood in again:
                if chance.random() >= likelihood:
                    break
                yield spoil(chance, member, members[0])


def _household(
    chance: random.Random, number: int, size: int, first: int, communes: Sequence[str]
) -> list[Record]:
    family = _weighted(chance, FAMILY)
    path = chance.choice(communes)
    phone = _phone(chance)
    hamlet = f"{chance.choice(('Ấp', 'Khóm'))} {chance.randint(1, 12)}"
    address = f"Số {chance.randint(1, 400)}, {hamlet}"
    members = []
    for position in range(size):
        sex = chance.choice(("male", "female"))
        born = date(2021, 1, 1) - timedelta(
            days=_age(chance, position) * 365 + chance.randint(0, 364)
        )
        surname = family if position != 1 else _weighted(chance, FAMILY)
        words = (
            surname,
            chance.choice(MIDDLE[sex]),
            chance.choice(SECOND_MIDDLE),
            chance.choice(GIVEN[sex]),
        )
        grown = born.year <= 2006
        members.append(
            Record(
                truth=first + position,
                full_name=" ".join(word for word in words if word),
                sex=sex,
                birth_on=born,
                birth_year=born.year,
                citizen=_citizen(chance, sex, born.year)
                if grown and chance.random() < 0.75
                else "",
                old_card=f"{chance.randint(380000000, 389999999)}"
                if grown and chance.random() < 0.5
                else "",
                phone=phone if position and chance.random() < 0.6 else _phone(chance),
                path=path,
                hamlet=hamlet,
                address=address,
                household=number,
            )
        )
    return members


def spoil(chance: random.Random, record: Record, head: Record) -> Record:
    """The record as another office writes it down: one to three errors, named in `errors`."""
    kinds = chance.sample(sorted(_ERRORS), k=chance.choices((1, 2, 3), (5, 3, 1))[0])
    made = record
    for kind in kinds:
        made = _ERRORS[kind](chance, made)
    if chance.random() < HEAD_NUMBER_CHANCE and head.truth != record.truth and head.citizen:
        made = replace(made, citizen=head.citizen)
        kinds.append("number of the head")
    return replace(made, errors=tuple(sorted(kinds)))


def _no_diacritics(chance: random.Random, record: Record) -> Record:
    plain = unicodedata.normalize("NFD", record.full_name.replace("đ", "d").replace("Đ", "D"))
    return replace(
        record, full_name="".join(mark for mark in plain if not unicodedata.combining(mark))
    )


def _capitals(chance: random.Random, record: Record) -> Record:
    return replace(record, full_name=record.full_name.upper())


def _middle_missing(chance: random.Random, record: Record) -> Record:
    words = record.full_name.split()
    if len(words) > 2:
        del words[chance.randint(1, len(words) - 2)]
    return replace(record, full_name=" ".join(words))


def _middle_moved(chance: random.Random, record: Record) -> Record:
    words = record.full_name.split()
    if len(words) > 3:
        words[1], words[2] = words[2], words[1]
    return replace(record, full_name=" ".join(words))


def _given_name_first(chance: random.Random, record: Record) -> Record:
    words = record.full_name.split()
    return replace(record, full_name=" ".join([words[-1], *words[:-1]]))


def _slip(chance: random.Random, record: Record) -> Record:
    name = list(record.full_name)
    where = chance.randrange(len(name))
    if name[where] != " ":
        name[where] = chance.choice(("", name[where] * 2, chance.choice("aeiounthg")))
    return replace(record, full_name="".join(name))


def _swapped(chance: random.Random, record: Record) -> Record:
    born = record.birth_on
    if born is None or born.day > 12:
        return record
    return replace(record, birth_on=date(born.year, born.day, born.month))


def _only_year(chance: random.Random, record: Record) -> Record:
    return replace(record, birth_on=None)


def _year_off(chance: random.Random, record: Record) -> Record:
    year = (record.birth_year or 1980) + chance.choice((-1, 1))
    born = record.birth_on
    if born is not None:
        born = born.replace(year=year, day=min(born.day, 28))
    return replace(record, birth_on=born, birth_year=year)


def _no_numbers(chance: random.Random, record: Record) -> Record:
    return replace(record, citizen="", old_card="")


def _old_card_only(chance: random.Random, record: Record) -> Record:
    return replace(record, citizen="")


def _digit(chance: random.Random, record: Record) -> Record:
    if not record.citizen:
        return record
    where = chance.randrange(6, 12)
    digit = str((int(record.citizen[where]) + chance.randint(1, 9)) % 10)
    return replace(record, citizen=record.citizen[:where] + digit + record.citizen[where + 1 :])


def _other_phone(chance: random.Random, record: Record) -> Record:
    return replace(record, phone=chance.choice(("", _phone(chance))))


def _no_address(chance: random.Random, record: Record) -> Record:
    return replace(record, hamlet="", address="")


def _sex(chance: random.Random, record: Record) -> Record:
    other = {"male": "female", "female": "male"}[record.sex] if record.sex else ""
    return replace(record, sex=chance.choice(("", "", "", other)))


def _old_digit(chance: random.Random, record: Record) -> Record:
    if not record.old_card:
        return record
    where = chance.randrange(3, 9)
    digit = str((int(record.old_card[where]) + chance.randint(1, 9)) % 10)
    old = record.old_card
    return replace(record, old_card=old[:where] + digit + old[where + 1 :])


def _moved(chance: random.Random, record: Record) -> Record:
    commune = f"96/{chance.randint(964, 973)}/{chance.randint(31999, 32245)}/"
    return replace(record, path=commune, hamlet="", address=f"Số {chance.randint(1, 400)}")


_ERRORS = {
    "sex missing or wrong": _sex,
    "one digit of the old card wrong": _old_digit,
    "lives elsewhere": _moved,
    "no diacritics": _no_diacritics,
    "capitals": _capitals,
    "middle name missing": _middle_missing,
    "middle names moved": _middle_moved,
    "given name first": _given_name_first,
    "slip of the finger": _slip,
    "day and month swapped": _swapped,
    "only the year": _only_year,
    "year off by one": _year_off,
    "no numbers": _no_numbers,
    "old card only": _old_card_only,
    "one digit wrong": _digit,
    "other phone": _other_phone,
    "no address": _no_address,
}


def _weighted(chance: random.Random, choices: Sequence[tuple[str, int]]) -> str:
    names, weights = zip(*choices, strict=True)
    return str(chance.choices(names, weights)[0])


def _age(chance: random.Random, position: int) -> int:
    if position < 2:
        return chance.randint(22, 75)
    return chance.choice((chance.randint(0, 20), chance.randint(0, 20), chance.randint(60, 90)))


def _phone(chance: random.Random) -> str:
    return chance.choice(PREFIXES) + f"{chance.randint(0, 9_999_999):07d}"


def _citizen(chance: random.Random, sex: str, year: int) -> str:
    century = 2 * (year >= 2000) + (sex == "female")
    return f"096{century}{year % 100:02d}{chance.randint(0, 999_999):06d}"
