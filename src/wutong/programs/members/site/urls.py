"""Addresses of the member's own pages, under /me/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.members.site import cards, directory, privacy, record, views

urlpatterns = [
    path("", views.HomeView.as_view(), name="members-home"),
    path("coming/", views.ComingView.as_view(), name="members-coming"),
    path("wishes/", views.WishesView.as_view(), name="members-wishes"),
    path("card/", cards.CardView.as_view(), name="members-card"),
    path("record/", record.RecordView.as_view(), name="members-record"),
    path("record/as/<slug:circle>/", record.SeenView.as_view(), name="members-seen"),
    path("record/correct/<slug:field>/", record.CorrectView.as_view(), name="members-correct"),
    path("directory/", directory.DirectoryView.as_view(), name="members-directory"),
    path("directory/<int:pk>/", directory.ProfileView.as_view(), name="members-profile"),
    path("directory/<int:pk>/card.vcf", directory.VcardView.as_view(), name="members-vcard"),
    path("directory/<int:pk>/letter/", directory.LetterView.as_view(), name="members-letter"),
    path("privacy/", privacy.PrivacyView.as_view(), name="members-privacy"),
    path("privacy/consents/", privacy.ConsentsView.as_view(), name="members-consents"),
    path("privacy/copy/", privacy.CopyView.as_view(), name="members-copy"),
    path("privacy/copy/<uuid:pk>/", privacy.CopyFileView.as_view(), name="members-copy-file"),
    path("privacy/log/", privacy.AccessLogView.as_view(), name="members-access-log"),
    path("privacy/ask/", privacy.AskView.as_view(), name="members-ask"),
    path("privacy/close/", privacy.CloseView.as_view(), name="members-close"),
    path("card/code/", cards.CodeView.as_view(), name="members-card-code"),
]
