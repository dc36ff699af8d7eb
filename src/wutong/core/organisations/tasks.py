"""Background work of this room."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import override

from wutong.core.organisations.services.appointments import close_finished_terms
from wutong.core.organisations.services.batches import ref, run_batch
from wutong.core.organisations.services.bundles import bundle_letters
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.jobs.public import defer, periodic, task


@task(name="organisations.run_batch", retries=2)
def run_batch_job(batch_id: int, progress_id: str, user_id: int) -> None:
    """Appoint a batch; what a stopping worker leaves is queued again."""
    user = User.objects.get(pk=user_id)
    with override(user.language):
        if not run_batch(actor=Actor.of(user), batch_id=batch_id, progress_id=UUID(progress_id)):
            defer(run_batch_job, lock=ref(batch_id), batch_id=batch_id, progress_id=progress_id, user_id=user_id)  # fmt: skip


@task(name="organisations.bundle_letters")
def bundle_job(batch_id: int, progress_id: str, user_id: int, kind: str) -> None:
    """Put the letters of a batch into one file."""
    user = User.objects.get(pk=user_id)
    with override(user.language):
        bundle_letters(
            actor=Actor.of(user), batch_id=batch_id, progress_id=UUID(progress_id), kind=kind
        )


@periodic(cron="12 16 * * *")
@task(name="organisations.close_terms")
def close_terms(timestamp: int = 0) -> None:
    """Just after midnight on campus: terms that are over come to their end."""
    close_finished_terms(actor=Actor.system("terms"))
