"""What an editor of single sites reaches in the newsroom: what is named here, and nothing else.

Wagtail's own permissions say who may change which page; they do not say who may look, search,
list or ask its interface. Whoever writes for the whole house passes; an editor of sites only where
the page, picture or place in the address is one of theirs, and everything else answers 404.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from wutong.core.organisations.public import organisations_for_everybody
from wutong.platform.access.public import can, scope
from wutong.programs.publishing.models import (
    BasePage,
    OrganisationSite,
    Picture,
    Profile,
    SitePage,
    StoryPage,
)
from wutong.programs.publishing.rules import EDIT, HOUSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User

    View = Callable[..., HttpResponseBase]

PAGES = "wagtailadmin_pages:"
IMAGES = "wagtailimages:"
CHOOSER = "wagtailimages_chooser:"
#: Nothing of anybody is to be seen there; lists show what `choosable` and Wagtail let through.
PLAIN = frozenset(
    {
        "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_dismissibles",
        "wagtailadmin_logout", "wagtailadmin_login", "wagtailadmin_block_preview",
        "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_anchor_link", "wagtailadmin_editing_sessions:release",
        "wagtailadmin_choose_page", "wagtailadmin_choose_page_search",
        "profile_chooser:choose", "profile_chooser:choose_results",
        "organisation_chooser:choose", "organisation_chooser:choose_results",
        IMAGES + "index", IMAGES + "index_results", IMAGES + "add", IMAGES + "add_multiple",
        CHOOSER + "choose", CHOOSER + "choose_results", CHOOSER + "create",
    }
)  # fmt: skip
#: About one page, which has to be a story of theirs.
OF_A_STORY = frozenset(
    PAGES + name
    for name in (
        "edit", "preview_on_edit", "view_draft", "delete", "revisions_index", "revisions_view",
        "revisions_revert", "revisions_compare", "history", "history_results",
    )
) | {"simple_translation:submit_page_translation"}  # fmt: skip
#: Below one page, which has to be their own place in the tree.
BELOW_A_SITE = frozenset({PAGES + "add", PAGES + "preview_on_add"})
#: About one picture, which has to be one of theirs.
OF_A_PICTURE = frozenset(
    {
        IMAGES + "edit", IMAGES + "delete", IMAGES + "preview", IMAGES + "edit_multiple",
        IMAGES + "delete_multiple", CHOOSER + "chosen", CHOOSER + "select_format",
    }
)  # fmt: skip
#: Wagtail's tree of all pages, in whose place they get the list of their own.
TREE = frozenset({"wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_explore"})
PING = "wagtailadmin_editing_sessions:ping"


def limited(user: User) -> bool:
    """Whether somebody writes for single sites alone."""
    return can(user, EDIT) and not can(user, HOUSE)


def pages_to_link(user: User) -> QuerySet[BasePage]:
    """Pages that an editor of sites may link to: public ones, and their own."""
    own = scope(user, StoryPage).order_by().values("pk")
    found: QuerySet[BasePage] = BasePage.objects.filter(Q(live=True) | Q(pk__in=own))
    return found


def choosable(user: User, kind: str) -> QuerySet[Any]:
    """People and organisations an editor of sites may name: those that are public already."""
    if kind == "profile_chooser":
        told = Profile.objects.filter(told__page__live=True, told__page__on_house=True)
        return Profile.objects.filter(pk__in=told.order_by().values("pk"))
    return organisations_for_everybody()


def _story(user: User, kwargs: dict[str, Any]) -> bool:
    key = kwargs.get("page_id") or kwargs.get("pk")
    return scope(user, StoryPage).filter(pk=key).exists()


def _own_place(user: User, kwargs: dict[str, Any]) -> bool:
    wanted = (kwargs["content_type_app_name"], kwargs["content_type_model_name"])
    below = SitePage.objects.filter(
        pk=kwargs["parent_page_id"],
        site__in=scope(user, OrganisationSite).filter(closed_at=None).order_by().values("pk"),
    )
    return wanted == ("publishing", "storypage") and below.exists()


def _picture(user: User, kwargs: dict[str, Any]) -> bool:
    key = kwargs.get("image_id") or kwargs.get("pk")
    return str(key).isdecimal() and scope(user, Picture).filter(pk=key).exists()


def _session(user: User, kwargs: dict[str, Any]) -> bool:
    wanted = (kwargs["app_label"], kwargs["model_name"])
    rows = scope(user, StoryPage)
    key = str(kwargs["object_id"])
    return (
        wanted == ("publishing", "storypage") and key.isdecimal() and rows.filter(pk=key).exists()
    )


CHECKED = (
    (OF_A_STORY, _story),
    (BELOW_A_SITE, _own_place),
    (OF_A_PICTURE, _picture),
    (frozenset({PING}), _session),
)


def reaches(user: User, name: str, kwargs: dict[str, Any]) -> bool:
    """Whether an editor of sites may open the view ``name`` with these parts of its address."""
    if name in PLAIN:
        return True
    for names, allows in CHECKED:
        if name in names:
            return allows(user, kwargs)
    if name == "wagtailadmin_choose_page_child":
        return pages_to_link(user).filter(pk=kwargs["parent_page_id"]).exists()
    kind, _colon, view = name.partition(":")
    if view == "chosen" and kind in {"profile_chooser", "organisation_chooser"}:
        key = kwargs["pk"]
        return key.isdecimal() and choosable(user, kind).filter(pk=key).exists()
    return False


def within_sites(view: View) -> View:
    """Around every view of the newsroom."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        match = request.resolver_match
        if user.is_authenticated and match is not None and limited(user):
            name = match.view_name.removeprefix("newsroom:")
            if name in TREE:
                return HttpResponseRedirect(reverse("office:sites-list"))
            if not reaches(user, name, dict(match.kwargs)):
                raise Http404
        return view(request, *args, **kwargs)

    return guarded
