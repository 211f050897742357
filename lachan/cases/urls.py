"""Addresses of cases. A case's address holds a random key, never a name or a number."""

from __future__ import annotations

from django.urls import path

from lachan.cases.views import case, changing, limits, listing, opening

app_name = "cases"
urlpatterns = [
    path("", listing.line_list, name="line_list"),
    path("new/", opening.open_new, name="open"),
    path("columns/", listing.columns, name="columns"),
    path("kept/", listing.save, name="save"),
    path("kept/<int:pk>/delete/", listing.forget, name="forget"),
    path("export/", listing.export, name="export"),
    path("options/", listing.options, name="options"),
    path("definitions/", limits.limits_page, name="limits"),
    path("definitions/new/", limits.define, name="define"),
    path("<uuid:key>/", case.case, name="case"),
    path("<uuid:key>/classify/", changing.classify, name="classify"),
    path("<uuid:key>/correct/", changing.correct, name="correct"),
    path("<uuid:key>/source/", changing.source, name="source"),
    path("<uuid:key>/isolate/", changing.isolate, name="isolate"),
    path("<uuid:key>/end/", changing.end, name="end"),
    path("<uuid:key>/reopen/", changing.reopen, name="reopen"),
    path("<uuid:key>/move/", changing.move, name="move"),
    path("<uuid:key>/re-positive/", changing.re_positive, name="re_positive"),
    path("<uuid:key>/follows/<uuid:previous>/", changing.link, name="link"),
    path("<uuid:key>/unlink/", changing.unlink, name="unlink"),
]
