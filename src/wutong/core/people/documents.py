"""Numbers of identity documents: understood, checked, hashed, masked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wutong.core.people.enums import DocumentKind
from wutong.core.people.errors import DocumentNotUnderstoodError
from wutong.kernel import masking
from wutong.kernel.hanzi import fold
from wutong.kernel.identity_numbers import normalise
from wutong.platform.vault.public import keyed_hash

PURPOSE = "people.document"
_BETWEEN = re.compile(r"[\s\-–—·.]+")
_DIGITS = re.compile(r"\d{15}|\d{17}[\dX]", re.ASCII)
_OTHER = re.compile(r"(?=.*\d)[A-Z0-9()/]{5,24}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DocumentColumns:
    """The columns of a `PersonDocument` that follow from what was written; `number` is plain."""

    kind: str
    number: str
    number_hash: bytes
    masked: str


def document_columns(text: str) -> DocumentColumns:
    """Full-width characters narrowed, an identity card checked by its last digit (GB 11643), old
    ones of fifteen digits written out. Raises `DocumentNotUnderstoodError`; its text does not
    repeat the number.
    """
    number = _BETWEEN.sub("", fold(text)).upper()
    card = normalise(number)
    if card is None and _DIGITS.fullmatch(number):
        raise DocumentNotUnderstoodError(
            _("The last digit of this identity number does not fit the others. Compare it again.")
        )
    if card is None and not _OTHER.fullmatch(number):
        raise DocumentNotUnderstoodError(_("This is no number of an identity document."))
    kind = DocumentKind.OTHER if card is None else DocumentKind.IDENTITY
    found = card or number
    return DocumentColumns(
        kind=kind.value,
        number=found,
        number_hash=keyed_hash(PURPOSE, found),
        masked=masking.document(found),
    )
