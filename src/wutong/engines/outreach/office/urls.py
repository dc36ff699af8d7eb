"""Addresses under /office/campaigns/."""

from __future__ import annotations

from django.urls import path

from wutong.engines.outreach.office import (
    carriers,
    doing,
    notices,
    previewing,
    recipients,
    results,
    texts,
    views,
)

urlpatterns = [
    path("", views.CampaignList.as_view(), name="campaigns-list"),
    path("new/", views.CampaignEdit.as_view(), name="campaigns-new"),
    path("notices/", notices.NoticeChoose.as_view(), name="campaigns-notices"),
    path("new/notice/<int:template>/", notices.NoticeEdit.as_view(), name="campaigns-notice-new"),
    path("<int:pk>/edit/notice/", notices.NoticeEdit.as_view(), name="campaigns-notice-edit"),
    path("measure/", texts.TextMeasure.as_view(), name="campaigns-measure"),
    path("templates/", carriers.TemplateList.as_view(), name="campaigns-templates"),
    path("templates/new/", carriers.TemplateAdd.as_view(), name="campaigns-template-new"),
    path("templates/<int:pk>/", carriers.TemplateEdit.as_view(), name="campaigns-template"),
    path("signatures/new/", carriers.SignatureAdd.as_view(), name="campaigns-signature-new"),
    path("signatures/<int:pk>/", carriers.SignatureEdit.as_view(), name="campaigns-signature"),
    path("<int:pk>/", views.CampaignDetail.as_view(), name="campaigns-detail"),
    path("<int:pk>/edit/", views.CampaignEdit.as_view(), name="campaigns-edit"),
    path("<int:pk>/do/", doing.CampaignDo.as_view(), name="campaigns-do"),
    path("<int:pk>/preview/", previewing.CampaignPreview.as_view(), name="campaigns-preview"),
    path(
        "<int:pk>/preview/frame/",
        previewing.CampaignPreviewFrame.as_view(),
        name="campaigns-preview-frame",
    ),
    path(
        "<int:pk>/recipients/", recipients.CampaignRecipients.as_view(), name="campaigns-recipients"
    ),
    path("<int:pk>/results/", results.CampaignResults.as_view(), name="campaigns-results"),
    path("<int:pk>/results/people/", results.CampaignBehind.as_view(), name="campaigns-behind"),
    path(
        "<int:pk>/results/export/",
        results.CampaignResultsExport.as_view(),
        name="campaigns-results-export",
    ),
    path("<int:pk>/export/", recipients.CampaignExport.as_view(), name="campaigns-export"),
    path("<int:pk>/uncertain/", recipients.CampaignUncertain.as_view(), name="campaigns-uncertain"),
]
