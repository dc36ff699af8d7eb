"""Addresses under /office/journal/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.journal.office import articles, doing, ledger, posting, stories, views

urlpatterns = [
    path("", views.IssueListView.as_view(), name="journal-list"),
    path("new/", views.IssueNewView.as_view(), name="journal-new"),
    path("copies/", ledger.CopyListView.as_view(), name="journal-copies"),
    path("returns/", ledger.ReturnListView.as_view(), name="journal-returns"),
    path("returns/note/", ledger.NoteReturnsView.as_view(), name="journal-returns-note"),
    path("returns/<int:pk>/undo/", ledger.UndoReturnView.as_view(), name="journal-returns-undo"),
    path("articles/<int:pk>/", articles.ArticleEditView.as_view(), name="journal-article"),
    path("credits/<int:pk>/", articles.CreditView.as_view(), name="journal-credit"),
    path("readers/<int:pk>/wish/", doing.WishView.as_view(), name="journal-wish"),
    path("<int:pk>/", views.IssueView.as_view(), name="journal-detail"),
    path("<int:pk>/edit/", views.IssueEditView.as_view(), name="journal-edit"),
    path("<int:pk>/do/", doing.IssueDo.as_view(), name="journal-do"),
    path("<int:pk>/articles/new/", articles.ArticleNewView.as_view(), name="journal-article-new"),
    path("<int:pk>/stories/", stories.StoriesView.as_view(), name="journal-stories"),
    path("<int:pk>/judged/", posting.JudgedView.as_view(), name="journal-judged"),
    path("<int:pk>/labels/", posting.LabelsView.as_view(), name="journal-labels"),
    path("<int:pk>/list/", posting.PostalListView.as_view(), name="journal-postal"),
    path("<int:pk>/files/<slug:which>/", views.IssueFileView.as_view(), name="journal-file"),
]
