"""The door of the room: private files kept, found, thrown away; what is handed in checked."""

from __future__ import annotations

from wutong.platform.files.storing import (
    Readable,
    delete_expired,
    delete_stored,
    find_stored,
    open_stored,
    private_storage,
    store,
)
from wutong.platform.files.uploads import (
    FileRefusedError,
    check_upload,
    keep_upload,
    safe_name,
    scan_suffix,
)

__all__ = [
    "FileRefusedError",
    "Readable",
    "check_upload",
    "delete_expired",
    "delete_stored",
    "find_stored",
    "keep_upload",
    "open_stored",
    "private_storage",
    "safe_name",
    "scan_suffix",
    "store",
]
