"""Addresses of the members' room in the office, under /office/members/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.members.office import cards

urlpatterns = [
    path("cards/<int:pk>/", cards.CardView.as_view(), name="members-card"),
]
