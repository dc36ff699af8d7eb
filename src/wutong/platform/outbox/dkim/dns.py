"""What DNS says about a sending domain: SPF, DKIM, DMARC, and whether returned mail comes back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import dns.exception
import dns.resolver
from django.conf import settings

from wutong.platform.outbox.enums import FindingVerdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LIFETIME = 4.0
_TAG = re.compile(r"\s*([a-z]+)\s*=\s*([^;]*)")


class KnownKey(Protocol):
    """A key whose public half should be in DNS."""

    selector: str
    public: str


@dataclass(frozen=True)
class Finding:
    """``subject`` is spf, dkim, dmarc or mx; ``detail`` is the record, or a word for why."""

    subject: str
    verdict: FindingVerdict
    detail: str = ""


class Unanswered(Exception):  # noqa: N818 - says what happened
    """DNS could not be asked."""


def _resolver() -> dns.resolver.Resolver:
    servers = settings.OUTBOX_DNS_SERVERS
    found = dns.resolver.Resolver(configure=not servers)
    if servers:
        hosts = [one.partition("#") for one in servers]
        found.nameservers = [host for host, _sep, _port in hosts]
        found.port = int(hosts[0][2] or 53)
    found.lifetime = LIFETIME
    return found


def _ask(resolver: dns.resolver.Resolver, name: str, kind: str) -> list[str]:
    try:
        answer = resolver.resolve(name, kind)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Unanswered(str(error)) from error
    if kind == "TXT":
        return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]
    return [str(row) for row in answer]


def look_up(domain: str, *, bounces: str, keys: Iterable[KnownKey]) -> list[Finding]:
    """All findings about a sender's domain; ``bounces`` is the domain of the return paths."""
    resolver = _resolver()
    checks: list[tuple[str, Callable[[], Finding]]] = [
        ("spf", partial(_spf, resolver, bounces)),
        *(("dkim", partial(_dkim, resolver, domain, key)) for key in keys),
        ("dmarc", partial(_dmarc, resolver, domain)),
        ("mx", partial(_mx, resolver, bounces)),
    ]
    found = []
    for name, check in checks:
        try:
            found.append(check())
        except Unanswered as error:
            found.append(Finding(name, FindingVerdict.UNKNOWN, str(error)[:200]))
    if not any(one.subject == "dkim" for one in found):
        found.insert(1, Finding("dkim", FindingVerdict.BAD, "no-key"))
    return found


def _spf(resolver: dns.resolver.Resolver, domain: str) -> Finding:
    """One record, and one that ends by refusing the rest (RFC 7208)."""
    records = [text for text in _ask(resolver, domain, "TXT") if text.lower().startswith("v=spf1")]
    if not records:
        return Finding("spf", FindingVerdict.BAD, "missing")
    if len(records) > 1:
        return Finding("spf", FindingVerdict.BAD, "twice")
    text = records[0].strip()
    last = text.lower().split()[-1]
    strict = last in {"-all", "~all"} or last.startswith("redirect=")
    return Finding("spf", FindingVerdict.GOOD if strict else FindingVerdict.WEAK, text)


def _dkim(resolver: dns.resolver.Resolver, domain: str, key: KnownKey) -> Finding:
    """The public half of the key, letter by letter."""
    name = f"{key.selector}._domainkey.{domain}"
    for text in _ask(resolver, name, "TXT"):
        tags = dict(_TAG.findall(text))
        if "p" in tags:
            same = "".join(tags["p"].split()) == key.public
            return Finding(
                "dkim", FindingVerdict.GOOD if same else FindingVerdict.BAD,
                name if same else f"other-key {name}",
            )  # fmt: skip
    return Finding("dkim", FindingVerdict.BAD, f"missing {name}")


def _dmarc(resolver: dns.resolver.Resolver, domain: str) -> Finding:
    """The domain's own policy or that of a domain above it."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        name = "_dmarc." + ".".join(labels[start:])
        for text in _ask(resolver, name, "TXT"):
            if text.lower().replace(" ", "").startswith("v=dmarc1"):
                policy = dict(_TAG.findall(text)).get("p", "").strip().lower()
                good = policy in {"quarantine", "reject"}
                return Finding("dmarc", FindingVerdict.GOOD if good else FindingVerdict.WEAK, text)
    return Finding("dmarc", FindingVerdict.BAD, "missing")


def _mx(resolver: dns.resolver.Resolver, domain: str) -> Finding:
    """Without it no returned mail ever comes back."""
    found = _ask(resolver, domain, "MX")
    if found:
        return Finding("mx", FindingVerdict.GOOD, ", ".join(sorted(found))[:200])
    return Finding("mx", FindingVerdict.BAD, "missing")
