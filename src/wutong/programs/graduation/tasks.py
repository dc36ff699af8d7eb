"""Background work of this room."""

from __future__ import annotations

from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils.translation import override

from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.jobs.public import task
from wutong.programs.graduation.services import running, undoing

_AWAY = (OperationalError, InterfaceError)


@task(name="graduation.run", queue="imports", retries=8, retry_on=_AWAY)
def run_job(intake_id: int, user_id: int) -> None:
    """Make graduates alumni."""
    user = User.objects.get(pk=user_id)
    with override(user.language):
        running.run_intake(actor=Actor.of(user), user=user, intake_id=intake_id)


@task(name="graduation.undo", queue="imports", retries=8, retry_on=_AWAY)
def undo_job(intake_id: int, user_id: int) -> None:
    """Take an intake back."""
    user = User.objects.get(pk=user_id)
    with override(user.language):
        undoing.undo_intake(actor=Actor.of(user), intake_id=intake_id)


@task(name="graduation.preview", queue="imports", retries=8, retry_on=_AWAY)
def preview_job(intake_id: int, user_id: int, progress_id: str) -> None:
    """Reckon what an undo would do."""
    user = User.objects.get(pk=user_id)
    with override(user.language):
        undoing.reckon(actor=Actor.of(user), intake_id=intake_id, progress_id=UUID(progress_id))
