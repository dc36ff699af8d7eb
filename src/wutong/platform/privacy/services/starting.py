"""Handing long work to a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.platform.audit.public import record
from wutong.platform.jobs.public import defer, start_progress
from wutong.platform.privacy.registry import holdings, retention_rules
from wutong.platform.privacy.services.copying import KIND
from wutong.platform.privacy.tasks import make_copy, retain_now

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.jobs.models import Progress


@transaction.atomic
def start_copy(*, actor: Actor, ref: str, url: str = "", permission: str = "") -> Progress:
    """Have a copy of everything about ``ref`` made for ``actor``; the progress to wait on, whose
    result names the file. Whoever holds ``permission`` may fetch it besides the one who asked.
    """
    progress = start_progress(
        kind=KIND,
        title=_("Copy of personal data"),
        owner=actor,
        subject_ref=ref,
        url=url,
        total=len(holdings),
    )
    record(actor=actor, verb="privacy.copy_asked", subject=ref)
    defer(
        make_copy,
        progress_id=str(progress.pk),
        ref=ref,
        user_id=actor.user_id,
        label=actor.label,
        permission=permission,
        language=get_language() or "zh-hans",
    )
    return progress


@transaction.atomic
def start_retention(*, actor: Actor, url: str = "") -> Progress:
    """Let the robot go round now; never twice at once."""
    progress = start_progress(
        kind="privacy.retention",
        title=_("Retention robot"),
        owner=actor,
        url=url,
        total=len(retention_rules),
    )
    defer(
        retain_now,
        lock="privacy.retention",
        progress_id=str(progress.pk),
        user_id=actor.user_id,
        label=actor.label,
        language=get_language() or "zh-hans",
    )
    return progress
