"""Public addresses of the portal, in both languages."""

from __future__ import annotations

from django.urls import path

from wutong.programs.portal.site import feeds, organisations, search

app_name = "portal"
urlpatterns = [
    path("search/", search.SearchView.as_view(), name="search"),
    path("organisations/", organisations.MapView.as_view(), name="organisations"),
    path("organisations/places/<str:code>/", organisations.PlaceView.as_view(), name="place"),
    path("organisations/<int:pk>/", organisations.OrganisationView.as_view(), name="organisation"),
    path("feeds/", feeds.FeedsView.as_view(), name="feeds"),
    path("feeds/news.<str:form>", feeds.FeedView.as_view(), name="feed"),
    path("feeds/sites/<slug:slug>.<str:form>", feeds.SiteFeedView.as_view(), name="site-feed"),
    path("feeds/topics/<str:topic>.<str:form>", feeds.FeedView.as_view(), name="topic-feed"),
]
