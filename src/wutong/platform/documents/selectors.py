"""Reading issued documents: what the public page may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.platform.documents.codes import content_of, typed, vouches
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.documents.registry import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Verdict:
    """What a check code answers: ``state`` is valid, void or superseded."""

    state: str
    title: _StrOrPromise
    number: str
    issued_on: date
    facts: Sequence[tuple[_StrOrPromise, str]]
    notice: str
    void_on: date | None
    replaced_by: str


def verify_code(text: str) -> Verdict | None:
    """What stands behind a check code as it was typed; None for an unknown one.

    A row that was changed without our key no longer fits its code and is unknown, too.
    """
    code = typed(text)
    document = (
        IssuedDocument.objects.select_related("superseded_by").filter(check_code=code).first()
        if code
        else None
    )
    if document is None or code is None:
        return None
    said = content_of(document.number_text, document.body, document.issued_on, document.data)
    if not vouches(code, said):
        return None
    kind = kinds.get(document.kind)
    heir = getattr(document, "superseded_by", None)
    return Verdict(
        state=document.state,
        title=kind.label,
        number=document.number_text,
        issued_on=document.issued_on,
        facts=kind.public_facts(document),
        notice=kind.notice(document) if kind.notice else "",
        void_on=document.void_on,
        replaced_by=heir.number_text if heir else "",
    )


def documents_about(subject_ref: str) -> list[IssuedDocument]:
    """Every document issued for a subject, newest first."""
    return list(IssuedDocument.objects.filter(subject_ref=subject_ref).order_by("-created_at"))
