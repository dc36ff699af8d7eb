"""A file on an SFTP server. The server is known by the fingerprint of its key, or it is not used."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import IO, TYPE_CHECKING, Any

import asyncssh
from django.utils.translation import gettext as _

from wutong.platform.tabular.pulling.channels.base import (
    CONNECT_SECONDS,
    PIECE,
    READ_SECONDS,
    Measured,
    SourceError,
    newest,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wutong.platform.tabular.pulling.channels.base import Options

KEY_MARK = "-----BEGIN"


class _KnownServer(asyncssh.SSHClient):
    """Accepts the one key whose fingerprint was written down."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self.shown = ""

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        """The key's SHA-256, as `ssh-keygen -l` prints it."""
        self.shown = key.get_fingerprint()
        return bool(self._fingerprint) and self.shown == self._fingerprint


class SftpChannel:
    """The youngest file of a folder there; the secret is a password or a private key."""

    def fetch(self, options: Options, secret: str, out: IO[bytes]) -> str:
        """The youngest file that fits."""
        return asyncio.run(_fetch(options, secret, Measured(out)))

    def look(self, options: Options, secret: str) -> str:
        """Its name; or the server's fingerprint, to be compared and written down."""
        return _("The newest file is “%(name)s”.") % {
            "name": asyncio.run(_newest_name(options, secret))
        }


async def _fetch(options: Options, secret: str, out: Measured) -> str:
    async with _connected(options, secret) as sftp:
        name = await _newest_of(sftp, options)
        async with sftp.open(_path(options, name), "rb") as content:
            while piece := await asyncio.wait_for(content.read(PIECE), READ_SECONDS):
                out.write(piece if isinstance(piece, bytes) else piece.encode())
        return name


async def _newest_name(options: Options, secret: str) -> str:
    async with _connected(options, secret) as sftp:
        return await _newest_of(sftp, options)


async def _newest_of(sftp: asyncssh.SFTPClient, options: Options) -> str:
    entries = await asyncio.wait_for(sftp.readdir(options.get("path") or "."), READ_SECONDS)
    names = [
        (float(entry.attrs.mtime or 0), str(entry.filename))
        for entry in entries
        if entry.attrs.type == asyncssh.FILEXFER_TYPE_REGULAR
    ]
    return newest(names, str(options.get("pattern") or "*"))


def _path(options: Options, name: str) -> str:
    folder = str(options.get("path") or ".").rstrip("/")
    return f"{folder}/{name}"


@asynccontextmanager
async def _connected(options: Options, secret: str) -> AsyncIterator[asyncssh.SFTPClient]:
    server = _KnownServer(str(options.get("host_key", "")).strip())
    try:
        async with (
            asyncssh.connect(
                str(options.get("host", "")),
                int(options.get("port") or 22),
                username=str(options.get("user", "")),
                client_factory=lambda: server,
                known_hosts=asyncssh.import_known_hosts(""),
                config=None,
                agent_path=None,
                connect_timeout=CONNECT_SECONDS,
                login_timeout=CONNECT_SECONDS,
                **_credentials(secret),
            ) as connection,
            connection.start_sftp_client() as sftp,
        ):
            yield sftp
    except asyncssh.HostKeyNotVerifiable:
        raise SourceError(
            _(
                "The server shows the key %(shown)s. Compare it with whoever runs the server; if"
                " it is the right one, write it into the field “Key of the server”."
            )
            % {"shown": server.shown}
        ) from None
    except asyncssh.PermissionDenied:
        raise SourceError(_("The server refuses user name or password.")) from None
    except asyncssh.SFTPNoSuchFile:
        raise SourceError(_("The folder is not there.")) from None
    except (OSError, TimeoutError, asyncssh.Error) as error:
        raise SourceError(
            _("The server cannot be reached: %(reason)s") % {"reason": str(error)[:200]}
        ) from None


def _credentials(secret: str) -> dict[str, Any]:
    if not secret.lstrip().startswith(KEY_MARK):
        return {"password": secret, "client_keys": None}
    try:
        return {"client_keys": [asyncssh.import_private_key(secret)], "password": None}
    except (ValueError, asyncssh.KeyImportError):
        raise SourceError(_("The private key cannot be read.")) from None
