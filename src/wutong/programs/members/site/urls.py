"""Addresses of the member's own pages, under /me/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.members.site import cards, views

urlpatterns = [
    path("", views.HomeView.as_view(), name="members-home"),
    path("wishes/", views.WishesView.as_view(), name="members-wishes"),
    path("card/", cards.CardView.as_view(), name="members-card"),
    path("card/code/", cards.CodeView.as_view(), name="members-card-code"),
]
