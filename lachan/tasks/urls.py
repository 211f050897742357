"""Addresses of tasks."""

from __future__ import annotations

from django.urls import path

from lachan.tasks.views import board, bulk, task

app_name = "tasks"
urlpatterns = [
    path("", board.board, name="board"),
    path("list/", board.listing, name="list"),
    path("late/", board.late, name="late"),
    path("duties/", board.duties, name="duties"),
    path("of-document/<int:document_id>/", board.of_document, name="of_document"),
    path("new/", task.create, name="create"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("undo/<str:token>/", task.take_back, name="undo"),
    path("undo-many/<str:token>/", bulk.take_back_many, name="undo_many"),
    path("<int:pk>/", task.task, name="task"),
    path("<int:pk>/remarks/", task.comment, name="comment"),
    path("<int:pk>/files/", task.attach, name="attach"),
    path("<int:pk>/files/<int:attachment_id>/", task.attachment, name="attachment"),
    path("<int:pk>/assign/", task.act, {"verb": "assign"}, name="assign"),
    path("<int:pk>/<slug:verb>/", task.act, name="act"),
]
