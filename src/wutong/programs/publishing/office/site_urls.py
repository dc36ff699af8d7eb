"""Addresses under /office/sites/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.publishing.office import sites

urlpatterns = [
    path("", sites.SiteListView.as_view(), name="sites-list"),
    path("new/", sites.SiteNewView.as_view(), name="sites-new"),
    path("<int:pk>/", sites.SiteView.as_view(), name="sites-detail"),
    path("<int:pk>/edit/", sites.SiteEditView.as_view(), name="sites-edit"),
    path("<int:pk>/do/", sites.SiteDo.as_view(), name="sites-do"),
]
