"""Addresses under /journal/r/: the reader's own link."""

from __future__ import annotations

from django.urls import path

from wutong.programs.journal.site import reader

app_name = "journal_reader"
urlpatterns = [
    path("<str:token>", reader.ReaderView.as_view(), name="reader"),
    path("<str:token>/paper.pdf", reader.ReaderPaperView.as_view(), name="paper"),
]
