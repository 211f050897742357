"""A case, a re-positive and a kept list of province 96, for the neighbour test."""

from __future__ import annotations

from lachan.cases.actions.classifying import end_episode
from lachan.cases.actions.correcting import set_source
from lachan.cases.actions.saving import save_line_list
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import Origin, Outcome
from tests.cast import NOW
from tests.scenes import MARK

from .examples import DAY, a_case, figures, ill


def scene(cast) -> dict[str, dict[str, object]]:
    """One row of each kind; url name -> kwargs that reach them."""
    figures()
    long_ago = NOW - 50 * DAY
    who = ill(full_name=f"Trần {MARK}")
    first = a_case(cast, who=who, reported_at=long_ago, sampled_at=None, onset_on=None)
    end_episode(cast.synthesist, first.key, Outcome.RECOVERED, NOW - 30 * DAY, now=NOW)
    again = a_case(cast, who=who, reported_at=NOW, note=f"ghi chú {MARK}")
    words = SourceWords(Origin.IMPORTED, origin_words=f"Nơi {MARK}")
    set_source(cast.synthesist, again.key, words, now=NOW)
    kept = save_line_list(cast.leader, f"Danh sách {MARK}", "origin=local", now=NOW)
    of_case = {"key": again.key}
    return {
        **{
            f"cases:{name}": of_case
            for name in (
                *("case", "classify", "correct", "source", "isolate", "end"),
                *("reopen", "move", "re_positive", "unlink"),
            )
        },
        "cases:link": {"key": again.key, "previous": first.key},
        "cases:forget": {"pk": kept.pk},
    }
