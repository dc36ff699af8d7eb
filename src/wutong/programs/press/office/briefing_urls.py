"""Addresses under /office/newsletter/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.press.office import briefings

urlpatterns = [
    path("", briefings.BriefingListView.as_view(), name="press-briefings"),
    path("new/", briefings.BriefingNewView.as_view(), name="press-briefing-new"),
    path("<int:pk>/", briefings.BriefingView.as_view(), name="press-briefing"),
    path("<int:pk>/edit/", briefings.BriefingEditView.as_view(), name="press-briefing-edit"),
    path("<int:pk>/do/", briefings.BriefingDo.as_view(), name="press-briefing-do"),
    path("<int:pk>/pdf/", briefings.BriefingFileView.as_view(), {"form": "pdf"},
         name="press-briefing-pdf"),
    path("<int:pk>/word/", briefings.BriefingFileView.as_view(), {"form": "docx"},
         name="press-briefing-word"),
]  # fmt: skip
