"""Each role has a Django group, and the groups that may write have Wagtail's permissions.

Wagtail knows groups only. Roles stay the one place where rights are decided (``platform.access``);
what stands here is derived from them after every migration and corrects what was changed by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import ROLES, group_of
from wutong.programs.publishing.models import BasePage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.apps import AppConfig

ENTER = "newsroom.edit"
HOUSE = "newsroom.house"
PUBLISH = "newsroom.publish"

EDIT_PAGES = ("add_basepage", "change_basepage")
PUBLISH_PAGES = ("publish_basepage", "lock_basepage", "unlock_basepage", "bulk_delete_basepage")
#: Wagtail asks for the permissions of its own models whatever models a site puts in their place.
MEDIA = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
#: Groups that Wagtail's first migration makes; nobody is in them, our roles take their place.
WAGTAILS_OWN = ("Moderators", "Editors")


def mirror_roles(app_config: AppConfig | None = None, **_kwargs: Any) -> None:
    """Bring groups, their permissions and their members in line with the roles.

    The signal comes once for each app that has models; the last one finds every permission made.
    """
    signalled = [config for config in apps.get_app_configs() if config.models_module is not None]
    if app_config is not None and app_config is not signalled[-1]:
        return
    root = BasePage.objects.filter(depth=1).first()
    collection = Collection.objects.filter(depth=1).first()
    enter = Permission.objects.filter(codename="access_admin").first()
    if root is None or collection is None or enter is None:
        return  # migrations have not come this far
    doors = [enter, *Permission.objects.filter(codename="submit_translation")]
    with transaction.atomic():
        Group.objects.filter(name__in=WAGTAILS_OWN).delete()
        for code, role in ROLES.items():
            group = group_of(code)
            may_enter = role.grants(ENTER)
            pages = (*EDIT_PAGES, *PUBLISH_PAGES) if role.grants(PUBLISH) else EDIT_PAGES
            group.permissions.set(doors if may_enter else [])
            everywhere = may_enter and role.grants(HOUSE)
            _set_pages(group, root, pages if everywhere else ())
            _set_collection(group, collection, MEDIA if everywhere else ())
            group.user_set.set(
                RoleAssignment.objects.filter(role=code).values_list("user_id", flat=True)
            )


def permissions_named(codenames: Iterable[str]) -> list[Permission]:
    """Of Wagtail's models and of this room's."""
    return list(
        Permission.objects.filter(
            content_type__app_label__in=("publishing", "wagtailimages", "wagtaildocs"),
            codename__in=list(codenames),
        )
    )


def _set_pages(group: Group, root: BasePage, codenames: Iterable[str]) -> None:
    wanted = permissions_named(codenames)
    rows = GroupPagePermission.objects.filter(group=group)
    rows.exclude(page=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _set_collection(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    wanted = permissions_named(codenames)
    rows = GroupCollectionPermission.objects.filter(group=group)
    rows.exclude(collection=collection, permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
