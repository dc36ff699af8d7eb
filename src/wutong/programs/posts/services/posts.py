"""Channels and posts: entered, changed, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record
from wutong.programs.posts.enums import Platform, State
from wutong.programs.posts.errors import AddressTakenError, PostError, StoryTakenError
from wutong.programs.posts.models import Account, Post
from wutong.programs.publishing.public import story_titles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from wutong.kernel.actors import Actor

ACCOUNT_FIELDS = (
    "platform", "name_zh", "name_en", "handle", "address", "legal_body", "opened_on", "closed_on",
    "wechat_app_id",
)  # fmt: skip
POST_FIELDS = ("account", "title", "kind", "state", "published_on", "address", "language")


@transaction.atomic
def save_account(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    account: Account | None = None,
    version: int | None = None,
) -> Account:
    """Write a channel, new or changed; ``ConflictError`` when somebody else saved meanwhile."""
    if account is None:
        account = Account(version=0)
    else:
        account = Account.objects.select_for_update().get(pk=account.pk)
        _demand_version(account.version, version)
    _write(account, ACCOUNT_FIELDS, values)
    others = Account.objects.filter(platform=account.platform, name_zh=account.name_zh)
    if others.exclude(pk=account.pk).exists():
        raise PostError(_("A channel of this name is on record for this platform already."))
    account.version += 1
    account.save()
    record(
        actor=actor, verb="posts.account_saved", subject=account.ref, subject_label=account.name_zh,
        data={"version": account.version}, body=account.legal_body.code,
    )  # fmt: skip
    return account


@transaction.atomic
def save_post(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    post: Post | None = None,
    version: int | None = None,
) -> Post:
    """Write a post, new or changed. Raises ``AddressTakenError``, ``ConflictError``."""
    if post is None:
        post = Post(version=0)
    else:
        post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        _demand_version(post.version, version)
    _write(post, POST_FIELDS, values)
    _check(post)
    if post.state == State.WITHDRAWN:
        post.withdrawn_on = post.withdrawn_on or clock.today()
    else:
        post.withdrawn_on = None
    post.version += 1
    post.save()
    _note(actor, post, "posts.saved")
    return post


def _demand_version(now: int, seen: int | None) -> None:
    if seen is not None and seen != now:
        raise ConflictError(_("Somebody else changed this in the meantime. Please look again."))


def _write(row: Any, fields: tuple[str, ...], values: Mapping[str, Any]) -> None:
    for name in fields:
        if name in values:
            setattr(row, name, values[name])


def _check(post: Post) -> None:
    if post.state == State.PUBLISHED and post.published_on is None:
        raise PostError(_("Say on which day it was published."))
    first = post.published_on
    if first is not None and first > clock.today():
        raise PostError(_("This day has not come yet."))
    others = Post.objects.filter(account=post.account).exclude(pk=post.pk)
    if post.address and post.state != State.WITHDRAWN:
        taken = others.filter(address=post.address).exclude(state=State.WITHDRAWN)
        if taken.exists():
            raise AddressTakenError
    if post.story_key and post.state == State.PUBLISHED:
        taken = others.filter(story_key=post.story_key, state=State.PUBLISHED)
        if taken.exists():
            raise StoryTakenError
    if (
        post.pk
        and first is not None
        and post.snapshots.filter(replaced_at=None, day__lt=first).exists()
    ):
        raise PostError(_("Figures are on record for days before this one."))


@transaction.atomic
def tie_post(*, actor: Actor, post: Post, key: UUID | None) -> Post:
    """Say which story it is (None: none). One that goes out through an interface is tied by what
    wrote it. Raises ``StoryTakenError``, ``PostError``.
    """
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if getattr(post, "article", None) is not None:
        raise PostError(_("An article that goes out from here is tied to its story already."))
    if key is not None and not story_titles([key]):
        raise PostError(_("There is no such story any more."))
    post.story_key = key
    _check(post)
    post.version += 1
    post.save()
    record(
        actor=actor, verb="posts.tied", subject=post.ref, subject_label=post.title,
        data={"story": str(key or "")}, body=post.account.legal_body_id,
    )  # fmt: skip
    return post


@transaction.atomic
def withdraw_post(*, actor: Actor, post: Post) -> bool:
    """It no longer stands there and no longer counts; its figures stay."""
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.state != State.PUBLISHED:
        return False
    post.state, post.withdrawn_on = State.WITHDRAWN, clock.today()
    post.version += 1
    post.save()
    _note(actor, post, "posts.withdrawn")
    return True


@transaction.atomic
def keep_site_post(
    *, actor: Actor, key: UUID, title: str, language: str, address: str, on: date
) -> Post | None:
    """The entry of a story on our own site, made or brought up to date; None without a site."""
    account = Account.objects.filter(platform=Platform.SITE, closed_on=None).order_by("pk").first()
    if account is None:
        return None
    known = account.posts.select_for_update(of=("self",)).filter(story_key=key)
    post = known.order_by("-state").first() or Post(
        account=account, story_key=key, version=0, language=language, published_on=on
    )
    same = (post.state, post.title, post.address) == (State.PUBLISHED, title, address)
    if post.pk and (same or (post.language and post.language != language)):
        return post
    post.title, post.address, post.state = title[:300], address, State.PUBLISHED
    post.withdrawn_on = None
    post.version += 1
    post.save()
    _note(actor, post, "posts.saved")
    return post


def _note(actor: Actor, post: Post, verb: str) -> None:
    record(
        actor=actor, verb=verb, subject=post.ref, subject_label=post.title,
        data={"version": post.version, "state": post.state}, body=post.account.legal_body.code,
    )  # fmt: skip
