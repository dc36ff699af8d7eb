"""Pictures and files handed in with the composer's form: kept, and their address put into the block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.html import strip_tags

from wutong.engines.outreach.enums import BlockKind
from wutong.engines.outreach.services.files import keep_file
from wutong.platform.files.public import FileRefusedError

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from wutong.kernel.actors import Actor

TAKES = {
    BlockKind.IMAGE: "image/jpeg,image/png",
    BlockKind.CARD: "image/jpeg,image/png",
    BlockKind.FILE: ".pdf,.docx,.xlsx,.jpg,.jpeg,.png",
}
"""What can be handed in for a block, as the browser's chooser understands it."""
_FIELD = re.compile(r"(zh|en)-(\d{1,3})-upload")


def take_uploads(
    *, actor: Actor, typed: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]]
) -> dict[str, str]:
    """Keep every file that came with the form and write its address where a person would have
    typed it; what is wrong with those that were not taken, by block (``zh-3``).
    """
    problems: dict[str, str] = {}
    for name in files:
        file = files[name]
        if not isinstance(file, UploadedFile):
            continue
        hit = _FIELD.fullmatch(name)
        block = f"{hit[1]}-{hit[2]}" if hit else ""
        kind = typed.get(f"{block}-kind", "")
        if not block or kind not in TAKES:
            continue
        try:
            kept = keep_file(actor=actor, file=file, picture=kind != BlockKind.FILE)
        except FileRefusedError as error:
            problems[block] = str(error)
            continue
        typed[f"{block}-address"] = kept.address
        if kind == BlockKind.FILE:
            stem, _dot, suffix = kept.stored.name.rpartition(".")
            size = strip_tags(filesizeformat(kept.stored.size)).replace("\xa0", " ")
            typed[f"{block}-text"] = typed.get(f"{block}-text") or stem
            typed[f"{block}-note"] = typed.get(f"{block}-note") or f"{suffix.upper()}, {size}"
    return problems
