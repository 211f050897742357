"""An investigation of province 96, for the neighbour test."""

from __future__ import annotations

from dataclasses import replace

from lachan.tracing.actions import notices
from lachan.tracing.actions.notice_lists import hand_lists
from lachan.tracing.actions.own_forms import give_form
from lachan.tracing.actions.photos import keep_photo
from lachan.tracing.actions.sending import send_lines
from lachan.tracing.queries.links import token_of
from tests.cast import NOW
from tests.scenes import MARK

from .examples import MARKET, a_case, a_family, hour, look_into, met, span, stay, told

# Whoever holds the signed address of a form is its contact: it opens without an account, and
# shows nothing about anybody.
# Published notices are for everybody, and tell places and hours only.
PUBLIC_ROWS = {"tracing:own_form", "tracing:public_notice", "tracing:public_notices"}
PUBLIC_ROWS |= {"tracing:public_feed"}
OPEN_TO_ALL = PUBLIC_ROWS | {"thong_bao"}


def scene(cast) -> dict[str, dict[str, object]]:
    """A case with a place, somebody met, a picture, a form, lines sent; url name -> kwargs."""
    made, _people = a_case(cast, f"Ca {MARK}", f"Vợ {MARK}")
    line = told(cast, made, stay(replace(MARKET, name=f"Chợ {MARK}")))
    meeting = told(cast, made, met(f"Gặp {MARK}", span(9, 10)))
    photo = keep_photo(cast.commune, made.key, b"\x89PNG\r\n\x1a\n" + MARK.encode(), now=NOW)
    link = give_form(cast.commune, made.key, meeting.met.pk, now=NOW)
    sent, *_others = send_lines(cast.commune, made.key, now=NOW)
    made.case.infectious_from = hour(0, day=1)
    made.case.save()
    (other,) = a_family(cast, f"Người {MARK}", form_id="khac")
    told(cast, look_into(cast, other), stay(replace(MARKET, name=f"Chợ {MARK}")))
    notice = notices.draft_notice(cast.synthesist, [made.case], phone="0290 3831 009", now=NOW)
    place = notice.places.first()
    handed = hand_lists(cast.synthesist, notice.key, now=NOW)[0]
    told_all = notices.draft_notice(cast.synthesist, [made.case], phone="115", now=NOW)
    notices.approve_notice(cast.leader, told_all.key, now=NOW)
    notices.publish_notice(cast.leader, told_all.key, now=NOW)
    of_notice = {"key": notice.key}
    one, of_line, of_photo = {"key": made.key}, {"key": line.key}, {"key": photo.key}
    return {
        "tracing:timeline": one,
        "tracing:add": one,
        "tracing:interview": one,
        "tracing:days": one,
        "tracing:close": one,
        "tracing:send": one,
        "tracing:photo_take": one,
        "tracing:form_give": one,
        "tracing:open": {"case": made.case.key},
        "tracing:cluster": {"key": made.case.key},
        "tracing:cluster_evidence": {"key": made.case.key},
        "tracing:cluster_edges": {"key": made.case.key},
        "tracing:cluster_map": {"key": made.case.key},
        "tracing:line": of_line,
        "tracing:strike": of_line,
        "tracing:who_else": of_line,
        "tracing:photo": of_photo,
        "tracing:picture": of_photo,
        "tracing:photo_done": of_photo,
        "tracing:hand_off": {"key": sent.key},
        "tracing:receive": {"key": sent.key},
        "tracing:form_revoke": {"key": link.key},
        "tracing:notice": of_notice,
        "tracing:notice_add": of_notice,
        "tracing:notice_place": {"key": notice.key, "place": place.pk},
        "tracing:notice_approve": of_notice,
        "tracing:notice_publish": of_notice,
        "tracing:notice_withdraw": of_notice,
        "tracing:notice_people": of_notice,
        "tracing:notice_hand": of_notice,
        "tracing:notice_list": {"key": handed.key},
        "tracing:public_notice": {"key": told_all.key},
        "tracing:own_form": {"token": token_of(link)},
    }
