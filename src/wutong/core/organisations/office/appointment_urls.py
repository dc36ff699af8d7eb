"""Addresses under /office/appointments/."""

from __future__ import annotations

from django.urls import path

from wutong.core.organisations.office import appointments as views
from wutong.core.organisations.office import batches

urlpatterns = [
    path("", views.AppointmentListView.as_view(), name="appointments-list"),
    path("new/", views.AppointmentNewView.as_view(), name="appointments-new"),
    path("batches/", batches.BatchListView.as_view(), name="appointments-batches"),
    path("batches/new/", batches.BatchNewView.as_view(), name="appointments-batch-new"),
    path("batches/<int:pk>/", batches.BatchDetailView.as_view(), name="appointments-batch"),
    path("batches/<int:pk>/do/", batches.BatchDoView.as_view(), name="appointments-batch-do"),
    path("batches/<int:pk>/letters/", batches.BundleView.as_view(), name="appointments-bundle"),
    path("<int:pk>/", views.AppointmentDetailView.as_view(), name="appointments-detail"),
    path("<int:pk>/accept/", views.AcceptView.as_view(), name="appointments-accept"),
    path("<int:pk>/renew/", views.RenewView.as_view(), name="appointments-renew"),
    path("<int:pk>/hand-over/", views.HandOverView.as_view(), name="appointments-hand-over"),
    path("<int:pk>/end/", views.EndView.as_view(), name="appointments-end"),
    path("<int:pk>/void/", views.VoidLetterView.as_view(), name="appointments-void"),
    path("<int:pk>/reissue/", views.ReissueLetterView.as_view(), name="appointments-reissue"),
    path("<int:pk>/letters/<uuid:letter>/", views.LetterView.as_view(), name="appointments-letter"),
]
