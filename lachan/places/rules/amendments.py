"""Rows of an amendments file: what each must hold, and why one is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from lachan.core.path import closed
from lachan.places.rules.tree import ACTIONS, Amendment

COLUMNS = ("action", "day", "path", "name", "to_path", "to_name", "partial", "source")
# A source that nobody has seen yet begins so; the pages mark it.
UNCONFIRMED = "Chờ xác nhận"
_ACTION_WORDS = {
    "đổi tên": "rename",
    "nhập": "merge",
    "sáp nhập": "merge",
    "chia": "split",
    "thành lập": "create",
    "giải thể": "end",
    "bãi bỏ": "end",
}
_PATH = re.compile(r"^(?:\d{2}/)(?:\d{3}/)?(?:\d{5}/)?(?:[\w-]+/)?$")
_YES = {"yes", "có", "1", "true", "x"}


def amendment_of(row: Mapping[str, str]) -> Amendment:
    """The amendment in one row. Raises ValueError with all reasons, one a line."""
    cells = {key: (row.get(key) or "").strip() for key in COLUMNS}
    problems = []
    action = _ACTION_WORDS.get(cells["action"].lower(), cells["action"].lower())
    if action not in ACTIONS:
        problems.append(
            _("action “%(word)s” is none of %(known)s")
            % {"word": cells["action"], "known": ", ".join(ACTIONS)}
        )
    day = day_of(cells["day"])
    if day is None:
        problems.append(
            _("the day “%(word)s” is not like 2024-12-01 or 01/12/2024") % {"word": cells["day"]}
        )
    path, to_path = closed(cells["path"]), closed(cells["to_path"])
    for given, found in ((cells["path"], path), (cells["to_path"], to_path)):
        if given and not _PATH.match(found):
            problems.append(_("“%(word)s” is no path like 96/964/32002") % {"word": given})
    if not path:
        problems.append(_("the path is missing"))
    if not cells["name"]:
        problems.append(_("the name of the unit is missing"))
    if action in ("rename", "merge", "split") and not cells["to_name"]:
        problems.append(_("the name that it became is missing"))
    if action in ("merge", "split") and not to_path:
        problems.append(_("the path of the unit that it went to is missing"))
    if not cells["source"]:
        problems.append(_("the legal source is missing"))
    if problems or day is None:
        raise ValueError("\n".join(problems))
    return Amendment(
        action=action,
        day=day,
        path=path,
        name=cells["name"],
        to_path=to_path,
        to_name=cells["to_name"],
        is_partial=cells["partial"].lower() in _YES,
        source=cells["source"],
    )


def day_of(words: str) -> date | None:
    """A day as people type it: 2024-12-01, 01/12/2024, 1/12/2024."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(words.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
