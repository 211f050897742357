"""A row judged: what it says, whether it can be used, and the claim that it makes about a person.

1. The cells of the mapped columns are read, each by its reader; corrections and answers that people
   gave stand before what was received.
2. What hangs together is looked at together: the two birth columns, sex and card, the address.
3. A reason that refuses weighs more than one that holds; notes change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lachan.lists.rules.addresses import Gazetteer
from lachan.lists.rules.dates import Day
from lachan.lists.rules.kinds import Kind
from lachan.lists.rules.readers import READERS, clean
from lachan.lists.rules.readings import Remark
from lachan.lists.terms import Outcome, Weight
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, Sex, SourceKind

# What names somebody in an answer: the unit that was picked for the address.
UNIT = "unit"
# An answer that says "leave this cell out, take the row without it".
NOTHING = "\ue000"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as read. `values` is plain JSON: days as "1990-07-05", a year alone as a number."""

    outcome: Outcome
    values: dict[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def question(self) -> str:
        """What rows with the same trouble share: the code and the words that caused it."""
        for remark in self.remarks:
            if remark.weight is not Weight.NOTE:
                return f"{remark.code}|{remark.field}|{remark.value.lower()}"[:300]
        return ""


@dataclass(frozen=True, slots=True)
class Judge:
    """What is the same for all rows of a list."""

    kind: Kind
    gazetteer: Gazetteer
    today: date
    path: str  # of the receiving unit

    def judge(
        self,
        cells: Sequence[str],
        mapping: Mapping[int, str],
        answers: Mapping[str, str] | None = None,
    ) -> Judged:
        """Judge one row; `answers` are what people said about its fields, and `unit`."""
        told = {name: cells[column] for column, name in mapping.items() if column < len(cells)}
        settled = dict(answers or {})
        chosen = settled.pop(UNIT, "")
        told.update(settled)
        values: dict[str, Any] = {}
        remarks: list[Remark] = []
        for name, words in told.items():
            if words == NOTHING:
                continue
            if name == "name" and told.get("family_name"):
                words = f"{told['family_name']} {words}"
            known = self.kind.by_name.get(name)
            if known is None or name == "family_name" or not words.strip():
                continue
            read = READERS[known.reader](words, today=self.today)
            if read.code:
                remarks.append(Remark(read.code, read.weight, name, clean(words)[:200]))
            if read.value is not None:
                values[name] = read.value
        self._births(values)
        self._cards(values, remarks)
        self._place(told, chosen, values, remarks)
        self._needed(told, values, remarks)
        return Judged(_outcome(remarks), _plain(values), tuple(remarks))

    def _births(self, values: dict[str, Any]) -> None:
        """Two columns of birth, one for men and one for women, say birth and sex at once."""
        for name, sex in (("birth_male", "male"), ("birth_female", "female")):
            day = values.pop(name, None)
            if day is not None and "birth" not in values:
                values["birth"] = day
                values.setdefault("sex", sex)

    def _cards(self, values: dict[str, Any], remarks: list[Remark]) -> None:
        """A citizen number tells sex and year of birth: differences are noted, not judged."""
        kind, number = values.get("card") or ("", "")
        if kind != IdentifierKind.CITIZEN:
            return
        century, year = int(number[3]), int(number[4:6])
        told: Day | None = values.get("birth")
        if told and told.year != 1900 + 100 * (century // 2) + year:
            remarks.append(Remark("card-other-year", Weight.NOTE, "card", number))
        sex = "female" if century % 2 else "male"
        if values.get("sex") not in (None, sex):
            remarks.append(Remark("card-other-sex", Weight.NOTE, "card", number))

    def _place(
        self, told: Mapping[str, str], chosen: str, values: dict[str, Any], remarks: list[Remark]
    ) -> None:
        words = self._address(told)
        if words:
            values["address"] = words
        if chosen:
            values[UNIT] = chosen
            values["hamlet"] = self.gazetteer.read(words).hamlet or values.get("hamlet", "")
            return
        place = self.gazetteer.read(words)
        if place.hamlet:
            values["hamlet"] = place.hamlet
        own_commune = self.path.count("/") >= 3 or (
            self.path.count("/") == 2 and _is_commune(self.path)
        )
        if place.commune:
            values[UNIT] = place.path
            home = place.commune.startswith(self.gazetteer.home)
            if self.kind.needs_commune and not home:
                remarks.append(Remark("address-elsewhere", Weight.HOLD, "address", words))
            return
        if own_commune and (not place.code or not place.options):
            values[UNIT] = self.path
            return
        if not self.kind.needs_commune:
            if place.path:
                values[UNIT] = place.path
            return
        if place.path and not place.path.startswith(self.gazetteer.home):
            remarks.append(Remark("address-elsewhere", Weight.HOLD, "address", words))
        else:
            code = (place.code or "address-missing") if words else "address-missing"
            remarks.append(Remark(code, Weight.HOLD, "address", words, place.options))

    def _address(self, told: Mapping[str, str]) -> str:
        parts = []
        prefixes = {"hamlet": "Ấp", "commune": "Xã", "district": "Huyện", "province": "Tỉnh"}
        for name in self.kind.address:
            words = clean(told.get(name, "")) if told.get(name) != NOTHING else ""
            if not words:
                continue
            if name == "hamlet" and words.replace(" ", "").isdecimal():
                words = f"{prefixes[name]} {words}"
            elif name == "commune" and words.isdecimal():
                words = f"Phường {words}"
            parts.append(words)
        return ", ".join(parts)[:400]

    def _needed(
        self, told: Mapping[str, str], values: dict[str, Any], remarks: list[Remark]
    ) -> None:
        spoken_of = {remark.field for remark in remarks}
        for known in self.kind.fields:
            if known.required and known.name not in values and known.name not in spoken_of:
                remarks.append(Remark(f"{known.name}-missing", Weight.REFUSE, known.name))
        name = values.get("name")
        if isinstance(name, str) and " " not in name and not values.get("card"):
            remarks.append(Remark("name-one-word", Weight.HOLD, "name", name))


def _is_commune(path: str) -> bool:
    """In the units of two levels a commune's code has five digits, a district's three."""
    return len(path.rstrip("/").rsplit("/", 1)[-1]) >= 5 and path.rstrip("/")[-5:].isdecimal()


def _outcome(remarks: Sequence[Remark]) -> Outcome:
    weights = {remark.weight for remark in remarks}
    if Weight.REFUSE in weights:
        return Outcome.REFUSED
    return Outcome.HELD if Weight.HOLD in weights else Outcome.WAITING


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Day):
            plain[f"{name}_on"] = value.on.isoformat() if value.on else None
            plain[f"{name}_year"] = value.year
        elif isinstance(value, date):
            plain[name] = value.isoformat()
        elif isinstance(value, tuple):
            plain[name] = list(value)
        else:
            plain[name] = value
    return plain


def claim_of(
    kind: Kind,
    values: Mapping[str, Any],
    *,
    reference: str,
    path: str,
    said_at: datetime,
    content: Mapping[str, object],
    batch: str,
    is_keyed: bool = False,
) -> PersonClaim:
    """The claim of a row that can be used; `path` is the receiving unit, `batch` names the list."""
    unit = str(values.get(UNIT) or "")
    numbers: list[tuple[IdentifierKind, str]] = []
    if card := values.get("card"):
        numbers.append((IdentifierKind(card[0]), card[1]))
    for name in (IdentifierKind.PASSPORT, IdentifierKind.INSURANCE, IdentifierKind.PHONE):
        if values.get(name):
            numbers.append((name, str(values[name]).replace(" ", "").upper()))
    born = values.get("birth_on")
    household = str(values.get(kind.household) or "") if kind.household else ""
    return PersonClaim(
        reference=reference,
        kind=SourceKind.KEYED if is_keyed else kind.source_kind,
        path=commune_of(unit) or path,
        said_at=said_at,
        full_name=str(values["name"]),
        sex=Sex(values.get("sex") or ""),
        birth_on=date.fromisoformat(born) if born else None,
        birth_year=values.get("birth_year"),
        identifiers=tuple(dict.fromkeys(numbers)),
        residence_kind=kind.residence_kind,
        residence_path=unit,
        residence_words=str(values.get("address") or ""),
        hamlet=str(values.get("hamlet") or "")[:120],
        household_key=f"{batch}:{household}" if household else "",
        content=content,
    )


def commune_of(path: str) -> str:
    """The path of the commune in which a hamlet lies; other paths as they are."""
    last = path.rstrip("/").rsplit("/", 1)[-1]
    is_hamlet = path.count("/") >= 2 and not last.isdecimal()
    return path[: -len(last) - 1] if is_hamlet else path
