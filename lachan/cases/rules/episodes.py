"""Whether a positive is a new case or the same illness again ("tái dương tính").

No single instrument of the Ministry was found. Directive 05-CV/BCĐ of 15/9/2021 asks for every
re-positive's epidemiology, time and cause; the committee of Bạc Liêu said on 29/9/2021 that being
discharged with CT ≥ 30 is not being positive again. The days within which a positive counts as a
re-positive are a dated limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from lachan.cases.terms import Classification, Outcome, RePositiveState, Result
from lachan.core.dates import VIETNAM, day_of


class Following(StrEnum):
    """What a person's next case would be."""

    FIRST = "first"
    OPEN = "open"  # the last episode is not over
    WITHIN = "within"  # found while that episode lasted: a late result of it, no case
    RE_POSITIVE = "re_positive"
    NEW = "new"  # an infection for itself: the last one is long over, or was none


@dataclass(frozen=True, slots=True)
class Episode:
    """The last episode of a person, as far as the next one needs it.

    `began_at` is when the illness was first there for sure; None where that is not known.
    """

    classification: Classification
    closed_at: datetime | None
    outcome: Outcome | str = ""
    outcome_at: datetime | None = None
    began_at: datetime | None = None


def closed_at_of(
    closed_at: datetime | None,
    classification: Classification,
    outcome_at: datetime | None,
    re_positive: RePositiveState | None,
    now: datetime,
) -> datetime | None:
    """When the episode was over, None while it is open; `closed_at` is what stood there before.

    1. It has an outcome: at that hour.
    2. It was no illness (discarded, a refuted re-positive): since that was first said.
    3. Otherwise it is open.
    """
    if outcome_at is not None:
        return outcome_at
    if classification == Classification.DISCARDED or re_positive == RePositiveState.REFUTED:
        return closed_at or now
    return None


def what_follows(last: Episode | None, found_at: datetime, days: int) -> Following:
    """What a case found at this instant is, after the last episode.

    `days` after recovery it may still be the same illness; the last of them counts whole.
    """
    if last is None:
        return Following.FIRST
    if is_within(last, found_at, days):
        return Following.WITHIN
    if last.closed_at is None:
        return Following.OPEN
    if obstacles_to_linking(last, found_at, days):
        return Following.NEW
    return Following.RE_POSITIVE


def is_within(episode: Episode, found_at: datetime, days: int) -> bool:
    """Whether a positive found at this instant is a late result of an episode that has ended.

    It is when found before the end, and not so long before the beginning that it would be another
    illness: as many days as after a recovery. What turned out to be no illness holds no results.
    """
    if episode.closed_at is None or not episode.outcome or found_at >= episode.closed_at:
        return False
    if episode.classification == Classification.DISCARDED:
        return False
    began_at = episode.began_at or found_at
    return day_of(found_at) >= day_of(began_at) - timedelta(days=days)


def obstacles_to_linking(last: Episode, found_at: datetime, days: int) -> list[str]:
    """Why a positive found at this instant is no re-positive of that episode; empty where it is."""
    reasons = []
    if last.classification != Classification.CONFIRMED:
        reasons.append(_("The earlier episode was never confirmed."))
    if last.outcome != Outcome.RECOVERED or last.outcome_at is None:
        reasons.append(_("The earlier episode has not ended in recovery."))
        return reasons
    ended = last.outcome_at.astimezone(VIETNAM)
    if found_at < last.outcome_at:
        reasons.append(
            _("The sample is older than the recovery (%(day)s): it belongs to that episode.")
            % {"day": f"{ended.day}/{ended.month}/{ended.year}"}
        )
    elif found_at.astimezone(VIETNAM).date() > ended.date() + timedelta(days=days):
        reasons.append(
            _(
                "The sample is more than %(days)d days younger than the recovery (%(day)s): "
                "it is a new case."
            )
            % {"days": days, "day": f"{ended.day}/{ended.month}/{ended.year}"}
        )
    return reasons


def obstacles_to_deciding(
    state: RePositiveState,
    *,
    pcr: Result,
    ct: Decimal | None,
    ct_figure: Decimal | None,
    laboratory: str,
    cause: str,
    epidemiology: str,
) -> list[str]:
    """Why a re-positive cannot be called confirmed or refuted yet; suspected is always allowed.

    A confirmed one needs a positive PCR that is not as weak as what people are discharged with
    (`ct_figure`, from CV 5599/BYT-MT), the laboratory, and what 05-CV/BCĐ asks: epidemiology and
    cause. A refuted one needs the laboratory that says so.
    """
    if state == RePositiveState.SUSPECTED:
        return []
    reasons = []
    if not laboratory.strip():
        reasons.append(_("Name the laboratory whose result decides it."))
    if state == RePositiveState.REFUTED:
        return reasons
    if pcr != Result.POSITIVE:
        reasons.append(_("A re-positive is confirmed by a positive PCR only."))
    if ct is not None and ct_figure is not None and ct >= ct_figure:
        reasons.append(
            _(
                "CT %(ct)s is as weak as people are discharged with (CT ≥ %(figure)s): "
                "that is not being positive again."
            )
            % {"ct": _decimal(ct), "figure": _decimal(ct_figure)}
        )
    if not epidemiology.strip():
        reasons.append(_("Write the epidemiology: where the person was, whom they met."))
    if not cause.strip():
        reasons.append(_("Write the cause as far as it is known, or that it is not known."))
    return reasons


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
