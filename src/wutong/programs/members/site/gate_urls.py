"""Addresses of the gate, open to everybody. ``/G/`` is short and in capitals for the QR code."""

from __future__ import annotations

from django.urls import path

from wutong.programs.members.site.gate import GateView, PublishedKeysView

urlpatterns = [
    path("gate/", GateView.as_view(), name="members-gate"),
    path("G/<str:token>", GateView.as_view(), name="members-gate-answer"),
    path(".well-known/wutong-card.json", PublishedKeysView.as_view(), name="members-card-keys"),
]
