"""What a reader may know of the persons, cases and places that stand in a contact's evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lachan.cases.terms import Permission as CasePermission
from lachan.contacts.rules.telling import Meeting, is_going_on
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.places.queries.units import unit_names
from lachan.tracing.rules.words import SETTINGS
from lachan.tracing.terms import Permission as TracingPermission
from lachan.tracing.terms import Setting


def require_read(request: Request) -> None:
    """Refuse whoever may not look at contacts anywhere."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at contacts"))


class Sight:
    """Names persons, cases and places for one reader now, and remembers who was named.

    Somebody of another area is "a person of Xã …"; a case likewise. `shown` are the persons whose
    names were given out, for the record of readings.
    """

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor = actor
        self.now = now
        self.shown: list[int] = []
        self._units: dict[str, str] = {}

    def know_units(self, wanted: Iterable[str]) -> None:
        """Ask for the names of these units at once."""
        new = set(wanted) - self._units.keys()
        if new:
            self._units |= {path: path for path in new} | unit_names(new)

    def unit(self, path: str) -> str:
        """The name of a unit, asked once."""
        self.know_units([path])
        return self._units[path]

    def person(self, person: Any, where: str = "") -> str:
        """The person's name, or from where they are; `where` is the commune that answers."""
        root = person.root or person
        if self.actor.may(Permission.READ, where or root.path):
            self.shown.append(root.pk)
            return str(root.full_name)
        return _("a person of %(unit)s") % {"unit": self.unit(where or root.path)}

    def case(self, case: Any) -> str:
        """`case 12/2021 Xã An Xuyên (name)`, or from where it is."""
        if self.actor.may(CasePermission.READ, case.path):
            root = case.person.root or case.person
            self.shown.append(root.pk)
            return _("case %(number)s (%(name)s)") % {
                "number": self.case_number(case),
                "name": root.full_name,
            }
        return self.case_number(case)

    def case_number(self, case: Any) -> str:
        """`12/2021 Xã An Xuyên`: every commune counts its cases for itself; or from where it is."""
        if self.actor.may(CasePermission.READ, case.path):
            return f"{case.number}/{case.year} {self.unit(case.number_path)}"
        return _("a case of %(unit)s") % {"unit": self.unit(case.path)}

    def case_link(self, case: Any) -> str:
        """The address of a case in sight, else nothing."""
        if case is None or not self.actor.may(CasePermission.READ, case.path):
            return ""
        return reverse("cases:case", args=[case.key])

    def sees(self, contact: Any) -> bool:
        """Whether the reader may know who the contact is."""
        return self.actor.may(Permission.READ, contact.path)

    def contact_link(self, contact: Any) -> str:
        """The address of a contact in sight, else nothing."""
        if not self.sees(contact):
            return ""
        return reverse("contacts:contact", args=[contact.key])

    def place(self, venue: Any) -> str:
        """The place's name; of a home of another area only where it is."""
        if venue is None:
            return ""
        is_home = venue.setting == Setting.HOUSEHOLD
        if is_home and not self.actor.may(TracingPermission.READ, venue.path):
            return _("a home in %(unit)s") % {"unit": self.unit(venue.path)}
        return str(venue.name)

    def source_of(self, contact: Any) -> str:
        """From whom the contact was exposed: the case itself at level 1, else the person."""
        case = contact.case
        if contact.level == 1 and case is not None:
            person = case.person.root_id or case.person_id
            if person == (contact.source.root_id or contact.source_id):
                return self.case(case)
        return self.person(contact.source)

    def meeting_of(self, contact: Any) -> Meeting | None:
        """The meeting that exposed a contact; None where nothing but the level is known."""
        if contact.source is None or contact.met_from is None:
            return None
        return Meeting(
            person=self.person(contact.person, contact.path),
            source=self.source_of(contact),
            place=self.place(contact.venue),
            is_home=contact.is_home,
            setting=_setting(contact.setting),
            met_from=contact.met_from,
            met_until=contact.met_until or contact.met_from,
            is_going_on=is_going_on(contact.met_until, self.now, is_home=contact.is_home),
        )

    def meeting_behind(self, change: Any) -> Meeting | None:
        """The meeting that made or unmade a change."""
        if change.because_person is None or change.because_source is None:
            return None
        if change.because_from is None:
            return None
        return Meeting(
            person=self.person(change.because_person),
            source=self.person(change.because_source),
            place=self.place(change.because_venue),
            is_home=change.because_is_home,
            setting=_setting(change.because_setting),
            met_from=change.because_from,
            met_until=change.because_until or change.because_from,
            is_going_on=is_going_on(
                change.because_until, change.run.finished_at, is_home=change.because_is_home
            ),
        )


def _setting(setting: str) -> str:
    """The setting in words; "another place" would tell nothing beside the place's name."""
    return "" if setting == Setting.OTHER else str(SETTINGS.get(setting, ""))
