"""Addresses under /office/inbox/."""

from __future__ import annotations

from django.urls import path

from wutong.engines.inbox.office import views

urlpatterns = [
    path("", views.InboxList.as_view(), name="inbox-list"),
    path("<int:pk>/", views.InboxMessage.as_view(), name="inbox-message"),
]
