"""Addresses of tracing."""

from __future__ import annotations

from django.urls import path

from lachan.tracing.views import (
    hand_offs,
    investigations,
    limits,
    lines,
    notices,
    own_form,
    photos,
    public_notices,
    timeline,
    venues,
)

app_name = "tracing"
urlpatterns = [
    path("", investigations.investigations, name="investigations"),
    path("open/<uuid:case>/", investigations.open_one, name="open"),
    path("limits/", limits.limits_page, name="limits"),
    path("venues/", venues.venues, name="venues"),
    path("venues/offers/", venues.offer_places, name="offer_places"),
    path("persons/offers/", venues.offer_persons, name="offer_persons"),
    path("received/", hand_offs.hand_offs, name="hand_offs"),
    path("received/<uuid:key>/", hand_offs.hand_off, name="hand_off"),
    path("received/<uuid:key>/receive/", hand_offs.receive, name="receive"),
    path("form/<str:token>/", own_form.own_form, name="own_form"),
    path("forms/<uuid:key>/revoke/", own_form.revoke, name="form_revoke"),
    path("lines/<uuid:key>/", lines.correct, name="line"),
    path("lines/<uuid:key>/strike/", lines.strike, name="strike"),
    path("lines/<uuid:key>/who-else/", venues.who_else, name="who_else"),
    path("pictures/<uuid:key>/", photos.keying, name="photo"),
    path("pictures/<uuid:key>/picture/", photos.picture, name="picture"),
    path("pictures/<uuid:key>/done/", photos.done, name="photo_done"),
    path("thong-bao/", public_notices.index, name="public_notices"),
    path("thong-bao/feed.json", public_notices.feed, name="public_feed"),
    path("thong-bao/<uuid:key>/", public_notices.one, name="public_notice"),
    path("notices/", notices.notices, name="notices"),
    path("notices/draft/", notices.draft, name="notice_draft"),
    path("notices/lists/<uuid:key>/", notices.handed_list, name="notice_list"),
    path("notices/<uuid:key>/", notices.notice, name="notice"),
    path("notices/<uuid:key>/places/", notices.add_place, name="notice_add"),
    path("notices/<uuid:key>/places/<int:place>/", notices.settle_place, name="notice_place"),
    path("notices/<uuid:key>/approve/", notices.approve, name="notice_approve"),
    path("notices/<uuid:key>/publish/", notices.publish, name="notice_publish"),
    path("notices/<uuid:key>/withdraw/", notices.withdraw, name="notice_withdraw"),
    path("notices/<uuid:key>/people/", notices.people, name="notice_people"),
    path("notices/<uuid:key>/people/hand/", notices.hand, name="notice_hand"),
    path("<uuid:key>/", timeline.timeline, name="timeline"),
    path("<uuid:key>/add/", lines.add, name="add"),
    path("<uuid:key>/interview/", investigations.interview, name="interview"),
    path("<uuid:key>/days/", investigations.days, name="days"),
    path("<uuid:key>/close/", investigations.close, name="close"),
    path("<uuid:key>/send/", hand_offs.send, name="send"),
    path("<uuid:key>/photo/", photos.take, name="photo_take"),
    path("<uuid:key>/form/", own_form.give, name="form_give"),
]
