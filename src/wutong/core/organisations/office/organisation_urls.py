"""Addresses under /office/organisations/."""

from __future__ import annotations

from django.urls import path

from wutong.core.organisations.office import organisations as views

urlpatterns = [
    path("", views.OrganisationListView.as_view(), name="organisations-list"),
    path("add/", views.OrganisationAddView.as_view(), name="organisations-add"),
    path("members/", views.MemberListView.as_view(), name="organisations-members"),
    path("<int:pk>/", views.OrganisationDetailView.as_view(), name="organisations-detail"),
    path("<int:pk>/edit/", views.OrganisationEditView.as_view(), name="organisations-edit"),
    path("<int:pk>/members/add/", views.MemberAddView.as_view(), name="organisations-member-add"),
    path(
        "<int:pk>/members/<int:membership>/end/",
        views.MemberEndView.as_view(),
        name="organisations-member-end",
    ),
    path("<int:pk>/officers/<int:user>/", views.GrantView.as_view(), name="organisations-grant"),
]
