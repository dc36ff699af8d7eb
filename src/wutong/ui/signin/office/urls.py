"""Addresses of colleagues and roles, under /office/users/."""

from __future__ import annotations

from django.urls import path

from wutong.ui.signin.office import numbers, reviews, views

urlpatterns = [
    path("", views.AccountListView.as_view(), name="users-list"),
    path("invite/", views.InviteView.as_view(), name="users-invite"),
    path("review/", reviews.ReviewView.as_view(), name="users-review"),
    path("roles/", views.RolesView.as_view(), name="users-roles"),
    path("<int:pk>/", views.AccountView.as_view(), name="users-detail"),
    path("<int:pk>/role/", views.GiveRoleView.as_view(), name="users-give-role"),
    path("<int:pk>/number/", numbers.StaffNumberView.as_view(), name="users-number"),
    path(
        "<int:pk>/role/<int:assignment>/take/",
        views.TakeRoleView.as_view(),
        name="users-take-role",
    ),
    path("<int:pk>/<str:act>/", views.AccountActView.as_view(), name="users-act"),
]
