"""Two officers at once on the same cases, on the real PostgreSQL."""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import connection

from lachan.cases.actions import correcting
from lachan.cases.actions.correcting import set_source
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import Origin, SourceState
from lachan.core.refused import Refused
from tests.cast import NOW, Cast

from .examples import ONSET, a_case, figures

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(db) -> Cast:
    return Cast.assemble()


def test_of_two_sources_set_at_once_crosswise_one_stands_and_one_is_refused(cast, monkeypatch):
    figures()
    one, other = a_case(cast, 1, onset_on=ONSET), a_case(cast, 2, onset_on=ONSET)
    local = SourceWords(Origin.LOCAL, source=SourceState.KNOWN)
    both, looked = threading.Barrier(2), correcting.sources_above
    said: list[str] = []

    def looks(case_id):
        """Both look for a circle before either writes, if they can be there at once."""
        found = looked(case_id)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(1)
        return found

    def says(case, source):
        try:
            set_source(cast.synthesist, case.key, local, source_key=source.key, now=NOW)
            said.append("set")
        except Refused:
            said.append("refused")
        except Exception as error:
            said.append(repr(error))
        finally:
            connection.close()

    monkeypatch.setattr(correcting, "sources_above", looks)
    pairs = ((one, other), (other, one))
    threads = [threading.Thread(target=says, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["refused", "set"]
