"""Keys and webhooks, under /office/programs/."""

from __future__ import annotations

from django.urls import path

from wutong.ui.api.office import keys, webhooks

urlpatterns = [
    path("keys/", keys.KeyListView.as_view(), name="programs-keys"),
    path("keys/new/", keys.KeyNewView.as_view(), name="programs-key-new"),
    path("keys/<int:pk>/", keys.KeyView.as_view(), name="programs-key"),
    path("webhooks/", webhooks.WebhookListView.as_view(), name="programs-webhooks"),
    path("webhooks/new/", webhooks.WebhookNewView.as_view(), name="programs-webhook-new"),
    path("webhooks/<uuid:pk>/", webhooks.WebhookView.as_view(), name="programs-webhook"),
    path(
        "webhooks/<uuid:pk>/edit/", webhooks.WebhookEditView.as_view(), name="programs-webhook-edit"
    ),
    path(
        "webhooks/<uuid:pk>/replay/<uuid:delivery>/",
        webhooks.ReplayView.as_view(),
        name="programs-webhook-replay",
    ),
    path(
        "webhooks/<uuid:pk>/<str:act>/",
        webhooks.WebhookActView.as_view(),
        name="programs-webhook-act",
    ),
]
