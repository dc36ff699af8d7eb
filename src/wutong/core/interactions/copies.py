"""The numbered copies of the duty directory as documents that can be verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel import masking
from wutong.platform.documents.public import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.documents.models import IssuedDocument


def public_facts(document: IssuedDocument) -> Sequence[tuple[_StrOrPromise, str]]:
    """Whose copy it is, masked; nothing of what is in it."""
    return [(_("Holder"), masking.name(document.data["facts"]["holder"]))]


KIND_OF_COPY = DocumentKind(
    key="duty_directory",
    label=gettext_lazy("Copy of the duty directory"),
    pattern=lambda _body: "值班通讯录〔{year}〕第{number:03}份",
    public_facts=public_facts,
)
