"""Pictures and files handed in for letters: checked, made small, kept under an address of ours."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from wutong.engines.outreach.models import LetterFile
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.files.public import (
    FileRefusedError,
    check_upload,
    keep_upload,
    safe_name,
    store,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile

KIND = "letter"
PICTURES = ("jpg", "png")
WIDEST, TALLEST = 1072, 4000  # twice as wide as a letter, for sharp screens


@transaction.atomic
def keep_file(*, actor: Actor, file: UploadedFile[bytes], picture: bool) -> LetterFile:
    """Keep it for letters; raises ``FileRefusedError`` for what is no picture or no document."""
    stored = _picture(actor, file) if picture else keep_upload(actor=actor, file=file, kind=KIND)
    row = LetterFile.objects.create(stored=stored, made_at=clock.now(), made_by_id=actor.user_id)
    record(
        actor=actor,
        verb="campaigns.file_kept",
        subject=f"letter_file:{row.pk}",
        subject_label=stored.name,
        data={"size": stored.size},
    )
    return row


def _picture(actor: Actor, file: UploadedFile[bytes]) -> StoredFile:
    """As letters load it quickly: upright, no wider than it is shown, without what cameras note."""
    if check_upload(file) not in PICTURES:
        raise FileRefusedError(_("A picture is a JPEG or a PNG."))
    try:
        with Image.open(file) as raw:
            picture = ImageOps.exif_transpose(raw)
            picture.thumbnail((WIDEST, TALLEST))
            clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
            made = BytesIO()
            if clear:
                picture.convert("RGBA").save(made, "PNG", optimize=True)
            else:
                picture.convert("RGB").save(made, "JPEG", quality=85, progressive=True)
    except (OSError, Image.DecompressionBombError) as error:
        raise FileRefusedError(_("This picture cannot be opened.")) from error
    made.seek(0)
    name = safe_name(file.name or "", "png" if clear else "jpg", KIND)
    return store(made, owner=actor, kind=KIND, name=name)
