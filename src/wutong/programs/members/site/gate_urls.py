"""Addresses open to everybody: the gate (``/G/`` is short and in capitals for the QR code), and the
answer to a letter.
"""

from __future__ import annotations

from django.urls import path

from wutong.programs.members.site.directory import AnswerView
from wutong.programs.members.site.gate import GateView, PublishedKeysView

urlpatterns = [
    path("gate/", GateView.as_view(), name="members-gate"),
    path("G/<str:token>", GateView.as_view(), name="members-gate-answer"),
    path("letter/<str:token>/", AnswerView.as_view(), name="members-answer"),
    path(".well-known/wutong-card.json", PublishedKeysView.as_view(), name="members-card-keys"),
]
