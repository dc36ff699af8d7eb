"""Addresses under /office/cases/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.servicedesk.office import doing, setup, views

urlpatterns = [
    path("", views.CaseListView.as_view(), name="cases-list"),
    path("new/", views.CaseNewView.as_view(), name="cases-new"),
    path("kinds/", setup.KindListView.as_view(), name="cases-kinds"),
    path("kinds/new/", setup.KindNewView.as_view(), name="cases-kind-new"),
    path("kinds/<int:pk>/", setup.KindEditView.as_view(), name="cases-kind"),
    path("departments/", setup.DeskListView.as_view(), name="cases-desks"),
    path("departments/new/", setup.DeskNewView.as_view(), name="cases-desk-new"),
    path("departments/<int:pk>/", setup.DeskEditView.as_view(), name="cases-desk"),
    path("<int:pk>/", views.CaseView.as_view(), name="cases-detail"),
    path("<int:pk>/edit/", views.CaseEditView.as_view(), name="cases-edit"),
    path("<int:pk>/do/", doing.CaseDo.as_view(), name="cases-do"),
    path("<int:pk>/files/<int:note>/", views.NoteFileView.as_view(), name="cases-file"),
]
