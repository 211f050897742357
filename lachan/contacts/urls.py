"""Addresses of contacts. A contact's address holds a random key, never a name or a number."""

from __future__ import annotations

from django.urls import path

from lachan.contacts.views import contact, limits, listing, performance, proposals, runs

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
    path("<uuid:key>/", contact.contact, name="contact"),
    path("<uuid:key>/level/", contact.set_level, name="set_level"),
]
