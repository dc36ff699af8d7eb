"""The signatures of the two clouds, as their references describe them.

Both hash a canonical form of the request and sign the hash; the gateways sign with these and the
local simulator checks with them, after it was proven on the vendors' own examples.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ACS3 = "ACS3-HMAC-SHA256"
TC3 = "TC3-HMAC-SHA256"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def canonical_query(query: Mapping[str, str]) -> str:
    """Sorted and percent-encoded by RFC 3986."""
    return "&".join(
        f"{quote(key, safe='-_.~')}={quote(value, safe='-_.~')}"
        for key, value in sorted(query.items())
    )


def canonical_request(
    *, query: str, headers: Mapping[str, str], signed: Sequence[str], payload: str, path: str = "/"
) -> str:
    """The form both clouds hash: method, path, query, headers, their names, the body's hash."""
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in signed)
    return "\n".join(["POST", path, query, lines, ";".join(signed), payload])


def acs3_authorization(*, key_id: str, secret: str, query: str, headers: Mapping[str, str]) -> str:
    """Alibaba Cloud, version 3. ``headers`` in lower case, with ``x-acs-content-sha256``."""
    signed = sorted(
        name for name in headers if name in {"host", "content-type"} or name.startswith("x-acs-")
    )
    request = canonical_request(
        query=query, headers=headers, signed=signed, payload=headers["x-acs-content-sha256"]
    )
    to_sign = f"{ACS3}\n{digest(request.encode())}"
    signature = hmac.new(secret.encode(), to_sign.encode(), sha256).hexdigest()
    return f"{ACS3} Credential={key_id},SignedHeaders={';'.join(signed)},Signature={signature}"


def tc3_authorization(
    *,
    key_id: str,
    secret: str,
    service: str,
    timestamp: int,
    headers: Mapping[str, str],
    body: bytes,
) -> str:
    """Tencent Cloud, version 3. ``headers`` in lower case are all signed."""
    day = datetime.fromtimestamp(timestamp, tz=UTC).strftime("%Y-%m-%d")
    signed = sorted(headers)
    request = canonical_request(query="", headers=headers, signed=signed, payload=digest(body))
    scope = f"{day}/{service}/tc3_request"
    to_sign = "\n".join([TC3, str(timestamp), scope, digest(request.encode())])
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), sha256).digest()
    signature = hmac.new(key, to_sign.encode(), sha256).hexdigest()
    return (
        f"{TC3} Credential={key_id}/{scope}, SignedHeaders={';'.join(signed)}, "
        f"Signature={signature}"
    )
