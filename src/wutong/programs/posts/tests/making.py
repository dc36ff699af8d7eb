"""Channels and posts to try things on."""

from __future__ import annotations

from datetime import date

from wutong.core.reference.models import LegalBody
from wutong.kernel.actors import Actor
from wutong.programs.posts.enums import Kind, Origin
from wutong.programs.posts.models import Account, Post
from wutong.programs.posts.services.snapshots import Count, write_counts

OFFICE = Actor.system("test")


def channel(name="校友会公众号", platform="wechat", opened=date(2014, 5, 20), **fields):
    body, _new = LegalBody.objects.get_or_create(
        code="association", defaults={"name_zh": "校友会", "name_en": "Association"}
    )
    return Account.objects.create(
        platform=platform, name_zh=name, legal_body=body, opened_on=opened, **fields
    )


def post(account, on, reads=None, *, kind=Kind.ORIGINAL, **fields):
    """Published on a day, with its reads ``{day: number}``."""
    fields.setdefault("title", f"推文 {Post.objects.count() + 1}")
    made = Post.objects.create(account=account, published_on=on, kind=kind, **fields)
    stand(made, reads or {})
    return made


def stand(made, reads):
    write_counts(
        [Count(made.pk, day, number, number // 10) for day, number in reads.items()],
        origin=Origin.HAND,
    )
