"""The door of the room: numbered documents that can be checked, and the setting of PDFs."""

from __future__ import annotations

from wutong.platform.documents.codes import grouped
from wutong.platform.documents.enums import DocumentState
from wutong.platform.documents.glyphs import lacking, printable, printable_data
from wutong.platform.documents.letters import (
    Letter,
    letter_setter,
    page_of,
    page_of_draft,
    set_letters,
    verify_address,
)
from wutong.platform.documents.registry import DocumentKind, kinds
from wutong.platform.documents.selectors import Verdict, documents_about, verify_code
from wutong.platform.documents.services import (
    Draft,
    ensure_file,
    file_name,
    issue_document,
    issue_documents,
    reissue_document,
    void_document,
)
from wutong.platform.documents.typesetting import Typesetter, typeset
from wutong.platform.documents.word import WORD, blank_word, letter_as_word, say_in_word

__all__ = [
    "WORD",
    "DocumentKind",
    "DocumentState",
    "Draft",
    "Letter",
    "Typesetter",
    "Verdict",
    "blank_word",
    "documents_about",
    "ensure_file",
    "file_name",
    "grouped",
    "issue_document",
    "issue_documents",
    "kinds",
    "lacking",
    "letter_as_word",
    "letter_setter",
    "page_of",
    "page_of_draft",
    "printable",
    "printable_data",
    "reissue_document",
    "say_in_word",
    "set_letters",
    "typeset",
    "verify_address",
    "verify_code",
    "void_document",
]
