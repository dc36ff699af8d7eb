"""Private files: written through Django's storage, never by a local path."""

from __future__ import annotations

import hashlib
import mimetypes
from typing import IO, TYPE_CHECKING, Protocol

from django.core.files.base import File
from django.core.files.storage import storages

from wutong.kernel.clock import now
from wutong.kernel.ids import uuid7
from wutong.platform.files.models import StoredFile

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

    from django.core.files.storage import Storage

    from wutong.kernel.actors import Actor

CHUNK = 1 << 20


class Readable(Protocol):
    """Any binary stream that can be rewound."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def private_storage() -> Storage:
    """The storage of private files (a folder, or S3 by setting)."""
    return storages["private"]


def store(
    content: Readable,
    *,
    owner: Actor,
    kind: str,
    name: str,
    expires_after: timedelta | None = None,
    permission: str = "",
) -> StoredFile:
    """Keep ``content`` under a name that tells nothing; hashes and measures it on the way."""
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    key = uuid7()
    suffix = name.rsplit(".", 1)[-1].lower()[:8] if "." in name else "bin"
    storage_name = private_storage().save(f"{kind}/{key}.{suffix}", File(content))  # type: ignore[arg-type]
    return StoredFile.objects.create(
        id=key,
        storage_name=storage_name,
        name=name[:200],
        kind=kind,
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
        sha256=digest.hexdigest(),
        permission=permission,
        owner_id=owner.user_id,
        expires_at=now() + expires_after if expires_after else None,
    )


def open_stored(stored: StoredFile) -> IO[bytes]:
    """A binary stream of the content; the caller closes it."""
    return private_storage().open(stored.storage_name, "rb")


def find_stored(file_id: UUID) -> StoredFile | None:
    """The file, unless it is unknown or expired."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or (stored.expires_at and stored.expires_at < now()):
        return None
    return stored


def delete_stored(stored: StoredFile) -> None:
    """Remove the content and the row."""
    private_storage().delete(stored.storage_name)
    stored.delete()


def delete_expired() -> int:
    """Remove every file whose time has passed; says how many."""
    expired = list(StoredFile.objects.filter(expires_at__lt=now()))
    for stored in expired:
        delete_stored(stored)
    return len(expired)
