"""Addresses open to everybody: the gate (``/G/`` is short and in capitals for the QR code), the
page of a member who shows something to everyone, and the answer to a letter.
"""

from __future__ import annotations

from django.urls import path

from wutong.programs.members.site.directory import AnswerView
from wutong.programs.members.site.gate import GateView, PublicView, PublishedKeysView

urlpatterns = [
    path("gate/", GateView.as_view(), name="members-gate"),
    path("G/<str:token>", GateView.as_view(), name="members-gate-answer"),
    path("p/<slug:number>/", PublicView.as_view(), name="members-public"),
    path("letter/<str:token>/", AnswerView.as_view(), name="members-answer"),
    path(".well-known/wutong-card.json", PublishedKeysView.as_view(), name="members-card-keys"),
]
