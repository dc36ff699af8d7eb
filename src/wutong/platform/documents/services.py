"""Issuing documents: a number, a check code, a file; and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.audit.public import record
from wutong.platform.documents.codes import code_for, content_of
from wutong.platform.documents.enums import DocumentState
from wutong.platform.documents.errors import AlreadyVoidError, ReasonMissingError
from wutong.platform.documents.letters import letter_setter, set_letters
from wutong.platform.documents.models import IssuedDocument, NumberSeries
from wutong.platform.documents.registry import kinds
from wutong.platform.files.public import store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from wutong.platform.documents.typesetting import Typesetter

READ = "documents.file.view"
_HOUSE = Actor.system("documents")


@dataclass(frozen=True)
class Draft:
    """A document before it has a number: for whom, and what it will say."""

    subject_ref: str
    subject_label: str
    data: dict[str, Any]
    language: str = "zh-hans"


def _lock_series(kind: str, body: str, year: int) -> NumberSeries:
    NumberSeries.objects.get_or_create(
        kind=kind, body=body, year=year, defaults={"pattern": kinds.get(kind).pattern(body)}
    )
    return NumberSeries.objects.select_for_update().get(kind=kind, body=body, year=year)


@transaction.atomic
def issue_documents(
    *,
    actor: Actor,
    kind: str,
    body: str,
    drafts: Sequence[Draft],
    issued_on: date | None = None,
    supersedes: IssuedDocument | None = None,
) -> list[IssuedDocument]:
    """Give each draft the next number of its series, in order; all of them or none.

    The series is locked until the caller's transaction ends: what is rolled back leaves no gap.
    """
    if not drafts:
        return []
    day = issued_on or today()
    series = _lock_series(kind, body, day.year)
    issued = []
    for number, draft in enumerate(drafts, series.last + 1):
        text = series.pattern.format(year=day.year, number=number)
        issued.append(
            IssuedDocument(
                kind=kind,
                series=series,
                number=number,
                number_text=text,
                body=body,
                issued_on=day,
                subject_ref=draft.subject_ref,
                subject_label=draft.subject_label[:200],
                language=draft.language,
                data=draft.data,
                check_code=code_for(content_of(text, body, day, draft.data)),
                supersedes=supersedes,
            )
        )
    series.last += len(drafts)
    series.save(update_fields=["last"])
    IssuedDocument.objects.bulk_create(issued, batch_size=500)
    record(
        actor=actor,
        verb="document.issued",
        subject=f"document:{issued[0].pk}",
        subject_label=issued[0].number_text,
        data={"kind": kind, "count": len(issued), "last": issued[-1].number_text},
        body=body,
    )
    return issued


def issue_document(
    *, actor: Actor, kind: str, body: str, draft: Draft, issued_on: date | None = None
) -> IssuedDocument:
    """``issue_documents`` for one."""
    return issue_documents(actor=actor, kind=kind, body=body, drafts=[draft], issued_on=issued_on)[
        0
    ]


def _end(
    *, actor: Actor, document_id: UUID, reason: str, state: DocumentState, verb: str
) -> IssuedDocument:
    if not reason.strip():
        raise ReasonMissingError
    document = IssuedDocument.objects.select_for_update().get(pk=document_id)
    if document.state != DocumentState.VALID:
        raise AlreadyVoidError
    document.state = state
    document.void_on = today()
    document.void_reason = reason.strip()[:300]
    document.save(update_fields=["state", "void_on", "void_reason"])
    record(
        actor=actor,
        verb=verb,
        subject=f"document:{document.pk}",
        subject_label=document.number_text,
        data={"reason": document.void_reason},
        body=document.body,
    )
    return document


@transaction.atomic
def void_document(*, actor: Actor, document_id: UUID, reason: str) -> IssuedDocument:
    """The document no longer holds; its number stays used, and the public page says so."""
    return _end(
        actor=actor,
        document_id=document_id,
        reason=reason,
        state=DocumentState.VOID,
        verb="document.voided",
    )


@transaction.atomic
def reissue_document(
    *, actor: Actor, document_id: UUID, draft: Draft, reason: str
) -> IssuedDocument:
    """Replace a document by a new one with a number of its own; the chain can be followed."""
    old = _end(
        actor=actor,
        document_id=document_id,
        reason=reason,
        state=DocumentState.SUPERSEDED,
        verb="document.superseded",
    )
    return issue_documents(
        actor=actor, kind=old.kind, body=old.body, drafts=[draft], supersedes=old
    )[0]


def file_name(document: IssuedDocument) -> str:
    """Number and name, as a file: 校友聘字〔2026〕第0001号 王小明.pdf."""
    return f"{document.number_text} {document.subject_label}.pdf".replace("/", "-")


def ensure_file(document: IssuedDocument, setter: Typesetter | None = None) -> IssuedDocument:
    """The PDF of the document, set and stored on first asking; ``setter`` for many in a row."""
    if document.file_id is not None:
        return document
    if setter is None:
        with letter_setter() as own:
            return ensure_file(document, own)
    document.file = store(
        BytesIO(set_letters([document], setter)),
        owner=_HOUSE,
        kind="letter",
        name=file_name(document),
        permission=READ,
    )
    document.save(update_fields=["file"])
    return document
