"""Addresses under /office/wording/."""

from __future__ import annotations

from django.urls import path

from wutong.engines.wording.office import findings, lists

urlpatterns = [
    path("", lists.LeaderListView.as_view(), name="wording-leaders"),
    path("leaders/new/", lists.LeaderNewView.as_view(), name="wording-leader-new"),
    path("leaders/<int:pk>/", lists.LeaderEditView.as_view(), name="wording-leader"),
    path("words/", lists.TermListView.as_view(), name="wording-terms"),
    path("words/new/", lists.TermNewView.as_view(), name="wording-term-new"),
    path("words/<int:pk>/", lists.TermEditView.as_view(), name="wording-term"),
    path("versions/", lists.VersionListView.as_view(), name="wording-versions"),
    path("versions/<int:pk>/", lists.VersionView.as_view(), name="wording-version"),
    path("certificates/", lists.CertificateListView.as_view(), name="wording-certificates"),
    path("certificates/new/", lists.CertificateNewView.as_view(), name="wording-certificate-new"),
    path("certificates/<int:pk>/", lists.CertificateEditView.as_view(), name="wording-certificate"),
    path("try/", findings.TryView.as_view(), name="wording-try"),
    path("of/<str:ref>/", findings.FindingsView.as_view(), name="wording-findings"),
    path("of/<str:ref>/answer/", findings.AnswerView.as_view(), name="wording-answer"),
]
