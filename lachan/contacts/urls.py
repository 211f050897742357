"""Addresses of contacts. A contact's address holds a random key, never a name or a number."""

from __future__ import annotations

from django.urls import path

from lachan.contacts.views import (
    calls,
    contact,
    follow_up,
    hand_overs,
    limits,
    listing,
    performance,
    proposals,
    runs,
    teams,
)

app_name = "contacts"
urlpatterns = [
    path("", listing.contacts, name="contacts"),
    path("export/", listing.export, name="export"),
    path("numbers/", limits.limits_page, name="limits"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/approve/", proposals.approve_several, name="approve_several"),
    path("proposals/<uuid:key>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:key>/approve/", proposals.approve, name="approve"),
    path("proposals/<uuid:key>/refuse/", proposals.refuse, name="refuse"),
    path("proposals/<uuid:key>/annex/", proposals.annex, name="annex"),
    path("performance/", performance.performance, name="performance"),
    path("performance/<slug:figure>/", performance.performance_list, name="performance_list"),
    path("traces/", runs.runs, name="runs"),
    path("traces/<uuid:key>/", runs.run, name="run"),
    path("follow-up/", follow_up.follow_up, name="follow_up"),
    path("follow-up/export/", follow_up.export, name="follow_up_export"),
    path("follow-up.pdf", follow_up.paper, name="follow_up_pdf"),
    path("follow-up/grid/", follow_up.grid, name="grid"),
    path("follow-up/give/", follow_up.give, name="assign_to"),
    path("follow-up/script/", calls.script, name="script"),
    path("follow-up/<uuid:key>/", calls.call, name="call"),
    path("follow-up/<uuid:key>/tap/", follow_up.quick, name="quick"),
    path("teams/", teams.teams, name="teams"),
    path("teams/assign/", teams.assign, name="assign"),
    path("teams/<uuid:key>/end/", teams.team_end, name="team_end"),
    path("teams/devices/", teams.device_give, name="device_give"),
    path("teams/<uuid:key>/devices/<uuid:device>/take/", teams.device_take, name="device_take"),
    path("outside/", hand_overs.outside, name="outside"),
    path("hand-overs/", hand_overs.hand_overs, name="hand_overs"),
    path("hand-overs/<uuid:key>/", hand_overs.hand_over, name="hand_over"),
    path("hand-overs/<uuid:key>/letter.pdf", hand_overs.letter, name="letter"),
    path("<uuid:key>/", contact.contact, name="contact"),
    path("<uuid:key>/level/", contact.set_level, name="set_level"),
]
