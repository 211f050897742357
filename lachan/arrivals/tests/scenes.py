"""Someone who came to province 96, for the neighbour test."""

from __future__ import annotations

import uuid

from django.core import signing

from lachan.arrivals.actions.declaring import declare
from lachan.arrivals.actions.rerunning import plan_rerun
from lachan.arrivals.actions.teams import PlaceWords, TeamWords, open_place, set_team
from lachan.arrivals.actions.watching import receive
from lachan.arrivals.models import Arrival, Pass
from lachan.arrivals.rules.declaring import DeclaredOne, Draft
from tests.cast import NOW
from tests.scenes import MARK

# Whoever holds the random token of a declaration is its declarant: it opens without an account,
# and shows initials only.
PUBLIC_ROWS = {"arrivals:declared", "arrivals:declared_pdf", "arrivals:declare_at"}
# Doors that must open without an account.
OPEN_TO_ALL = {
    *("khai_bao", "arrivals:declare", "arrivals:place_names", "arrivals:look_up"),
    *("arrivals:declared", "arrivals:declared_pdf", "arrivals:declare_at"),
}


def scene(cast) -> dict[str, dict[str, object]]:
    """A declared household of province 96, watched, decided again; url name -> kwargs."""
    commune = "96/964/32025/"
    draft = Draft(
        people=(DeclaredOne(f"Người {MARK}", birth_year=1990, content={"full_name": MARK}),),
        path=commune,
        declared_at=NOW,
        phone="0912345678",
        from_words=f"Nơi {MARK}",
        arrives_at=NOW,
        destination_path=commune,
        destination_words=f"Số 1, {MARK}",
        hamlet=f"Ấp {MARK}",
    )
    declaration = declare(cast.synthesist, draft, now=NOW)
    arrival = Arrival.objects.get()
    outcome = receive(cast.commune, [arrival.pk], now=NOW)
    team = set_team(
        cast.city, TeamWords(commune, f"Tổ {MARK}", [(f"Tổ viên {MARK}", "0911")]), now=NOW
    )
    place = open_place(cast.city, PlaceWords(commune, f"Chợ {MARK}"), now=NOW)
    run = plan_rerun(1, path="96/", rule=MARK, words=f"Luật {MARK}", due_at=NOW, now=NOW)
    one = {"pk": arrival.pk}
    token = signing.dumps(outcome.batch, salt="arrivals.undo")
    return {
        "arrivals:arrival": one,
        "arrivals:decide": one,
        "arrivals:pass_revoke": {**one, "pass_id": Pass.objects.get().pk},
        "arrivals:step": {**one, "step": "end"},
        "arrivals:taken": {"pk": declaration.pk},
        "arrivals:team_end": {"pk": team.pk},
        "arrivals:poster": {"pk": place.pk},
        "arrivals:declare_at": {"code": place.code},
        "arrivals:rerun": {"pk": run.pk},
        "arrivals:undo": {"token": token},
        "arrivals:declared": {"token": uuid.UUID(str(declaration.token))},
        "arrivals:declared_pdf": {"token": uuid.UUID(str(declaration.token))},
    }
