"""Saved views: kept per list and person, shared by wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError
from wutong.ui.office.models import SavedView

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

MOST = 40


def views_for(user: User, list_key: str) -> list[SavedView]:
    """The user's own views of a list and the shared ones, by name."""
    rows = SavedView.objects.filter(list_key=list_key).filter(Q(owner=user) | Q(shared=True))
    return list(rows[: 2 * MOST])


def save_view(*, user: User, list_key: str, name: str, query: str, shared: bool) -> SavedView:
    """Keep a state under ``name``; the same name again replaces it."""
    clean = " ".join(name.split())[:60]
    if not clean:
        raise WutongError(_("Please give the view a name."))
    if SavedView.objects.filter(owner=user, list_key=list_key).count() >= MOST:
        raise WutongError(_("That is a lot of views. Please remove one first."))
    view, _created = SavedView.objects.update_or_create(
        list_key=list_key,
        owner=user,
        name=clean,
        defaults={"query": query[:4000], "shared": shared},
    )
    return view


def remove_view(*, user: User, list_key: str, view_id: int) -> None:
    """Remove one of the user's own views; another person's stays."""
    SavedView.objects.filter(owner=user, list_key=list_key, pk=view_id).delete()
