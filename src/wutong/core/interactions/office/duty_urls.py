"""Addresses under /office/duty/."""

from __future__ import annotations

from django.urls import path

from wutong.core.interactions.office import duty

urlpatterns = [
    path("", duty.DutyListView.as_view(), name="duty-list"),
    path("add/", duty.DutyAddView.as_view(), name="duty-add"),
    path("round/", duty.DutyRoundView.as_view(), name="duty-round"),
    path("print/", duty.DutyPrintView.as_view(), name="duty-print"),
    path("<int:pk>/", duty.DutyEntryView.as_view(), name="duty-entry"),
]
