"""The kinds of list that are known, one file each."""

from __future__ import annotations

from lachan.lists.kinds.cases import CASES
from lachan.lists.kinds.passengers import PASSENGERS
from lachan.lists.kinds.residents import RESIDENTS
from lachan.lists.kinds.results import RESULTS
from lachan.lists.kinds.returnees import RETURNEES
from lachan.lists.kinds.vaccinated import VACCINATED
from lachan.lists.rules.kinds import Kind

KINDS: dict[str, Kind] = {
    kind.code: kind for kind in (RETURNEES, RESIDENTS, PASSENGERS, VACCINATED, RESULTS, CASES)
}
