"""When a claim is about a person known already, and what it adds to what is known.

Strong agreement only: a name alone, or a name with a phone, never joins two rows. A phone
belongs to a household as often as to a person. Weaker likeness is for linking, later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from lachan.core.text import folded, normal
from lachan.people.rules.claims import PersonClaim
from lachan.people.rules.households import address_key
from lachan.people.rules.identifiers import citizen_doubts
from lachan.people.terms import IdentifierKind, ResidenceKind

# In the order in which they are believed; a passport number names a person within a nationality.
STRONG_KINDS = (IdentifierKind.CITIZEN, IdentifierKind.OLD_CARD, IdentifierKind.PASSPORT)


@dataclass(slots=True, eq=False)
class Known:
    """What is known of one person when claims are held against it.

    `path_as_of` is the instant of the words by which `path` was set, None when no residence was
    told. `full_name` may be empty (a card of which only the number was read). `root_id` is the row
    that stands for the person after merges.
    """

    id: int
    path: str
    full_name: str
    folded_name: str
    sex: str = ""
    birth_on: date | None = None
    birth_year: int | None = None
    nationality: str = ""
    path_as_of: datetime | None = None
    household_id: int | None = None
    root_id: int | None = None
    contradictions: tuple[str, ...] = ()
    numbers: dict[str, set[str]] = field(default_factory=dict)

    @property
    def citizen_numbers(self) -> set[str]:
        return self.numbers.get(IdentifierKind.CITIZEN, set())


@dataclass(frozen=True, slots=True)
class Heard:
    """A claim as it is held against what is known: folded and keyed once, for all the steps."""

    claim: PersonClaim
    name: str
    folded_name: str
    number_keys: tuple[tuple[str, str, str], ...]
    birth_keys: tuple[tuple[str, date, str], ...]
    address_key: str


def heard(claim: PersonClaim) -> Heard:
    """The claim with its keys; an address counts only with a household and a unit."""
    name = normal(claim.full_name)
    folded_name = folded(name)
    has_house = claim.household_key and claim.residence_path
    return Heard(
        claim=claim,
        name=name,
        folded_name=folded_name,
        number_keys=tuple(number_keys(claim.identifiers, claim.nationality)),
        birth_keys=tuple(birth_keys(claim.identifiers, folded_name, claim.birth_on)),
        address_key=address_key(claim.residence_words) if has_house else "",
    )


def names_agree(left: str, right: str) -> bool:
    """Whether two folded names may be one: the words of one are among the other's, in any order.

    "nguyen thi anh" agrees with "thi anh nguyen" and "thi anh", not with "nguyen thi an". An
    unknown name contradicts nothing; a single word of a longer name says too little.
    """
    if not left or not right:
        return True
    few, many = sorted((left.split(), right.split()), key=len)
    if len(few) < min(2, len(many)):
        return False
    return not _beyond(few, many)


def _beyond(few: Sequence[str], many: Sequence[str]) -> list[str]:
    rest = list(many)
    missing = []
    for word in few:
        if word in rest:
            rest.remove(word)
        else:
            missing.append(word)
    return missing


def year_of(birth_on: date | None, birth_year: int | None) -> int | None:
    """The year of birth, from the day where it is known."""
    return birth_on.year if birth_on else birth_year


def obstacles_to_joining(known: Known, claim: PersonClaim, folded_name: str) -> list[str]:
    """Why a claim with the same number is not about this person; empty: nothing contradicts."""
    obstacles = []
    if not names_agree(known.folded_name, folded_name):
        obstacles.append(_("the number is on record with another name: kept as another person"))
    theirs = year_of(known.birth_on, known.birth_year)
    ours = year_of(claim.birth_on, claim.birth_year)
    if theirs and ours and theirs != ours:
        obstacles.append(
            _("the number is on record with another year of birth: kept as another person")
        )
    if known.sex and claim.sex and known.sex != claim.sex:
        obstacles.append(_("the number is on record with another sex: kept as another person"))
    numbers = {value for kind, value in claim.identifiers if kind == IdentifierKind.CITIZEN}
    if numbers and known.citizen_numbers and not numbers & known.citizen_numbers:
        obstacles.append(_("on record with another citizen number: kept as another person"))
    return obstacles


def number_keys(
    identifiers: Iterable[tuple[str, str]], nationality: str
) -> list[tuple[str, str, str]]:
    """The keys (kind, value, nationality) that name one person, the most trusted first."""
    return [
        (kind, value, nationality if kind == IdentifierKind.PASSPORT else "")
        for strong in STRONG_KINDS
        for kind, value in identifiers
        if kind == strong and value
    ]


def birth_keys(
    identifiers: Iterable[tuple[str, str]], folded_name: str, birth_on: date | None
) -> list[tuple[str, date, str]]:
    """The keys (folded full name, day of birth, phone) that name one person together."""
    if birth_on is None or len(folded_name.split()) < 2:
        return []
    return [
        (folded_name, birth_on, value)
        for kind, value in identifiers
        if kind == IdentifierKind.PHONE and value
    ]


def additions(known: Known, claim: PersonClaim, folded_name: str) -> dict[str, object]:
    """What a claim about a known person changes of it: columns and their new values.

    What was unknown is filled in. What contradicts stays as it was, and its name is added to
    `contradictions`: both sources are kept, and the page shows them side by side.
    """
    changed: dict[str, object] = {}
    differs = set(known.contradictions)
    if _is_fuller(claim.full_name, folded_name, known):
        changed |= {"full_name": claim.full_name, "folded_name": folded_name}
    if claim.sex and not known.sex:
        changed["sex"] = str(claim.sex)
    if claim.birth_on and known.birth_on and claim.birth_on != known.birth_on:
        differs.add("birth_on")
    elif claim.birth_on and not known.birth_on:
        changed |= {"birth_on": claim.birth_on, "birth_year": claim.birth_on.year}
    elif claim.birth_year and not year_of(known.birth_on, known.birth_year):
        changed["birth_year"] = claim.birth_year
    if claim.nationality and not known.nationality:
        changed["nationality"] = claim.nationality
    elif claim.nationality not in ("", "VN", known.nationality):
        # Papers without the question are taken as Vietnamese: only a foreign word contradicts.
        differs.add("nationality")
    path = path_after(known, claim)
    if path is not None:
        changed |= {"path": path, "path_as_of": claim.said_at}
    if differs != set(known.contradictions):
        changed["contradictions"] = tuple(sorted(differs))
    return changed


def _is_fuller(name: str, folded_name: str, known: Known) -> bool:
    """Whether a name tells more: more words, or the same words with their diacritics."""
    words, had = len(folded_name.split()), len(known.folded_name.split())
    if words != had:
        return words > had
    return folded_name == known.folded_name and _marks(name) > _marks(known.full_name)


def _marks(name: str) -> int:
    return sum(letter > "\x7f" for letter in name)


def path_after(known: Known, claim: PersonClaim) -> str | None:
    """The path that the person has by the claim's residence; None: it says nothing newer.

    A registered residence does not move somebody who is known to stay elsewhere; a residence in
    another province leaves the responsibility where the person was last seen.
    """
    if not claim.residence_path or _province(claim.residence_path) != _province(claim.path):
        return None
    if known.path_as_of is None:
        return claim.residence_path
    if claim.residence_kind == ResidenceKind.PERMANENT or claim.said_at < known.path_as_of:
        return None
    return claim.residence_path


def first_path_as_of(claim: PersonClaim) -> datetime | None:
    """Since when the path of a new person is known by a residence; None when it is not."""
    told = claim.residence_path and claim.residence_kind != ResidenceKind.PERMANENT
    return claim.said_at if told else None


def _province(path: str) -> str:
    return path.partition("/")[0]


def warnings_about(claim: PersonClaim) -> list[str]:
    """What is odd in the claim itself; nothing of it holds anything up."""
    warnings: list[str] = []
    if not claim.full_name.strip():
        warnings.append(_("there is no name"))
    doubts = {
        "number_form": _("the citizen number does not have the form of one"),
        "number_province": _("the citizen number names no province"),
        "number_birth_year": _("the citizen number tells another year of birth"),
        "number_sex": _("the citizen number tells another sex"),
    }
    year = year_of(claim.birth_on, claim.birth_year)
    for kind, value in claim.identifiers:
        if kind == IdentifierKind.CITIZEN:
            codes = citizen_doubts(value, sex=claim.sex, birth_year=year)
            warnings += [doubts[code] for code in codes]
    return warnings


def said(claim: PersonClaim) -> dict[str, object]:
    """The claim's normalised values, kept beside the words: what contradictions are found in."""
    values: Mapping[str, object] = {
        "full_name": claim.full_name,
        "sex": str(claim.sex),
        "birth_on": claim.birth_on.isoformat() if claim.birth_on else "",
        "birth_year": year_of(claim.birth_on, claim.birth_year) or "",
        "nationality": claim.nationality,
    }
    return {key: value for key, value in values.items() if value}
