"""The ways a register comes in; each brings one file."""

from __future__ import annotations

from functools import cache

from django.utils.module_loading import import_string

from wutong.platform.tabular.models import SourceKind
from wutong.platform.tabular.pulling.channels.base import Channel

__all__ = ["Channel", "channel"]

_PLACES = {
    SourceKind.FOLDER: "folder.FolderChannel",
    SourceKind.SFTP: "sftp.SftpChannel",
    SourceKind.DATABASE: "database.DatabaseChannel",
    SourceKind.REST: "rest.RestChannel",
}


@cache
def channel(kind: str) -> Channel:
    """The way in of a kind; loaded when it is first used, since SSH is large and seldom needed."""
    made: Channel = import_string(f"{__name__}.{_PLACES[SourceKind(kind)]}")()
    return made
