"""Collective names in documents: "UBND các huyện, thành phố" is the committee of each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lachan.places.rules.matching import Body, Place, unit_path_of
from lachan.places.rules.names import plain_key
from lachan.places.terms import OrganisationKind

_TYPE = r"(?:huyen|thanh pho|thi xa|quan|xa|phuong|thi tran|dac khu)"
_BY_LEVEL = re.compile(
    rf"^(?P<head>.*?)(?: ?\b(?P<cac>cac|tung|moi))?(?P<types>(?: ?\b{_TYPE}\b)+)$"
)
_PERSON = (
    r"(?:cac dong chi|dong chi|lanh dao|thu truong|nguoi dung dau|pho chu tich|chu tich|bi thu"
    r"|giam doc|chi huy truong|truong|thuong truc|tap the)"
)
_PERSONS = re.compile(rf"\b{_PERSON} ")
_SCOPE = (
    r"(?: (?:cap|thuoc|truc thuoc|tren dia ban|trong|cua|o|toan|tren toan))?"
    r"(?: (?P<level>tinh|huyen))?(?: (?:lien quan|co lien quan))?"
)
_PARTY = re.compile(
    r"^(?P<cac>cac )?(?P<names>(?:(?:huyen|thanh|thi|quan) uy ?)+)"
    r"(?:(?:dang uy|dang doan|ban can su dang|va|cac|truc thuoc|tinh uy) ?)*$"
)
_LOCALITIES = re.compile(
    rf"^(?:cac (?:chinh quyen )?dia phuong|chinh quyen (?:cac )?dia phuong){_SCOPE}$"
)
_BRANCHES = re.compile(
    r"^(?:cac )?(?P<what>so ban nganh|so nganh|so|ban nganh|nganh|co quan chuyen mon|phong ban)"
    r"(?P<unions>(?: mat tran to quoc)?(?: cac)? (?:doan the|to chuc chinh tri xa hoi))?"
    rf"{_SCOPE}$"
)
_UNIONS = re.compile(
    r"^(?P<front>(?:uy ban )?mat tran to quoc )?(?:cac )?"
    rf"(?:doan the(?: chinh tri xa hoi)?|to chuc chinh tri xa hoi){_SCOPE}$"
)
_BOARDS = re.compile(r"^cac ban (?:xay dung )?dang(?: (?P<level>tinh|huyen|thanh) uy)?$")
_BOARD_HEADS = ("ban to chuc", "ban tuyen giao", "ban dan van", "ban noi chinh", "uy ban kiem tra")
_COMMITTEE = "uy ban nhan dan"
# Sở Chỉ huy begins like a department and is none.
_COMMAND = "so chi huy "
_BRANCH_KINDS = frozenset(
    {
        OrganisationKind.DEPARTMENT,
        OrganisationKind.POLICE,
        OrganisationKind.MILITARY,
        OrganisationKind.BORDER_GUARD,
    }
)


@dataclass(frozen=True, slots=True)
class Collective:
    """Who belongs: bodies whose name begins with one of the heads, or that are of these kinds.

    `types` are the folded words of their units ("huyen", "thanh pho"). Without types they are the
    bodies of one unit: the province when `level` is "tinh", else that of whoever speaks;
    or, when `is_next_level`, of the units directly below ("các địa phương").
    """

    heads: tuple[str, ...] = ()
    kinds: frozenset[OrganisationKind] = frozenset()
    types: frozenset[str] = frozenset()
    level: str = ""
    is_next_level: bool = False


def collective_of(words: str, places: Iterable[Place] = ()) -> Collective | None:
    """What the words mean as a collective, or None when they name none.

    `places` are the units whose names may stand in the words without changing them: the
    province ("các huyện, thành phố của tỉnh Cà Mau") and its districts ("các huyện, thành phố
    Cà Mau").
    """
    key = plain_key(words)
    for name in sorted({place.name for place in places if place.name}, key=len, reverse=True):
        key = re.sub(rf"(?<=\w) {re.escape(name)}\b", "", key)
    key = re.sub(r"^(?:tat ca|toan bo|toan the) ", "", key)
    key = re.sub(r" (?:cua|thuoc|truc thuoc|trong|tren dia ban)? ?(?:toan )?tinh$", " tinh", key)
    for reading in (key, _PERSONS.sub("", key)):
        found = (
            _localities(reading)
            or _branches(reading)
            or _unions(reading)
            or _boards(reading)
            or _party(reading)
            or _by_level(reading)
            or _by_level(reading.removesuffix(" tinh").removesuffix(" huyen"))
        )
        if found:
            return found
    return None


def _localities(key: str) -> Collective | None:
    if not _LOCALITIES.match(key):
        return None
    return Collective(heads=(_COMMITTEE,), is_next_level=True)


def _branches(key: str) -> Collective | None:
    found = _BRANCHES.match(key)
    if not found or key in ("so", "nganh"):
        return None
    kinds = _BRANCH_KINDS
    if found["what"] == "so":
        return Collective(heads=("so ",), level="tinh")
    if found["unions"]:
        kinds |= {OrganisationKind.FRONT, OrganisationKind.UNION}
    level = "tinh" if found["what"].startswith("so") else found["level"] or ""
    return Collective(heads=("so y te", "phong y te"), kinds=kinds, level=level)


def _unions(key: str) -> Collective | None:
    found = _UNIONS.match(key)
    if not found:
        return None
    kinds = {OrganisationKind.UNION} | ({OrganisationKind.FRONT} if found["front"] else set())
    return Collective(kinds=frozenset(kinds), level=found["level"] or "")


def _boards(key: str) -> Collective | None:
    found = _BOARDS.match(key)
    if not found:
        return None
    return Collective(heads=_BOARD_HEADS, level=found["level"] or "")


def _party(key: str) -> Collective | None:
    found = _PARTY.match(key)
    if not found:
        return None
    names = tuple(dict.fromkeys(re.findall(r"(?:huyen|thanh|thi|quan) uy", found["names"])))
    if not found["cac"] and len(names) < 2:
        return None
    return Collective(heads=tuple(f"{name} " for name in names), is_next_level=True)


def _by_level(key: str) -> Collective | None:
    found = _BY_LEVEL.match(key)
    if not found:
        return None
    head = found["head"].strip()
    is_plural = bool(found["cac"]) or head == "cac" or head.startswith("cac ")
    types = frozenset(re.findall(_TYPE, found["types"]))
    if not is_plural and len(types) < 2:
        return None
    if types == {"quan"} and not found["cac"]:
        return None  # "các cơ quan", "hải quan"
    head = head.removeprefix("cac").strip()
    heads = tuple(part.strip() for part in _PERSONS.split(f"{head} ") if part.strip())
    return Collective(heads=heads or (_COMMITTEE,), types=types)


def members(collective: Collective, bodies: Iterable[Body], path: str) -> list[Body]:
    """The bodies below `path` that belong to the collective, in the order of their paths."""
    here = unit_path_of(path)
    if collective.level == "tinh":
        here = here[: here.find("/") + 1]
    found = [body for body in bodies if _belongs(collective, body, here)]
    return sorted(found, key=lambda body: body.path)


def _belongs(collective: Collective, body: Body, here: str) -> bool:
    unit = body.unit
    if unit is None or not unit.path.startswith(here):
        return False
    below = unit.path.count("/") - here.count("/")
    if collective.types:
        if unit.type not in collective.types or below == 0:
            return False
    elif collective.is_next_level:
        if below != 1:
            return False
    elif below != 0:
        return False
    if body.is_subordinate and collective.kinds:
        return False
    key = f"{plain_key(body.name)} "
    if key.startswith(_COMMAND):
        return False
    return body.kind in collective.kinds or any(key.startswith(head) for head in collective.heads)
