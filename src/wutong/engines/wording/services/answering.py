"""Findings answered: mended in the text, or kept with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.engines.wording.enums import RemarkState
from wutong.engines.wording.errors import NothingFoundError, ReasonMissingError
from wutong.engines.wording.models import Remark
from wutong.engines.wording.selectors import current_lists, look_at
from wutong.kernel.clock import now
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.engines.wording.registry import Checkable
    from wutong.engines.wording.selectors import Seen
    from wutong.kernel.actors import Actor


@transaction.atomic
def examine(*, actor: Actor, text: Checkable) -> list[Seen]:
    """Check a text and write down what became of everything found before: what is gone was
    mended. Rooms call it when a text is handed in; what it returns is still open.
    """
    seen = look_at(text)
    known = {row.key: row for row in _rows(text).select_for_update()}
    version = current_lists().version
    for one in seen:
        row = known.pop(one.finding.key, None)
        if row is None:
            _new(text, one, RemarkState.OPEN, version).save()
        elif row.state == RemarkState.MENDED:
            row.state, row.author, row.answered_at = RemarkState.OPEN, None, None
            row.save()
    gone = [row.pk for row in known.values() if row.state != RemarkState.MENDED]
    _rows(text).filter(pk__in=gone).update(
        state=RemarkState.MENDED, author=actor.user_id, answered_at=now(), lists=version
    )
    return [one for one in seen if one.kept is None]


@transaction.atomic
def keep(*, actor: Actor, text: Checkable, key: str, reason: str) -> Remark:
    """It stays as it is, and why. Raises `ReasonMissingError`, `NothingFoundError`."""
    if not reason.strip():
        raise ReasonMissingError
    examine(actor=actor, text=text)
    row = _rows(text).select_for_update().filter(key=key).exclude(state=RemarkState.MENDED).first()
    if row is None:
        raise NothingFoundError
    row.state, row.reason, row.author_id = RemarkState.KEPT, reason.strip()[:300], actor.user_id
    row.answered_at = now()
    row.save()
    _note(actor, text, row, "wording.kept")
    return row


@transaction.atomic
def reopen(*, actor: Actor, text: Checkable, key: str) -> None:
    """It was not to be kept after all."""
    row = _rows(text).select_for_update().filter(key=key, state=RemarkState.KEPT).first()
    if row is None:
        raise NothingFoundError
    row.state, row.author, row.answered_at = RemarkState.OPEN, None, None
    row.save()
    _note(actor, text, row, "wording.reopened")


def _rows(text: Checkable) -> QuerySet[Remark]:
    return Remark.objects.filter(subject_ref=text.ref).order_by("pk")


def _new(text: Checkable, one: Seen, state: RemarkState, version: int) -> Remark:
    finding = one.finding
    return Remark(
        subject_ref=text.ref, key=finding.key, kind=finding.kind, found=finding.found[:120],
        state=state, lists=version,
    )  # fmt: skip


def _note(actor: Actor, text: Checkable, row: Remark, verb: str) -> None:
    record(
        actor=actor, verb=verb, subject=text.ref, subject_label=text.title[:120],
        data={"found": row.found, "reason": row.reason}, body=text.legal_body,
    )  # fmt: skip
