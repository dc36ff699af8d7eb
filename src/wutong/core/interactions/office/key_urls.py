"""Addresses under /office/key-alumni/."""

from __future__ import annotations

from django.urls import path

from wutong.core.interactions.office import key_alumni

urlpatterns = [
    path("", key_alumni.KeyListView.as_view(), name="key-list"),
    path("add/", key_alumni.KeyAddView.as_view(), name="key-add"),
    path("<int:pk>/", key_alumni.KeyEditView.as_view(), name="key-edit"),
    path("<int:pk>/end/", key_alumni.KeyEndView.as_view(), name="key-end"),
]
