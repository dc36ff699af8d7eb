"""Who works with posts. They name nobody; their figures are those of the whole university."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.programs.posts.models import Account, Post, Snapshot

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "posts.view"
CHANGE = "posts.change"
EXPORT = "posts.export"
IMPORT = "posts.import"
PUBLISH = "posts.publish"

register_permissions(
    Permission(VIEW, _("See what the official channels published and how it was read")),
    Permission(CHANGE, _("Keep the register of posts and note their figures")),
    Permission(EXPORT, _("Take lists of posts out as files")),
    Permission(IMPORT, _("Bring in past posts from files, and take that back")),
    Permission(PUBLISH, _("Publish stories on the WeChat account, and withdraw them there")),
)


@scoper(Account)
def account_scope(scopes: Scopes, action: str) -> QuerySet[Account]:
    """Whoever sees the whole university sees its channels, and nobody else."""
    return Account.objects.all() if scopes.everything else Account.objects.none()


@scoper(Post)
def post_scope(scopes: Scopes, action: str) -> QuerySet[Post]:
    """As the accounts."""
    return Post.objects.all() if scopes.everything else Post.objects.none()


@scoper(Snapshot)
def snapshot_scope(scopes: Scopes, action: str) -> QuerySet[Snapshot]:
    """As the accounts."""
    return Snapshot.objects.all() if scopes.everything else Snapshot.objects.none()
