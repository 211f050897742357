"""Addresses of contacts."""

from __future__ import annotations

from django.urls import path

from lachan.contacts.views import calls, follow_up, hand_overs, teams

app_name = "contacts"
urlpatterns = [
    path("follow-up/", follow_up.follow_up, name="follow_up"),
    path("follow-up.pdf", follow_up.paper, name="follow_up_pdf"),
    path("follow-up/grid/", follow_up.grid, name="grid"),
    path("follow-up/give/", follow_up.give, name="assign_to"),
    path("follow-up/script/", calls.script, name="script"),
    path("follow-up/limits/", calls.limits_page, name="limits"),
    path("follow-up/<uuid:key>/", calls.call, name="call"),
    path("follow-up/<uuid:key>/tap/", follow_up.quick, name="quick"),
    path("teams/", teams.teams, name="teams"),
    path("teams/assign/", teams.assign, name="assign"),
    path("teams/<uuid:key>/end/", teams.team_end, name="team_end"),
    path("outside/", hand_overs.outside, name="outside"),
    path("hand-overs/", hand_overs.hand_overs, name="hand_overs"),
    path("hand-overs/<uuid:key>/", hand_overs.hand_over, name="hand_over"),
    path("hand-overs/<uuid:key>/letter.pdf", hand_overs.letter, name="letter"),
]
