"""Pictures and files handed in for letters: checked, made small, kept under an address of ours,
and thrown away again where no letter carries them.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from wutong.engines.outreach.models import LetterFile
from wutong.engines.outreach.registry import letter_texts
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.files.public import (
    FileRefusedError,
    check_upload,
    delete_stored,
    keep_upload,
    safe_name,
    store,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile

KIND = "letter"
PICTURES = ("jpg", "png")
UNSAVED_FOR = timedelta(days=7)
"""So long a letter may stand open in a browser before it is saved."""
_CODE = re.compile(r"/m/([A-Za-z0-9_-]{8,24})/")
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
        with Image.open(file, formats=("JPEG", "PNG")) as raw:
            picture = ImageOps.exif_transpose(raw)
            picture.thumbnail((WIDEST, TALLEST))
            clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
            made = BytesIO()
            if clear:
                picture.convert("RGBA").save(made, "PNG", optimize=True)
            else:
                picture.convert("RGB").save(made, "JPEG", quality=85, progressive=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefusedError(_("This picture cannot be opened.")) from error
    made.seek(0)
    name = safe_name(file.name or "", "png" if clear else "jpg", KIND)
    return store(made, owner=actor, kind=KIND, name=name)


def orphans(moment: datetime) -> list[LetterFile]:
    """Files handed in more than a week before ``moment`` that no letter carries: the draft was
    never saved, or they were taken out of it.
    """
    old = LetterFile.objects.filter(made_at__lt=moment - UNSAVED_FOR).select_related("stored")
    found = list(old.order_by("pk"))
    if not found:
        return []
    carried = set(_carried())
    return [row for row in found if row.code not in carried]


def _carried() -> Iterator[str]:
    """The codes of all files that stand in anybody's letter."""
    for texts in letter_texts.values():
        for row in texts().iterator(chunk_size=200):
            for words in row:
                said = words if isinstance(words, str) else json.dumps(words)
                yield from _CODE.findall(said)


def throw_orphans_away(actor: Actor, moment: datetime) -> int:
    """Remove them, row, content and all; how many."""
    gone = orphans(moment)
    size = sum(row.stored.size for row in gone)
    for row in gone:
        row.delete()
        delete_stored(row.stored)
    if gone:
        record(
            actor=actor,
            verb="campaigns.files_cleaned",
            data={"files": len(gone), "size": size, "names": [str(row) for row in gone[:50]]},
        )
    return len(gone)
