from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class SmtpConfig:
    """Where mail goes and how patient we are; times in seconds."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "none"
    connections: int = 8
    timeout: float = 60.0
    final_timeout: float = 300.0  # RFC 5321 asks for patience after the final dot
    pipelining: bool = True
    local_name: str = ""

    @classmethod
    def from_settings(cls) -> SmtpConfig:
        return cls(
            host=settings.SMTP_HOST,
            port=settings.SMTP_PORT,
            user=settings.SMTP_USER,
            password=settings.SMTP_PASSWORD,
            tls=settings.SMTP_TLS,
            connections=settings.SMTP_CONNECTIONS,
            timeout=settings.SMTP_TIMEOUT,
            final_timeout=max(settings.SMTP_TIMEOUT, settings.SMTP_FINAL_TIMEOUT),
        )
