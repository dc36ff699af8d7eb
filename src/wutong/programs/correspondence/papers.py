"""The paper itself: its texts as a numbered document, as PDF and as Word, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel import masking
from wutong.kernel.clock import today
from wutong.platform.documents.public import (
    DocumentKind,
    Draft,
    Letter,
    letter_as_word,
    letter_setter,
    page_of,
    page_of_draft,
)
from wutong.programs.correspondence.enums import LetterKind
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.functional import _StrOrPromise

    from wutong.platform.documents.models import IssuedDocument
    from wutong.programs.correspondence.models import FormalLetter

KIND = "formal_letter"
LAYOUT = "formal"
# How the numbers of each legal body read; a series keeps the form it was opened with.
PATTERNS = {
    "department": "校友函〔{year}〕{number}号",
    "association": "校友会函〔{year}〕{number}号",
    "foundation": "基金会函〔{year}〕{number}号",
}


def text_of(letter: FormalLetter, *, day: date) -> Letter:
    """The texts as they are printed."""
    with translation.override(letter.language):
        body = letter.legal_body
        english = letter.language == "en"
        signature = body.signature_en if english else body.signature_zh
        return Letter(
            title=letter.title,
            salutation=letter.salutation,
            paragraphs=tuple(line.strip() for line in letter.body.splitlines() if line.strip()),
            closing=tuple(line.strip() for line in letter.closing.splitlines() if line.strip()),
            signature=signature or str(body),
            day=as_day(day),
            seal=_("(seal)"),
            head=str(body),
        )


def draft_of(letter: FormalLetter, *, day: date) -> Draft:
    """The letter before it has a number; what the check page may say lies beside its text."""
    body = letter.legal_body
    facts = {
        "kind": letter.kind,
        "addressee": letter.addressee,
        "whole": letter.person_id is None and letter.organisation_id is not None,
        "body_zh": body.name_zh,
        "body_en": body.name_en,
    }
    return Draft(
        subject_ref=letter.ref,
        subject_label=letter.addressee,
        data={"letter": text_of(letter, day=day).as_data(), "facts": facts},
        language=letter.language,
    )


def page(letter: FormalLetter) -> dict[str, Any]:
    """What is set: the numbered paper, or the draft with a mark across it."""
    if letter.document is not None:
        return page_of(letter.document)
    with translation.override(letter.language):
        mark = _("Draft, not numbered")
    return page_of_draft(text_of(letter, day=today()), letter.language, mark)


def as_pdf(letter: FormalLetter) -> bytes:
    """One letter, usually one page."""
    with letter_setter(LAYOUT) as setter:
        return setter.set({"letters": [page(letter)]})


def as_word(letter: FormalLetter) -> bytes:
    """The same, to be edited."""
    return letter_as_word(page(letter))


def file_stem(letter: FormalLetter) -> str:
    """Number and addressee, as a file is called."""
    name = " ".join(part for part in (letter.number_text or letter.title, letter.addressee) if part)
    return name.replace("/", "-")


def public_facts(document: IssuedDocument) -> Sequence[tuple[_StrOrPromise, str]]:
    """What the check page shows: the kind, who signed, and to whom, people masked."""
    facts = document.data["facts"]
    chinese = (translation.get_language() or "").startswith("zh")
    to = facts["addressee"] if facts["whole"] else masking.name(facts["addressee"])
    return [
        (gettext_lazy("Kind"), str(LetterKind(facts["kind"]).label)),
        (gettext_lazy("Made out to"), to),
        (gettext_lazy("Issued by"), facts["body_zh"] if chinese else facts["body_en"]),
    ]


KIND_OF_LETTER = DocumentKind(
    key=KIND,
    label=gettext_lazy("Formal letter"),
    pattern=lambda body: PATTERNS.get(body, "函〔{year}〕{number}号"),
    public_facts=public_facts,
)
