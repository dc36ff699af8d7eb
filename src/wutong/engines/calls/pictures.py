"""Pictures are drawn anew: what leaves here is an image and nothing else, without the place and
the hour at which a telephone took it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from wutong.platform.files.public import (
    FileRefusedError,
    check_upload,
    delete_stored,
    scan_suffix,
    store,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wutong.engines.calls.models import Entry
    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile

LONGEST_SIDE = 1600
MOST_PIXELS = 60_000_000
QUALITY = 84


def keep_picture(actor: Actor, file: UploadedFile[bytes]) -> StoredFile:
    """A JPEG of at most 1600 pixels a side. Raises `FileRefusedError`."""
    if check_upload(file) not in {"jpg", "png"}:
        raise FileRefusedError(_("Please hand in a JPEG or a PNG."))
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as given:
            if given.width * given.height > MOST_PIXELS:
                raise FileRefusedError(_("This picture is too large."))
            drawn = ImageOps.exif_transpose(given).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefusedError(_("This picture cannot be read.")) from error
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True)
    assert scan_suffix(out.getvalue()[:8]) == "jpg"
    return store(out, owner=actor, kind="calls.picture", name="picture.jpg")


def throw_away(entry: Entry) -> None:
    """The picture of an entry goes, the file too."""
    stored, entry.picture = entry.picture, None
    if stored is not None:
        entry.save(update_fields=["picture"])
        delete_stored(stored)
