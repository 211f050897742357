"""Addresses of directives."""

from __future__ import annotations

from django.urls import path

from lachan.directives.views import changes, document, intake, printing, proposals, register, review

app_name = "directives"

urlpatterns = [
    path("", register.register, name="register"),
    path("register.pdf", printing.register_pdf, name="register_pdf"),
    path("new/", intake.intake, name="intake"),
    path("new/confirm/", intake.confirm, name="confirm"),
    path("new/typed/", intake.typed, name="typed"),
    path("organisations/", proposals.organisations, name="organisations"),
    path("matches/", proposals.matches, name="matches"),
    path("<int:pk>/", document.document, name="document"),
    path("<int:pk>/original/", document.original, name="original"),
    path("<int:pk>/extract.pdf", printing.extract_pdf, name="extract_pdf"),
    path("<int:pk>/changes/", changes.change, name="change"),
    path("<int:pk>/cancel/", document.cancel, name="cancel"),
    path("<int:pk>/review/", review.review, name="review"),
    path("<int:pk>/review/header/", review.header, name="header"),
    path("<int:pk>/review/accept-all/", review.accept_all, name="accept_all"),
    path("<int:pk>/review/approve/", review.approve, name="approve"),
    path("<int:pk>/review/add/<slug:kind>/", proposals.add, name="add"),
    path("proposals/<int:pk>/", proposals.card, name="proposal"),
    path("proposals/<int:pk>/accept/", proposals.accept, name="accept"),
    path("proposals/<int:pk>/correct/", proposals.correct, name="correct"),
    path("proposals/<int:pk>/reject/", proposals.reject, name="reject"),
    path("proposals/<int:pk>/undo/", proposals.undo, name="undo"),
    path("questions/<int:pk>/answer/", review.answer, name="answer"),
    path("questions/<int:pk>/reopen/", review.reopen, name="reopen"),
    path("changes/<int:pk>/withdraw/", changes.withdraw, name="withdraw_change"),
]
