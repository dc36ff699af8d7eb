"""Addresses under /office/press/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.press.office import media

urlpatterns = [
    path("", media.MentionListView.as_view(), name="press-mentions"),
    path("new/", media.MentionNewView.as_view(), name="press-mention-new"),
    path("<int:pk>/", media.MentionView.as_view(), name="press-mention"),
    path("<int:pk>/edit/", media.MentionEditView.as_view(), name="press-mention-edit"),
    path("<int:pk>/do/", media.MentionDo.as_view(), name="press-mention-do"),
    path("<int:pk>/clipping/", media.MentionPaperView.as_view(), {"which": "clipping"},
         name="press-clipping"),
    path("<int:pk>/screenshot/", media.MentionPaperView.as_view(), {"which": "screenshot"},
         name="press-screenshot"),
    path("pace/", media.PaceView.as_view(), name="press-pace"),
    path("outlets/", media.OutletListView.as_view(), name="press-outlets"),
    path("outlets/new/", media.OutletNewView.as_view(), name="press-outlet-new"),
    path("outlets/<int:pk>/", media.OutletView.as_view(), name="press-outlet"),
    path("outlets/<int:pk>/edit/", media.OutletEditView.as_view(), name="press-outlet-edit"),
    path("outlets/<int:pk>/do/", media.OutletDo.as_view(), name="press-outlet-do"),
]  # fmt: skip
