"""The ways a register comes in; each brings one file."""

from __future__ import annotations

from wutong.platform.tabular.models import SourceKind
from wutong.platform.tabular.pulling.channels.base import Channel
from wutong.platform.tabular.pulling.channels.database import DatabaseChannel
from wutong.platform.tabular.pulling.channels.folder import FolderChannel
from wutong.platform.tabular.pulling.channels.rest import RestChannel
from wutong.platform.tabular.pulling.channels.sftp import SftpChannel

__all__ = ["CHANNELS", "Channel"]

CHANNELS: dict[str, Channel] = {
    SourceKind.FOLDER: FolderChannel(),
    SourceKind.SFTP: SftpChannel(),
    SourceKind.DATABASE: DatabaseChannel(),
    SourceKind.REST: RestChannel(),
}
