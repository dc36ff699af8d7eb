"""A view in a PostgreSQL database of the campus, read only."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from wutong.platform.tabular.pulling.channels.base import (
    CONNECT_SECONDS,
    Measured,
    SourceError,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.tabular.pulling.channels.base import Options

READ_ONLY = "-c default_transaction_read_only=on -c statement_timeout=600000"
AT_ONCE = 2_000


class DatabaseChannel:
    """All rows of one view; only its name can be given, never a statement."""

    def fetch(self, options: Options, secret: str, out: IO[bytes]) -> str:
        """As CSV with the names of the columns."""
        with _reading(options, secret) as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(_statement(options))
            columns = [column.name for column in cursor.description or ()]
            write_table(Measured(out), columns, cursor)
        return f"{str(options['relation']).replace('.', '-')}.csv"

    def look(self, options: Options, secret: str) -> str:
        """The columns of the view."""
        with _reading(options, secret) as cursor:
            cursor.execute(_statement(options) + sql.SQL(" LIMIT 1"))
            columns = [column.name for column in cursor.description or ()]
        return _("The view has the columns %(columns)s.") % {"columns": ", ".join(columns)}


def _statement(options: Options) -> sql.Composed:
    parts = [part.strip().strip('"') for part in str(options.get("relation", "")).split(".")]
    if not all(parts):
        raise SourceError(_("Name the view, such as “public.graduates”."))
    return sql.SQL("SELECT * FROM {}").format(sql.Identifier(*parts))


@contextmanager
def _reading(options: Options, secret: str) -> Iterator[psycopg.ServerCursor[Any]]:
    try:
        with (
            psycopg.connect(
                host=str(options.get("host", "")),
                port=int(options.get("port") or 5432),
                dbname=str(options.get("database", "")),
                user=str(options.get("user", "")),
                password=secret,
                connect_timeout=CONNECT_SECONDS,
                options=READ_ONLY,
                application_name="wutong registers",
            ) as connection,
            connection.cursor(name="register") as cursor,
        ):
            yield cursor
    except psycopg.errors.UndefinedTable:
        raise SourceError(_("There is no such view in the database.")) from None
    except psycopg.errors.InsufficientPrivilege:
        raise SourceError(_("This user may not read the view.")) from None
    except psycopg.Error as error:
        raise SourceError(
            _("The database cannot be read: %(reason)s") % {"reason": str(error).strip()[:200]}
        ) from None
