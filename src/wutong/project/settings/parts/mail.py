"""Mail leaves through the outbox; the outbox leaves through SMTP."""

from __future__ import annotations

from .environment import env

EMAIL_BACKEND = "wutong.platform.outbox.backend.OutboxEmailBackend"
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "梧桐大学校友部 <alumni@wutong.test>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SMTP_HOST = env.str("SMTP_HOST", "127.0.0.1")
SMTP_PORT = env.int("SMTP_PORT", 8025)
SMTP_USER = env.str("SMTP_USER", "")
SMTP_PASSWORD = env.str("SMTP_PASSWORD", "")
SMTP_TLS = env.str("SMTP_TLS", "none")  # none, starttls, tls
SMTP_CONNECTIONS = env.int("SMTP_CONNECTIONS", 8)
