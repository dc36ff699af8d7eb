"""Addresses under /office/stories/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.publishing.office import doing, gallery, pictures, previewing, views

urlpatterns = [
    path("", views.StoryListView.as_view(), name="stories-list"),
    path("pictures/", pictures.PictureListView.as_view(), name="stories-pictures"),
    path("pictures/<int:pk>/", pictures.PictureView.as_view(), name="stories-picture"),
    path("pictures/<int:pk>/rights/", pictures.RightsView.as_view(), name="stories-rights"),
    path("pictures/<int:pk>/who/", pictures.PortraitNewView.as_view(), name="stories-portrait"),
    path("pictures/<int:pk>/do/", pictures.PictureDo.as_view(), name="stories-picture-do"),
    path("people/", pictures.ProfileListView.as_view(), name="stories-people"),
    path("people/new/", pictures.ProfileNewView.as_view(), name="stories-person-new"),
    path("people/<int:pk>/", pictures.ProfileEditView.as_view(), name="stories-person"),
    path("<uuid:key>/", views.StoryView.as_view(), name="stories-detail"),
    path("<uuid:key>/do/", doing.StoryDo.as_view(), name="stories-do"),
    path("<uuid:key>/pictures/", gallery.GalleryView.as_view(), name="stories-gallery"),
    path("<uuid:key>/everywhere/", previewing.EverywhereView.as_view(), name="stories-everywhere"),
    path(
        "<uuid:key>/preview/<slug:language>/",
        previewing.SitePreview.as_view(),
        name="stories-preview",
    ),
    path(
        "<uuid:key>/preview/<slug:language>/<slug:form>/",
        previewing.LetterPreview.as_view(),
        name="stories-preview-form",
    ),
]
