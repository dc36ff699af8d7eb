"""Addresses of the members' room in the office, under /office/members/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.members.office import cards, corrections

urlpatterns = [
    path("cards/<int:pk>/", cards.CardView.as_view(), name="members-card"),
    path("corrections/", corrections.CorrectionListView.as_view(), name="members-corrections"),
    path("corrections/<int:pk>/", corrections.CorrectionView.as_view(), name="members-correction"),
]
