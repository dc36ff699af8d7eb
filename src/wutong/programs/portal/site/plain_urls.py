"""Addresses without a language: robots, the map of the site, cards."""

from __future__ import annotations

from django.urls import path

from wutong.programs.portal.site import cards, machines

app_name = "portal_machines"
urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.SitemapIndexView.as_view(), name="sitemap"),
    path("sitemap-<int:number>.xml", machines.SitemapView.as_view(), name="sitemap-part"),
    path("cards/<str:name>.png", cards.CardView.as_view(), name="card"),
]
