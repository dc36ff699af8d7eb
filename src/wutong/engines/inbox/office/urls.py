"""Addresses under /office/inbox/."""

from __future__ import annotations

from django.urls import path

from wutong.engines.inbox.office import delivery, views

urlpatterns = [
    path("", views.InboxList.as_view(), name="inbox-list"),
    path("delivery/", delivery.DeliveryPage.as_view(), name="inbox-delivery"),
    path("<int:pk>/", views.InboxMessage.as_view(), name="inbox-message"),
]
