"""Where a message may go: a server that sends to addresses others choose must not be led to the
machines beside it. The name is looked up once and the connection goes to the very address that was
judged, so that a second look-up cannot give another one.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

from wutong.platform.webhooks.errors import AddressRefusedError, AddressUnknownError

Address = IPv4Address | IPv6Address
_NAT64 = ip_network("64:ff9b::/96")
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Target:
    """An address that was judged: connect to ``ip``, speak to ``host``."""

    scheme: str
    host: str
    port: int
    ip: str
    path: str


def target_of(url: str) -> Target:
    """Judge ``url``. Raises `AddressRefusedError` or `AddressUnknownError`."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise AddressRefusedError from None
    if parts.scheme not in PORTS or not host or parts.username or parts.password:
        raise AddressRefusedError
    found = _addresses(host, port)
    if not found:
        raise AddressUnknownError
    # One bad address among several is enough: which one is taken is not ours to choose.
    if not all(is_allowed(ip, encrypted=parts.scheme == "https") for ip in found):
        raise AddressRefusedError
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, str(found[0]), path)


def is_allowed(ip: Address, *, encrypted: bool) -> bool:
    """Public addresses over TLS; others, and plain HTTP, in the networks of ``WEBHOOKS_NETWORKS``."""
    real = _unwrapped(ip)
    if any(real in ip_network(network, strict=False) for network in settings.WEBHOOKS_NETWORKS):
        return True
    return encrypted and real.is_global and not real.is_multicast and not real.is_reserved


def _unwrapped(ip: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def _addresses(host: str, port: int) -> list[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
