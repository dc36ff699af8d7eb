"""Addresses under /office/updates/."""

from __future__ import annotations

from django.urls import path

from wutong.core.interactions.office import update_list, updates

urlpatterns = [
    path("", updates.PasteView.as_view(), name="updates-paste"),
    path("taken/", update_list.UpdateListView.as_view(), name="updates-list"),
    path("<uuid:pk>/", updates.UpdateDoneView.as_view(), name="updates-done"),
    path("<uuid:pk>/undo/", updates.UpdateUndoView.as_view(), name="updates-undo"),
]
