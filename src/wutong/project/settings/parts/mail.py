"""Mail leaves through the outbox; the outbox leaves through SMTP."""

from __future__ import annotations

from .environment import DATA, env

EMAIL_BACKEND = "wutong.platform.outbox.backend.OutboxEmailBackend"
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "梧桐大学校友部 <alumni@wutong.test>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SMTP_HOST = env.str("SMTP_HOST", "127.0.0.1")
SMTP_PORT = env.int("SMTP_PORT", 8025)
SMTP_USER = env.str("SMTP_USER", "")
SMTP_PASSWORD = env.str("SMTP_PASSWORD", "")
SMTP_TLS = env.str("SMTP_TLS", "none")  # none, starttls, tls
SMTP_CONNECTIONS = env.int("SMTP_CONNECTIONS", 8)
SMTP_TIMEOUT = env.int("SMTP_TIMEOUT", 60)  # seconds without an answer before giving up
SMTP_FINAL_TIMEOUT = env.int("SMTP_FINAL_TIMEOUT", 300)  # the same, after a message has left
# Returned mail goes to bounce+<token>@ this domain; empty: the sender's own domain.
OUTBOX_BOUNCE_DOMAIN = env.str("OUTBOX_BOUNCE_DOMAIN", "")
OUTBOX_RATE_PER_SECOND = env.int("OUTBOX_RATE_PER_SECOND", 0)  # over all workers; 0 = no limit
OUTBOX_PUMPS_PER_STREAM = env.int("OUTBOX_PUMPS_PER_STREAM", 2)
OUTBOX_JOURNAL = DATA / "outbox"  # what a pump has on the wire, kept through its own death
# How often a mailbox may be full or closed in thirty days before nothing is sent to it any more.
OUTBOX_SOFT_BOUNCES = env.int("OUTBOX_SOFT_BOUNCES", 3)
# A sending holds itself above these shares of what was tried: refused and returned, complaints.
OUTBOX_GUARD_BOUNCES = env.float("OUTBOX_GUARD_BOUNCES", 0.02)
OUTBOX_GUARD_COMPLAINTS = env.float("OUTBOX_GUARD_COMPLAINTS", 0.001)
# Where returned mail and answers lie: imaps://user:password@host/INBOX, or imap, pop3, pop3s.
OUTBOX_MAILBOX = env.str("OUTBOX_MAILBOX", "")
OUTBOX_MAILBOX_KEEP = env.bool("OUTBOX_MAILBOX_KEEP", False)  # leave it there, marked as seen
# The secret of a mail server that hands mail over at /hooks/mail; empty: nobody may.
OUTBOX_DOOR_SECRET = env.str("OUTBOX_DOOR_SECRET", "")
# Providers whose events are taken at /hooks/mail/<name>: mailgun, amazon-ses, postmark, sendgrid.
OUTBOX_PROVIDERS: list[str] = env.list("OUTBOX_PROVIDERS", [])
ANYMAIL = {
    "WEBHOOK_SECRET": env.str("OUTBOX_PROVIDER_SECRET", ""),  # user:password of their requests
    "MAILGUN_WEBHOOK_SIGNING_KEY": env.str("MAILGUN_WEBHOOK_SIGNING_KEY", ""),
}
# Name servers asked about sending domains (address, or address#port); empty: the system's.
OUTBOX_DNS_SERVERS: list[str] = env.list("OUTBOX_DNS_SERVERS", [])
