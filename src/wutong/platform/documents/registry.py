"""Kinds of documents: the rooms that issue them say how they are numbered and what is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.documents.models import IssuedDocument


@dataclass(frozen=True)
class DocumentKind:
    """A kind of numbered document.

    ``pattern(body)`` is the form of the numbers of a legal body's new series. ``public_facts``
    are (label, value) pairs for the verification page in the active language: nothing that the
    paper does not show, names masked. ``notice`` is one sentence more where the paper is genuine
    and yet not the whole truth (a term that has ended), or "".
    """

    key: str
    label: _StrOrPromise
    pattern: Callable[[str], str]
    public_facts: Callable[[IssuedDocument], Sequence[tuple[_StrOrPromise, str]]]
    notice: Callable[[IssuedDocument], str] | None = None


kinds: Registry[DocumentKind] = Registry("document kinds")
