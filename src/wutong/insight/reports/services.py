"""Giving the account: documents in the background, closings with progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.figures.public import Period
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scopes_of
from wutong.platform.audit.public import record
from wutong.platform.files.public import store
from wutong.platform.jobs.public import advance, fail, finish

from .account import build_account
from .charts.store import ensure_charts, plans_of
from .documents import excel, pdf, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from wutong.insight.reports.shapes import Account
    from wutong.platform.accounts.models import User

EXPIRES = timedelta(days=7)


@dataclass(frozen=True)
class Format:
    """A kind of document: its suffix, its name and what makes it."""

    suffix: str
    label: object
    make: Callable[[Account, dict[str, str]], bytes]


FORMATS = {
    "pdf": Format("pdf", gettext_lazy("PDF"), pdf.render),
    "docx": Format("docx", gettext_lazy("Word"), word.render),
    "xlsx": Format("xlsx", gettext_lazy("Excel"), excel.render),
}


def document_name(account: Account, suffix: str) -> str:
    """梧桐大学 校友工作账 2025.pdf."""
    return f"{account.university} {account.title} {account.label}.{suffix}".replace("/", "-")


def produce_document(
    *, progress_id: UUID, user: User, start: date, end: date, language: str, kind: str
) -> None:
    """Make the account as a file for ``user``, within what they may see now; it expires in 7 days.

    Reports to ``progress_id`` and fails there with a sentence instead of raising.
    """
    chosen = FORMATS[kind]
    actor = Actor.of(user)
    with translation.override(user.language or language):
        advance(progress_id, done=0, total=3, message=_("Counting the figures"))
        try:
            account = build_account(
                Period(start, end), scopes_of(user), language=language, published=True
            )
            advance(progress_id, done=1, message=_("Drawing the charts"))
            drawings = ensure_charts(plans_of(account)) if kind != "xlsx" else {}
            advance(progress_id, done=2, message=_("Setting the document"))
            content = chosen.make(account, drawings)
        except WutongError as error:
            fail(progress_id, error.message)
            return
        with transaction.atomic():
            stored = store(
                BytesIO(content),
                owner=actor,
                kind="account",
                name=document_name(account, chosen.suffix),
                expires_after=EXPIRES,
            )
            record(
                actor=actor,
                verb="account.document",
                subject=f"file:{stored.pk}",
                subject_label=stored.name,
                data={
                    "period": account.period.key,
                    "language": language,
                    "format": kind,
                    "sha256": stored.sha256,
                },
            )
        finish(
            progress_id,
            message=_("%(name)s is ready for seven days.") % {"name": stored.name},
            url=reverse("office:file", args=[stored.pk]),
        )
