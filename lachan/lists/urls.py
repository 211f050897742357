"""Addresses of lists; they hold ids, never a name or a number of a person."""

from __future__ import annotations

from django.urls import path

from lachan.lists.views import columns, files, keying, lists, questions, rows

app_name = "lists"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("new/", lists.upload, name="upload"),
    path("columns/", columns.mappings, name="mappings"),
    path("columns/<int:pk>/forget/", columns.forget, name="forget_mapping"),
    path("<int:pk>/", lists.received_list, name="list"),
    path("<int:pk>/progress/", lists.progress, name="progress"),
    path("<int:pk>/columns/", columns.columns, name="columns"),
    path("<int:pk>/rows/", rows.rows, name="rows"),
    path("<int:pk>/questions/", questions.questions, name="questions"),
    path("<int:pk>/keying/", keying.keying, name="keying"),
    path("<int:pk>/picture/<int:number>/", keying.picture, name="picture"),
    path("<int:pk>/file/", files.original, name="file"),
    path("<int:pk>/errors/", files.errors, name="errors"),
    path("<int:pk>/correct/", files.correct, name="correct"),
    path("<int:pk>/do/<slug:verb>/", lists.act, name="act"),
    path("rows/<int:pk>/", rows.row, name="row"),
    path("rows/<int:pk>/settle/<slug:verdict>/", rows.settle, name="settle"),
]
