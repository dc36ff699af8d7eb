"""The account's pages."""

from __future__ import annotations

from django.urls import path

from .closing_views import CloseView, PrepareView, RestateView, WithdrawView
from .document_views import DocumentView, RowsExportView
from .views import AccountView, ChartView, RowsView

urlpatterns = [
    path("", AccountView.as_view(), name="account-home"),
    path("chart/<str:digest>/", ChartView.as_view(), name="account-chart"),
    path("document/", DocumentView.as_view(), name="account-document"),
    path("figures/<str:code>/", RowsView.as_view(), name="account-rows"),
    path("figures/<str:code>/export/", RowsExportView.as_view(), name="account-rows-export"),
    path("closing/<int:year>/prepare/", PrepareView.as_view(), name="account-prepare"),
    path("closing/<int:pk>/close/", CloseView.as_view(), name="account-close"),
    path("closing/<int:pk>/withdraw/", WithdrawView.as_view(), name="account-withdraw"),
    path("closing/figure/<int:pk>/restate/", RestateView.as_view(), name="account-restate"),
]
