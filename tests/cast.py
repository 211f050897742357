"""The named cast of the tests: a small province of 2021 with its neighbour.

Cà Mau (96) with two districts and their communes, Bạc Liêu (95) as the neighbour. People are
invented. The names say what they are: `cast.leader` leads the province, `cast.clerk` keeps its
register, `cast.health` heads Sở Y tế, `cast.police` Công an tỉnh, `cast.city` the city,
`cast.neighbour` leads the other province.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from lachan.accounts.models import Grant, User
from lachan.accounts.queries import actor_for
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM
from lachan.core.text import folded
from lachan.places.models import Organisation, Unit
from lachan.places.terms import OrganisationKind, UnitKind

TODAY = date(2021, 9, 15)
NOW = datetime(2021, 9, 15, 9, 0, tzinfo=VIETNAM)
PASSWORD = "mat-khau-de-thu-96"


def at_nine() -> datetime:
    """A clock that stands: `settings.CLOCK = "tests.cast.at_nine"`."""
    return NOW


@cache
def hashed() -> str:
    """The hash of everybody's password, made once: a good hash is slow."""
    return make_password(PASSWORD)


@dataclass
class Cast:
    units: dict[str, Unit]
    organisations: dict[str, Organisation]
    users: dict[str, User]

    @classmethod
    def assemble(cls) -> Cast:
        units: dict[str, Unit] = {}
        for path, kind, name in (
            ("96/", UnitKind.PROVINCE, "Tỉnh Cà Mau"),
            ("96/964/", UnitKind.DISTRICT, "Thành phố Cà Mau"),
            ("96/964/31999/", UnitKind.COMMUNE, "Phường 9"),
            ("96/964/32025/", UnitKind.COMMUNE, "Xã An Xuyên"),
            ("96/966/", UnitKind.DISTRICT, "Huyện U Minh"),
            ("95/", UnitKind.PROVINCE, "Tỉnh Bạc Liêu"),
        ):
            parts = path.rstrip("/").split("/")
            units[path] = Unit.objects.create(
                code=parts[-1],
                kind=kind,
                name=name.split(" ", 1)[1],
                full_name=name,
                search_text=folded(name),
                parent=units.get("/".join(parts[:-1]) + "/"),
                path=path,
            )
        organisations = {
            code: Organisation.objects.create(
                code=code,
                name=name,
                abbreviations=short,
                search_text=folded(" ".join([name, *short])),
                kind=kind,
                unit=units[unit],
                path=f"{unit}{code}/",
            )
            for code, name, short, kind, unit in (
                ("tinh-uy", "Tỉnh ủy Cà Mau", ["TU"], OrganisationKind.PARTY, "96/"),
                (
                    "ubnd-tinh",
                    "Ủy ban nhân dân tỉnh Cà Mau",
                    ["UBND tỉnh", "Ủy ban nhân dân tỉnh"],
                    OrganisationKind.PEOPLES_COMMITTEE,
                    "96/",
                ),
                ("so-y-te", "Sở Y tế", ["SYT"], OrganisationKind.HEALTH, "96/"),
                ("cong-an-tinh", "Công an tỉnh", ["CA tỉnh"], OrganisationKind.POLICE, "96/"),
                (
                    "ubnd",
                    "Ủy ban nhân dân thành phố Cà Mau",
                    ["UBND thành phố Cà Mau"],
                    OrganisationKind.PEOPLES_COMMITTEE,
                    "96/964/",
                ),
                (
                    "ubnd-u-minh",
                    "Ủy ban nhân dân huyện U Minh",
                    ["UBND huyện U Minh"],
                    OrganisationKind.PEOPLES_COMMITTEE,
                    "96/966/",
                ),
            )
        }
        users = {}
        for username, name, role, path in (
            ("leader", "Trần Văn Lãnh", "leader", "96/"),
            ("synthesist", "Lê Thị Tổng", "synthesist", "96/"),
            ("clerk", "Nguyễn Thị Thư", "clerk", "96/"),
            ("health", "Phạm Thị Y", "head", "96/so-y-te/"),
            ("police", "Võ Văn An", "head", "96/cong-an-tinh/"),
            ("city", "Huỳnh Văn Phố", "head", "96/964/"),
            ("commune", "Đỗ Thị Xã", "officer", "96/964/32025/"),
            ("admin", "Bùi Văn Trị", "administrator", "96/"),
            ("neighbour", "Lý Văn Láng", "leader", "95/"),
            ("nobody", "Trương Văn Không", "", ""),
        ):
            user = User.objects.create_user(username, full_name=name)
            User.objects.filter(pk=user.pk).update(password=hashed())
            user.password = hashed()
            users[username] = user
            if role:
                Grant.objects.create(
                    user=user, role=role, path=path, place_name=path, valid_from=date(2020, 1, 1)
                )
        return cls(units, organisations, users)

    def actor(self, username: str, today: date = TODAY) -> Actor:
        return actor_for(self.users[username], today)

    def __getattr__(self, username: str) -> Actor:
        """`cast.leader` is the actor of that user."""
        users = self.__dict__.get("users", {})
        if username in users:
            return self.actor(username)
        raise AttributeError(username)
