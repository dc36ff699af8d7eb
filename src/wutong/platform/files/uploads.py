"""Files that somebody hands in: told by their first bytes, named harmlessly, kept in private.

The name and the type that a browser claims count for nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError
from wutong.kernel.hanzi import fold
from wutong.platform.files.storing import store

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile

LARGEST = 10 * 1024 * 1024
SCANS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
_OFFICE = b"PK\x03\x04"
_OFFICE_NAMES = ("docx", "xlsx")
_UNSAFE = re.compile(r"[^\w一-鿿 .()-]+")


class FileRefusedError(WutongError):
    """A file that is not taken."""


def scan_suffix(first: bytes) -> str:
    """``pdf``, ``jpg`` or ``png`` by the first bytes, else ""."""
    return next((suffix for beginning, suffix in SCANS if first.startswith(beginning)), "")


def safe_name(given: str, suffix: str, fallback: str) -> str:
    """What a colleague sees: letters, digits and spaces of the name, and the true suffix."""
    stem = given.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    cleaned = _UNSAFE.sub("", fold(stem)).strip(" .")[:60]
    return f"{cleaned or fallback}.{suffix}"


def check_upload(file: UploadedFile[bytes]) -> str:
    """The true suffix of a scan, a Word file or a workbook; raises `FileRefusedError`."""
    if not file.size:
        raise FileRefusedError(_("This file is empty."))
    if file.size > LARGEST:
        raise FileRefusedError(
            _("A file may have at most %(limit)s MB.") % {"limit": LARGEST // 1024 // 1024}
        )
    file.seek(0)
    first = file.read(8)
    file.seek(0)
    claimed = (file.name or "").rpartition(".")[2].lower()
    suffix = scan_suffix(first)
    if not suffix and first.startswith(_OFFICE) and claimed in _OFFICE_NAMES:
        suffix = claimed
    if not suffix:
        raise FileRefusedError(_("Please hand in a PDF, a JPEG, a PNG, a Word file or a workbook."))
    return suffix


def keep_upload(*, actor: Actor, file: UploadedFile[bytes], kind: str) -> StoredFile:
    """Check and keep. Nobody but whoever handed it in may fetch it by its own address: the room
    that owns it hands it out where the reader may see what it belongs to.
    """
    suffix = check_upload(file)
    return store(file, owner=actor, kind=kind, name=safe_name(file.name or "", suffix, kind))
