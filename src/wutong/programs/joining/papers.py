"""What may be handed in as proof: few files, small ones, of three kinds told by their first bytes.

The name and the type that a browser claims count for nothing. Files are kept where no address
leads, handed to colleagues as attachments only, and never opened by the server.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.platform.files.public import safe_name, scan_suffix, store
from wutong.programs.joining.errors import PaperRefusedError
from wutong.programs.joining.models import Application, ApplicationPaper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor

MOST_FILES = 3
LARGEST = 8 * 1024 * 1024
KIND = "joining"
KEPT = timedelta(days=180)
"""An application nobody decides loses its papers after half a year."""


def suffix_of(first: bytes) -> str:
    """``pdf``, ``jpg`` or ``png`` by the first bytes; raises `PaperRefusedError`."""
    suffix = scan_suffix(first)
    if not suffix:
        raise PaperRefusedError(_("Please hand in a PDF, a JPEG or a PNG file."))
    return suffix


def check_papers(files: Sequence[UploadedFile[bytes]], *, already: int = 0) -> list[str]:
    """The suffix of each; raises `PaperRefusedError` naming what is wrong with which file."""
    if len(files) + already > MOST_FILES:
        raise PaperRefusedError(_("At most %(most)s files, please.") % {"most": MOST_FILES})
    suffixes = []
    for file in files:
        if not file.size:
            raise PaperRefusedError(_("This file is empty."))
        if file.size > LARGEST:
            limit = LARGEST // 1024 // 1024
            raise PaperRefusedError(
                _("A file may have at most %(limit)s MB; a photograph from a phone is enough.")
                % {"limit": limit}
            )
        file.seek(0)
        suffixes.append(suffix_of(file.read(8)))
        file.seek(0)
    return suffixes


def keep_papers(
    *, actor: Actor, application: Application, files: Sequence[UploadedFile[bytes]]
) -> int:
    """Check and keep; how many."""
    suffixes = check_papers(files, already=application.papers.count())
    for number, (file, suffix) in enumerate(zip(files, suffixes, strict=True), start=1):
        stored = store(
            file,
            owner=actor,
            kind=KIND,
            name=safe_name(file.name or "", suffix, f"paper-{number}"),
            expires_after=KEPT,
            permission="joining.application.view",
        )
        ApplicationPaper.objects.create(
            application=application, file=stored, handed_in_at=clock.now()
        )
    return len(files)
