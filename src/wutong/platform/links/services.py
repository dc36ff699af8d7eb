"""Opening grants, answering through a link, undoing, withdrawing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import record
from wutong.platform.links import tokens
from wutong.platform.links.errors import (
    ExpiredLinkError,
    RevokedLinkError,
    UnknownLinkError,
)
from wutong.platform.links.models import LinkGrant, LinkRevocation, LinkUse
from wutong.platform.links.registry import LinkAction, LinkContext, actions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta


@dataclass(frozen=True)
class OpenedLink:
    """A genuine link: what it does, for whom, and the last answer given through it."""

    action: LinkAction
    context: LinkContext
    grant: LinkGrant
    last_use: LinkUse | None

    @property
    def answered(self) -> bool:
        """An answer stands and has not been taken back."""
        return self.last_use is not None and self.last_use.undone_at is None


@transaction.atomic
def open_grant(
    *,
    actor: Actor,
    action: str,
    key: str,
    params: Mapping[str, Any] | None = None,
    subject_kind: str = "person",
    valid_for: timedelta | None = None,
) -> LinkGrant:
    """The grant under ``key``, made if it is not there: the same key gives the same links.

    An action that is answered on a page of its own need not be registered; ``valid_for`` is
    needed then.
    """
    now = clock.now()
    grant, _made = LinkGrant.objects.get_or_create(
        key=key,
        defaults={
            "action": action,
            "subject_kind": subject_kind,
            "params": dict(params or {}),
            "secret": secrets.token_bytes(32),
            "expires_at": now + (valid_for or actions.get(action).valid_for),
            "created_at": now,
            "created_by": actor.label,
        },
    )
    return grant


def address_for(grant: LinkGrant, subject_id: int, *, prefix: str = "a") -> str:
    """The absolute address of one person's link; ``prefix`` is ``a`` (answer) or ``u``."""
    return f"{settings.SITE_URL.rstrip('/')}/{prefix}/{tokens.token_for(grant, subject_id)}"


def read_link(token: str) -> tuple[LinkGrant, LinkContext]:
    """Check ``token`` and say for whom and what it is. Changes nothing.

    Raises UnknownLinkError, ExpiredLinkError or RevokedLinkError.
    """
    parts = tokens.split(token)
    if parts is None:
        raise UnknownLinkError
    grant_id, subject_id, digest = parts
    grant = LinkGrant.objects.filter(pk=grant_id).first()
    if grant is None or not tokens.verify(grant, subject_id, digest):
        raise UnknownLinkError
    if grant.revoked_at or grant.revocations.filter(subject_id=subject_id).exists():
        raise RevokedLinkError
    if grant.expires_at <= clock.now():
        raise ExpiredLinkError
    context = LinkContext(
        grant_id=grant.pk,
        grant_key=grant.key,
        action=grant.action,
        subject_kind=grant.subject_kind,
        subject_id=subject_id,
        params=grant.params,
    )
    return grant, context


def open_link(token: str) -> OpenedLink:
    """A link with its registered action and the last answer. Changes nothing; raises as above."""
    grant, context = read_link(token)
    action = actions.find(grant.action)
    if action is None:
        raise UnknownLinkError
    last = grant.uses.filter(subject_id=context.subject_id).order_by("-pk").first()
    return OpenedLink(action=action, context=context, grant=grant, last_use=last)


def minter_for(key: str) -> tokens.Minter:
    """The minter of the grant opened under ``key``; raises LinkGrant.DoesNotExist."""
    return tokens.Minter(LinkGrant.objects.get(key=key))


def _one_at_a_time(grant_id: int, subject_id: int) -> None:
    """Let a double click wait for the first one; other people's answers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"links:{grant_id}:{subject_id}"],
        )


@transaction.atomic
def answer_link(*, token: str, button: str, data: Mapping[str, Any]) -> OpenedLink:
    """Do what the link is for, once for a single-use link however often it is posted."""
    link = open_link(token)
    _one_at_a_time(link.grant.pk, link.context.subject_id)
    link = open_link(token)
    if link.answered and link.action.single_use:
        return link
    actor = Actor.link(link.context.action, link.context.subject_ref)
    outcome = link.action.perform(link.context, button, data)
    use = LinkUse.objects.create(
        grant=link.grant,
        subject_id=link.context.subject_id,
        single=link.action.single_use,
        answer=outcome.answer,
        undo=outcome.undo,
        used_at=clock.now(),
    )
    record(
        actor=actor,
        verb="links.answered",
        subject=link.context.subject_ref,
        data={"grant": link.grant.key, "button": button, "use": use.pk},
    )
    return open_link(token)


@transaction.atomic
def undo_answer(*, token: str) -> OpenedLink:
    """Take the last answer back; a second undo of the same answer does nothing."""
    link = open_link(token)
    if link.last_use is None:
        return link
    use = LinkUse.objects.select_for_update().get(pk=link.last_use.pk)
    if use.undone_at is not None or use.undo is None:
        return link
    link.action.undo(link.context, use.undo)
    use.undone_at = clock.now()
    use.save(update_fields=["undone_at"])
    record(
        actor=Actor.link(link.context.action, link.context.subject_ref),
        verb="links.undone",
        subject=link.context.subject_ref,
        data={"grant": link.grant.key, "use": use.pk},
    )
    return open_link(token)


@transaction.atomic
def revoke_grant(*, actor: Actor, grant_id: int) -> None:
    """Withdraw every link under a grant."""
    changed = LinkGrant.objects.filter(pk=grant_id, revoked_at__isnull=True).update(
        revoked_at=clock.now()
    )
    if changed:
        record(actor=actor, verb="links.grant_revoked", subject=f"link_grant:{grant_id}")


@transaction.atomic
def revoke_link(*, actor: Actor, grant_id: int, subject_id: int, reason: str = "") -> None:
    """Withdraw one person's link."""
    _row, made = LinkRevocation.objects.get_or_create(
        grant_id=grant_id,
        subject_id=subject_id,
        defaults={"revoked_at": clock.now(), "reason": reason},
    )
    if made:
        record(
            actor=actor,
            verb="links.link_revoked",
            subject=f"link_grant:{grant_id}",
            data={"subject_id": subject_id, "reason": reason},
        )


def uses_under(keys: Iterable[str]) -> dict[str, int]:
    """How many standing answers came through the links of each grant that has any."""
    rows = LinkUse.objects.filter(grant__key__in=list(keys), undone_at__isnull=True)
    return dict(rows.order_by().values_list("grant__key").annotate(Count("pk")))
