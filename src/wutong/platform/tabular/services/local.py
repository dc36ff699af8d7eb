"""Stored content as a file of this machine, for as long as it is read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wutong.platform.files.public import Readable


@contextmanager
def local_copy(content: Readable, name: str) -> Iterator[Path]:
    """The content as a file of this machine: storage may be elsewhere."""
    with tempfile.NamedTemporaryFile(prefix="wutong-import-", suffix=Path(name).suffix) as file:
        content.seek(0)
        while block := content.read(1 << 20):
            file.write(block)
        file.flush()
        yield Path(file.name)
