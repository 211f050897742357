"""Addresses of posts."""

from __future__ import annotations

from django.urls import path

from lachan.checkpoints.views import devices, passages, posts

app_name = "checkpoints"
urlpatterns = [
    path("", posts.posts, name="posts"),
    path("new/", posts.create, name="create"),
    path("passages/", passages.passages, name="passages"),
    path("passages/<uuid:key>/", passages.passage, name="passage"),
    path("quarantine/", passages.quarantine, name="quarantine"),
    path("quarantine/<int:pk>/", passages.quarantined, name="quarantined"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<uuid:key>/revoke/", devices.revoke, name="revoke"),
    path("devices/<uuid:key>/wipe/", devices.wipe, name="wipe"),
    path("hot/", devices.hot, name="hot"),
    path("hot/<int:pk>/end/", devices.end, name="hot_end"),
    path("<int:pk>/", posts.post, name="post"),
    path("<int:pk>/edit/", posts.edit, name="edit"),
    path("<int:pk>/roster/", posts.roster, name="roster"),
    path("<int:pk>/roster/<int:entry_id>/remove/", posts.take_off, name="take_off"),
    path("<int:pk>/figures/", posts.figures, name="figures"),
    path("<int:pk>/openings/", posts.openings, name="openings"),
    path("<int:pk>/openings/<uuid:key>/end/", posts.end_opening, name="end_opening"),
    path("<int:pk>/record/", passages.record, name="record"),
    path("<int:pk>/enrol/", devices.enrol, name="enrol"),
]
