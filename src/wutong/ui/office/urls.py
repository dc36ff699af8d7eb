"""The office's own pages; every room adds its own beside them."""

from __future__ import annotations

from django.urls import path

from wutong.ui.office.audit import AuditListView
from wutong.ui.office.chains import ApprovalsView, ChainEdit
from wutong.ui.office.files import FileView
from wutong.ui.office.home import HomeView
from wutong.ui.office.progress import ProgressLineView, ProgressListView, ProgressView
from wutong.ui.office.search import CommandView, SearchView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("search/", SearchView.as_view(), name="search"),
    path("commands/", CommandView.as_view(), name="commands"),
    path("progress/", ProgressListView.as_view(), name="progress-list"),
    path("progress/<uuid:pk>/", ProgressView.as_view(), name="progress"),
    path("progress/<uuid:pk>/line/", ProgressLineView.as_view(), name="progress-line"),
    path("files/<uuid:pk>/", FileView.as_view(), name="file"),
    path("approvals/", ApprovalsView.as_view(), name="approvals"),
    path("approvals/<slug:kind>/", ChainEdit.as_view(), name="approvals-chain"),
    path("audit/", AuditListView.as_view(), name="audit-list"),
]
