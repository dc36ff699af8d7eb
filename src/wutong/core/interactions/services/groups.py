"""WeChat groups on the register, and notices with a short link for each group."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wutong.core.interactions.errors import ChangedMeanwhileError
from wutong.core.interactions.models import ChatGroup, GroupLink, GroupNotice
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wutong.kernel.actors import Actor

FIELDS = (
    "name", "kind", "organisation", "class_group", "unit", "owner", "managers", "size",
    "qr_until", "note",
)  # fmt: skip
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE = 8


@transaction.atomic
def save_group(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    group_id: int | None = None,
    version: int | None = None,
) -> ChatGroup:
    """Put a group on the register, or change it; a size that differs is dated today."""
    if group_id is None:
        group = ChatGroup()
    else:
        group = ChatGroup.objects.select_for_update(of=("self",)).get(pk=group_id)
        if version is not None and group.version != version:
            raise ChangedMeanwhileError
        group.version += 1
    size = group.size
    for name in FIELDS:
        if name in fields:
            setattr(group, name, fields[name])
    if group.size is not None and group.size != size:
        group.size_on = today()
    group.save()
    verb = "group.added" if group_id is None else "group.changed"
    record(actor=actor, verb=verb, subject=f"chat:{group.pk}", subject_label=group.name)
    return group


@transaction.atomic
def close_group(*, actor: Actor, group_id: int) -> None:
    """The group is no more; it stays on the register as a past one."""
    group = ChatGroup.objects.select_for_update(of=("self",)).get(pk=group_id)
    if group.closed_on is None:
        group.closed_on = today()
        group.version += 1
        group.save(update_fields=["closed_on", "version"])
        record(
            actor=actor, verb="group.closed", subject=f"chat:{group.pk}", subject_label=group.name
        )


@transaction.atomic
def make_notice(
    *, actor: Actor, title: str, target: str, groups: Iterable[ChatGroup]
) -> GroupNotice:
    """A notice with one short link for each of ``groups``."""
    if urlsplit(target).scheme not in ("http", "https"):
        raise WutongError(_("The address must begin with https://."))
    chosen = list(groups)
    if not chosen:
        raise WutongError(_("Choose at least one group."))
    notice = GroupNotice.objects.create(title=title, target=target, made_by_id=actor.user_id)
    GroupLink.objects.bulk_create(
        GroupLink(notice=notice, group=group, code=_code()) for group in chosen
    )
    record(
        actor=actor,
        verb="group.told",
        subject=f"notice:{notice.pk}",
        subject_label=title,
        data={"groups": len(chosen)},
    )
    return notice


def count_read(code: str) -> str | None:
    """One more read of a link, and where it leads; None for an unknown one. Who it was is not
    asked and not kept.
    """
    target = target_of(code)
    if target is not None:
        GroupLink.objects.filter(code=code).update(reads=F("reads") + 1)
    return target


def target_of(code: str) -> str | None:
    """Where a link leads, None for an unknown one."""
    return GroupLink.objects.filter(code=code).values_list("notice__target", flat=True).first()


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE))
