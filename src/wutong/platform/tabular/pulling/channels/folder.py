"""A folder on the server into which a campus system drops its registers."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from wutong.platform.tabular.pulling.channels.base import PIECE, Measured, SourceError, newest

if TYPE_CHECKING:
    from wutong.platform.tabular.pulling.channels.base import Options


class FolderChannel:
    """The youngest file of a folder below `REGISTER_FOLDER`; nothing outside of it is read."""

    def fetch(self, options: Options, secret: str, out: IO[bytes]) -> str:
        """The youngest file that fits."""
        file = self._newest(options)
        measured = Measured(out)
        with file.open("rb") as content:
            while piece := content.read(PIECE):
                measured.write(piece)
        return file.name

    def look(self, options: Options, secret: str) -> str:
        """Its name."""
        return _("The newest file is “%(name)s”.") % {"name": self._newest(options).name}

    def _newest(self, options: Options) -> Path:
        root = Path(settings.REGISTER_FOLDER).resolve()
        folder = (root / str(options.get("path", "")).strip("/")).resolve()
        if not folder.is_relative_to(root) or not folder.is_dir():
            raise SourceError(
                _("There is no such folder below %(root)s.") % {"root": settings.REGISTER_FOLDER}
            )
        files = [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
        names = [(path.stat().st_mtime, path.name) for path in files]
        return folder / newest(names, str(options.get("pattern") or "*"))
