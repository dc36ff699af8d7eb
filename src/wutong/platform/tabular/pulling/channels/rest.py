"""A register behind an HTTP address, as JSON, page by page."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import urllib3
from django.utils.translation import gettext as _

from wutong.platform.tabular.pulling.channels.base import (
    CONNECT_SECONDS,
    READ_SECONDS,
    Measured,
    SourceError,
    flat,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.tabular.pulling.channels.base import Options

MOST_PAGES = 20_000
LARGEST_PAGE = 64 << 20
OK = 200
TIMEOUT = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
FIRST_PAGE = 1


class RestChannel:
    """Records at `items`, the next page at `next` or by counting up `page_parameter`; the secret
    is sent in a header. Redirections and pages of other servers are not followed, so that the
    secret stays where it belongs.
    """

    def fetch(self, options: Options, secret: str, out: IO[bytes]) -> str:
        """As CSV; the first page says which columns there are."""
        pages = _pages(options, secret)
        first = next(pages, [])
        if not first:
            raise SourceError(_("The interface answers without any record."))
        columns = list(dict.fromkeys(key for record in first for key in record))
        write_table(Measured(out), columns, _rows(columns, first, pages))
        return "register.csv"

    def look(self, options: Options, secret: str) -> str:
        """The fields of the first page."""
        first = next(_pages(options, secret), [])
        columns = list(dict.fromkeys(key for record in first for key in record))
        return _("The first page has %(count)s records with the fields %(columns)s.") % {
            "count": len(first),
            "columns": ", ".join(columns),
        }


def _rows(
    columns: list[str], first: list[dict[str, Any]], pages: Iterator[list[dict[str, Any]]]
) -> Iterator[list[Any]]:
    for record in first:
        yield [record.get(column) for column in columns]
    for page in pages:
        for record in page:
            yield [record.get(column) for column in columns]


def _pages(options: Options, secret: str) -> Iterator[list[dict[str, Any]]]:
    start = str(options.get("url", ""))
    counted = str(options.get("page_parameter", ""))
    headers = {"Accept": "application/json"}
    if secret:
        headers[str(options.get("header") or "Authorization")] = secret
    address, seen = start, set[str]()
    with urllib3.PoolManager(headers=headers, retries=False, timeout=TIMEOUT) as pool:
        for number in range(FIRST_PAGE, MOST_PAGES + FIRST_PAGE):
            parameters = {counted: str(number)} if counted else {}
            answer = _answer(pool, address, parameters)
            records = _records(answer, str(options.get("items", "")))
            if counted and not records:
                return
            yield records
            if counted:
                continue
            following = _at(answer, str(options.get("next", ""))) if options.get("next") else None
            if not following:
                return
            address = urljoin(address, str(following))
            if urlsplit(address)[:2] != urlsplit(start)[:2] or address in seen:
                raise SourceError(_("The next page lies on another server or was read already."))
            seen.add(address)
    raise SourceError(_("The interface has more pages than can be read."))


def _answer(pool: urllib3.PoolManager, address: str, parameters: dict[str, str]) -> Any:
    try:
        response = pool.request(
            "GET", address, fields=parameters, redirect=False, preload_content=False
        )
        with response:
            if response.status != OK:
                raise SourceError(
                    _("The interface answers with code %(code)s. Check address and token.")
                    % {"code": response.status}
                )
            body = response.read(LARGEST_PAGE + 1, decode_content=True)
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise SourceError(
            _("The server cannot be reached: %(reason)s") % {"reason": str(error)[:200]}
        ) from None
    if len(body) > LARGEST_PAGE:
        raise SourceError(_("A page of the interface is too large."))
    try:
        return json.loads(body)
    except ValueError:
        raise SourceError(_("The interface does not answer in JSON.")) from None


def _records(answer: Any, path: str) -> list[dict[str, Any]]:
    found = _at(answer, path) if path else answer
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise SourceError(
            _("There is no list of records at “%(path)s”. Check the path.") % {"path": path or "/"}
        )
    return [flat(item) for item in found]


def _at(answer: Any, path: str) -> Any:
    for part in path.split("."):
        answer = answer.get(part) if isinstance(answer, dict) else None
    return answer
