"""A letter for keeping: one page, a number, a signature, and how to check it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.platform.documents.codes import grouped
from wutong.platform.documents.typesetting import Typesetter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.platform.documents.models import IssuedDocument

VERIFY_PATH = "/verify/"


@dataclass(frozen=True)
class Letter:
    """The texts of a letter, in its own language. ``seal`` is what stands where the seal goes,
    ``closing`` the lines of courtesy before the signature, ``head`` whose paper it is.
    """

    title: str
    salutation: str
    paragraphs: tuple[str, ...]
    signature: str
    day: str
    seal: str = ""
    closing: tuple[str, ...] = ()
    head: str = ""

    def as_data(self) -> dict[str, Any]:
        """For ``IssuedDocument.data["letter"]``; what a letter does not have is left out."""
        data = {**asdict(self), "paragraphs": list(self.paragraphs), "closing": list(self.closing)}
        return {
            name: value for name, value in data.items() if value or name not in ("closing", "head")
        }


def verify_address(document: IssuedDocument) -> str:
    """The public page that answers for ``document``, for print and QR codes."""
    return f"{settings.SITE_URL}{VERIFY_PATH}{grouped(document.check_code)}"


def page_of(document: IssuedDocument) -> dict[str, Any]:
    """What the template needs of one document."""
    with translation.override(document.language):
        words = {
            "number": _("No. %(number)s") % {"number": document.number_text}
            if not document.language.startswith("zh")
            else document.number_text,
            "check": _("Check code"),
            "where": _("Verify at %(address)s")
            % {"address": settings.SITE_URL.partition("//")[2] + VERIFY_PATH},
        }
    code = segno.make(verify_address(document), error="m", micro=False)
    return {
        **document.data["letter"],
        **words,
        "lang": "zh" if document.language.startswith("zh") else "en",
        "code": grouped(document.check_code),
        "qr": code.svg_inline(scale=4, border=0, dark="#1f2421", omitsize=True),
    }


def page_of_draft(letter: Letter, language: str, mark: str) -> dict[str, Any]:
    """What the template needs of a letter that has no number yet; ``mark`` says so on the page."""
    return {
        **letter.as_data(),
        "number": "", "check": "", "where": "", "code": "", "qr": "", "mark": mark,
        "lang": "zh" if language.startswith("zh") else "en",
    }  # fmt: skip


def letter_setter(layout: str = "letter") -> Typesetter:
    """The typesetter of letters of one ``layout`` (``letter``: for the wall; ``formal``: for the
    post), to be entered once for many.
    """
    place = files("wutong.platform.documents").joinpath(f"typst/{layout}.typ")
    return Typesetter(place.read_text(encoding="utf-8"))


def set_letters(documents: Iterable[IssuedDocument], setter: Typesetter) -> bytes:
    """One PDF with a page for each of ``documents``."""
    return setter.set({"letters": [page_of(document) for document in documents]})
