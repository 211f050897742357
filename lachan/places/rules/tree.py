"""The dated tree of units in memory, and the five changes that a legal act can make to it.

A node is a unit for the time in which it had one name, code and parent. A change never
overwrites: it ends a node on a day and begins another, and links them.

1. rename: the same territory under another name, kind or code.
2. merge: a unit goes into another and ends; in part, when only some of it goes.
3. split: a unit ends and parts of it go to several.
4. create: a unit begins.
5. end: a unit ends without a successor.

Data that carry today's name into the past are split backwards: where the unit already bears the
new name before the day, the earlier time gets the old name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lachan.places.rules.names import accented_key
from lachan.places.terms import UnitKind

FIRST_DAY = date(1900, 1, 1)
_DISTRICT_TYPES = ("Huyện", "Quận", "Thị xã", "Thành phố")
_COMMUNE_TYPES = ("Xã", "Phường", "Thị trấn", "Đặc khu")
TYPES = ("Tỉnh", *_DISTRICT_TYPES, *_COMMUNE_TYPES)


@dataclass(eq=False, slots=True)
class Node:
    """A unit for a time; `valid_until` is the first day on which it was no more."""

    path: str
    full_name: str
    kind: UnitKind
    valid_from: date = FIRST_DAY
    valid_until: date | None = None
    source: str = ""
    id: int | None = None
    is_changed: bool = False

    @property
    def code(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[-1]

    def is_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def is_named(self, full_name: str) -> bool:
        """Whether this is its name, wherever the tone is written: "Hoà Mỹ" is "Hòa Mỹ"."""
        return accented_key(self.full_name) == accented_key(full_name)


@dataclass(eq=False, slots=True)
class Link:
    """On a day (part of) one node became (part of) another."""

    predecessor: Node
    successor: Node
    happened_on: date
    is_partial: bool
    source: str
    id: int | None = None
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change by a legal act; see the module for what each action does."""

    action: str
    day: date
    path: str
    name: str
    to_path: str = ""
    to_name: str = ""
    is_partial: bool = False
    source: str = ""


ACTIONS = ("rename", "merge", "split", "create", "end")


class CannotAmend(Exception):
    """An amendment does not fit the tree; the message says why, in words."""


def short_name(full_name: str) -> str:
    """The name without its type: "Xã An Xuyên" is "An Xuyên"; "Phường 4" stays as it is."""
    for word in TYPES:
        rest = full_name.removeprefix(f"{word} ")
        if rest != full_name and not rest.isdigit():
            return rest
    return full_name


def kind_of(path: str, full_name: str) -> UnitKind:
    """The level of a unit, from its place in the tree and the word before its name."""
    depth = path.count("/")
    if depth == 1:
        return UnitKind.PROVINCE
    if full_name.startswith(_COMMUNE_TYPES):
        return UnitKind.COMMUNE
    if depth == 2 and full_name.startswith(_DISTRICT_TYPES):
        return UnitKind.DISTRICT
    return UnitKind.HAMLET


class Tree:
    """Nodes by path, each path in the order of time, and the links between nodes."""

    def __init__(self, nodes: Iterable[Node] = (), links: Iterable[Link] = ()) -> None:
        self.by_path: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            self.add(node)
        self.links = list(links)

    @property
    def nodes(self) -> Iterable[Node]:
        return (node for path in sorted(self.by_path) for node in self.by_path[path])

    def add(self, node: Node) -> Node:
        self.by_path[node.path].append(node)
        self.by_path[node.path].sort(key=lambda one: one.valid_from)
        return node

    def at(self, path: str, day: date) -> Node | None:
        """The node at the path on the day."""
        return next((node for node in self.by_path.get(path, ()) if node.is_on(day)), None)

    def parent_of(self, node: Node) -> Node | None:
        """The unit above when the node began, or the first that it met."""
        above = node.path[: node.path.rstrip("/").rfind("/") + 1]
        found = self.at(above, node.valid_from)
        return found or next(
            (p for p in self.by_path.get(above, ()) if p.valid_from >= node.valid_from), None
        )

    def parts_of(self, path: str, day: date) -> list[Node]:
        """The nodes below the path on the day, at any depth."""
        return [
            node
            for below, nodes in self.by_path.items()
            if below.startswith(path) and below != path
            for node in nodes
            if node.is_on(day)
        ]

    def link(self, old: Node, new: Node, day: date, source: str, *, is_partial: bool) -> bool:
        """Link two nodes once; whether this link is new."""
        for known in self.links:
            if (known.predecessor, known.successor, known.happened_on) == (old, new, day):
                return False
        self.links.append(Link(old, new, day, is_partial, source, is_changed=True))
        return True

    def amend(self, amendment: Amendment) -> bool:
        """Apply one change; whether it changed anything (False: it is known already).

        Raises CannotAmend, with the tree unchanged, when the change does not fit.
        """
        if amendment.action not in ACTIONS:
            raise CannotAmend(_("“%(action)s” is no change") % {"action": amendment.action})
        if not amendment.source.strip():
            raise CannotAmend(_("the legal source is missing"))
        return bool(getattr(self, f"_{amendment.action}")(amendment))

    def _rename(self, change: Amendment) -> bool:
        day, to_path = change.day, change.to_path or change.path
        old, new = self.at(change.path, day - timedelta(1)), self.at(to_path, day)
        if new is not None and new.valid_from == day and new.is_named(change.to_name):
            return False
        if old is not None and old.is_named(change.name) and old.is_on(day):
            if to_path != change.path:
                self._must_be_free(to_path, day, old.valid_until)
                self._must_have_no_parts(change.path, day)
            later = Node(
                to_path,
                change.to_name,
                kind_of(to_path, change.to_name),
                day,
                old.valid_until,
                change.source,
                is_changed=True,
            )
            old.valid_until, old.is_changed = day, True
            self.add(later)
            self._move_links(old, later, after=day)
            return self.link(old, later, day, change.source, is_partial=False)
        if new is not None and new.is_named(change.to_name) and new.valid_from < day:
            if to_path != change.path:
                self._must_be_free(change.path, new.valid_from, day)
            earlier = Node(
                change.path,
                change.name,
                kind_of(change.path, change.name),
                new.valid_from,
                day,
                new.source,
                is_changed=True,
            )
            new.valid_from, new.source, new.is_changed = day, change.source, True
            self.add(earlier)
            self.by_path[to_path].sort(key=lambda one: one.valid_from)
            for link in self.links:
                if link.successor is new and link.happened_on < day:
                    link.successor, link.is_changed = earlier, True
            return self.link(earlier, new, day, change.source, is_partial=False)
        raise self._no_unit(change.path, change.name, day - timedelta(1))

    def _merge(self, change: Amendment) -> bool:
        return self._hand_over(change, ends=not change.is_partial, is_partial=change.is_partial)

    def _split(self, change: Amendment) -> bool:
        return self._hand_over(change, ends=True, is_partial=True)

    def _hand_over(self, change: Amendment, *, ends: bool, is_partial: bool) -> bool:
        old = self._named(change.path, change.name, change.day - timedelta(1))
        new = self._named(change.to_path, change.to_name, change.day)
        if old is new:
            raise CannotAmend(_("a unit cannot be merged into itself"))
        changed = ends and self._end_node(old, change.day)
        return self.link(old, new, change.day, change.source, is_partial=is_partial) or changed

    def _create(self, change: Amendment) -> bool:
        known = self.at(change.path, change.day)
        if known is not None and known.valid_from == change.day and known.is_named(change.name):
            return False
        node = Node(
            change.path,
            change.name,
            kind_of(change.path, change.name),
            change.day,
            None,
            change.source,
            is_changed=True,
        )
        above = self.parent_of(node)
        if above is None and change.path.count("/") > 1:
            raise CannotAmend(
                _("no unit lies above %(path)s on %(day)s")
                % {"path": change.path, "day": f"{change.day:%d/%m/%Y}"}
            )
        following = [n for n in self.by_path.get(change.path, ()) if n.valid_from > change.day]
        ends = [following[0].valid_from] if following else []
        if above is not None and above.valid_until is not None:
            last = self._last_end(above)
            ends += [last] if last else []
        node.valid_until = min(ends, default=None)
        self._must_be_free(change.path, change.day, node.valid_until)
        self.add(node)
        return True

    def _last_end(self, above: Node) -> date | None:
        """When the unit above ends for good: a rename does not end what lies below."""
        end = above.valid_until
        for later in self.by_path[above.path]:
            if end is not None and later.valid_from == end and later.kind == above.kind:
                end = later.valid_until
        return end

    def _end(self, change: Amendment) -> bool:
        old = self._named(change.path, change.name, change.day - timedelta(1))
        return self._end_node(old, change.day, source=change.source)

    def _end_node(self, node: Node, day: date, source: str = "") -> bool:
        if node.valid_until == day:
            return False
        self._must_have_no_parts(node.path, day)
        for hamlet in self.parts_of(node.path, day):
            hamlet.valid_until, hamlet.is_changed = day, True
        node.valid_until, node.is_changed = day, True
        node.source = source or node.source
        return True

    def _move_links(self, old: Node, new: Node, *, after: date) -> None:
        for link in self.links:
            if link.predecessor is old and link.happened_on > after:
                link.predecessor, link.is_changed = new, True

    def _named(self, path: str, name: str, day: date) -> Node:
        found = self.at(path, day)
        if found is None or not found.is_named(name):
            raise self._no_unit(path, name, day)
        return found

    def _no_unit(self, path: str, name: str, day: date) -> CannotAmend:
        there = self.at(path, day)
        place = {"name": name, "path": path, "day": f"{day:%d/%m/%Y}"}
        if there is not None:
            place["there"] = there.full_name
            return CannotAmend(_("on %(day)s, %(path)s is %(there)s, not “%(name)s”") % place)
        return CannotAmend(_("there is no “%(name)s” at %(path)s on %(day)s") % place)

    def _must_be_free(self, path: str, since: date, until: date | None) -> None:
        for node in self.by_path.get(path, ()):
            begins_before_end = until is None or node.valid_from < until
            ends_after_begin = node.valid_until is None or node.valid_until > since
            if begins_before_end and ends_after_begin:
                raise CannotAmend(
                    _("%(path)s is taken by %(name)s at that time")
                    % {"path": path, "name": node.full_name}
                )

    def _must_have_no_parts(self, path: str, day: date) -> None:
        # Hamlets end with their commune; what they become is for the new commune to say.
        parts = [part for part in self.parts_of(path, day) if part.kind != UnitKind.HAMLET]
        if parts:
            raise CannotAmend(
                _("%(count)d units below it go on after that day, such as %(name)s")
                % {"count": len(parts), "name": parts[0].full_name}
            )
