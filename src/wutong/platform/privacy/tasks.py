"""Background work: thin doors to the services."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation

from wutong.kernel.actors import Actor
from wutong.platform.jobs.public import finish, periodic, task
from wutong.platform.privacy.services import copying, retaining


@task(name="privacy.make_copy", queue="exports")
def make_copy(
    progress_id: str, ref: str, user_id: int | None, label: str, permission: str, language: str
) -> None:
    """Somebody's copy of everything."""
    with translation.override(language):
        copying.make_copy(
            progress_id=UUID(progress_id),
            ref=ref,
            actor=Actor(user_id=user_id, label=label),
            permission=permission,
        )


@periodic(cron=retaining.CRON)
@task(name="privacy.retain")
def retain(timestamp: int = 0) -> None:
    """What has passed its time goes."""
    retaining.run_retention(actor=Actor.system("retention"))


@task(name="privacy.retain_now")
def retain_now(progress_id: str, user_id: int | None, label: str, language: str) -> None:
    """The same because somebody asked for it."""
    with translation.override(language):
        run = retaining.run_retention(
            actor=Actor(user_id=user_id, label=label), progress_id=UUID(progress_id)
        )
        finish(UUID(progress_id), run=run.pk)
