"""Addresses under /office/briefings/."""

from __future__ import annotations

from django.urls import path

from wutong.core.interactions.office import dossiers

urlpatterns = [
    path("people/<int:pk>/", dossiers.PersonDossierView.as_view(), name="briefings-person"),
    path(
        "people/<int:pk>/pdf/",
        dossiers.PersonDossierView.as_view(),
        {"form": "pdf"},
        name="briefings-person-pdf",
    ),
    path(
        "people/<int:pk>/word/",
        dossiers.PersonDossierView.as_view(),
        {"form": "docx"},
        name="briefings-person-word",
    ),
    path(
        "organisations/<int:pk>/",
        dossiers.OrganisationDossierView.as_view(),
        name="briefings-organisation",
    ),
    path(
        "organisations/<int:pk>/pdf/",
        dossiers.OrganisationDossierView.as_view(),
        {"form": "pdf"},
        name="briefings-organisation-pdf",
    ),
    path(
        "organisations/<int:pk>/word/",
        dossiers.OrganisationDossierView.as_view(),
        {"form": "docx"},
        name="briefings-organisation-word",
    ),
]
