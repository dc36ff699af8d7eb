"""Addresses under /office/letters/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.correspondence.office import doing, templates, views

urlpatterns = [
    path("", views.LetterListView.as_view(), name="letters-list"),
    path("new/", views.BeginView.as_view(), name="letters-new"),
    path("texts/", templates.TemplateListView.as_view(), name="letters-templates"),
    path("texts/new/", templates.TemplateNewView.as_view(), name="letters-template-new"),
    path("texts/<int:pk>/", templates.TemplateEditView.as_view(), name="letters-template"),
    path("<int:pk>/", views.LetterView.as_view(), name="letters-detail"),
    path("<int:pk>/edit/", views.TextView.as_view(), name="letters-edit"),
    path("<int:pk>/do/", doing.LetterDo.as_view(), name="letters-do"),
    path("<int:pk>/copy/", doing.CopyView.as_view(), name="letters-copy"),
    path("<int:pk>/void/", doing.VoidView.as_view(), name="letters-void"),
    path("<int:pk>/pdf/", views.LetterFileView.as_view(), {"form": "pdf"}, name="letters-pdf"),
    path("<int:pk>/word/", views.LetterFileView.as_view(), {"form": "docx"}, name="letters-word"),
    path("<int:pk>/answer/", views.AnswerFileView.as_view(), name="letters-answer"),
]
