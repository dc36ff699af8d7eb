"""Imports and exports in the background: thin doors to the services.

The database going away is the one error that is tried again by itself; every other one is told
to the person who waits.
"""

from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import translation

from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.jobs.public import task
from wutong.platform.tabular.exports.making import make_export
from wutong.platform.tabular.registry import after_check
from wutong.platform.tabular.services import runs

_AWAY = (OperationalError, InterfaceError)


@task(name="tabular.check_import", queue="imports", retries=8, retry_on=_AWAY)
def check_import(batch_id: str, user_id: int | None = None) -> None:
    """The dry run of an import."""
    with _language_of(user_id):
        runs.run_check(UUID(batch_id))
        for settle in after_check.values():
            settle(UUID(batch_id))


@task(name="tabular.publish_import", queue="imports", retries=8, retry_on=_AWAY)
def publish_import(batch_id: str, user_id: int | None = None, label: str = "") -> None:
    """Enter what an import has staged."""
    with _language_of(user_id):
        runs.run_publish(UUID(batch_id), Actor(user_id=user_id, label=label))


@task(name="tabular.undo_import", queue="imports", retries=8, retry_on=_AWAY)
def undo_import(batch_id: str, user_id: int | None = None, label: str = "") -> None:
    """Take an import back."""
    with _language_of(user_id):
        runs.run_undo(UUID(batch_id), Actor(user_id=user_id, label=label))


@task(name="tabular.make_export", queue="exports")
def make_export_file(
    progress_id: str,
    user_id: int,
    key: str,
    params: dict[str, Any],
    file_format: str,
    reason: str,
) -> None:
    """Write an export."""
    with _language_of(user_id):
        make_export(
            progress_id=UUID(progress_id),
            user_id=user_id,
            key=key,
            params=params,
            file_format=file_format,
            reason=reason,
        )


def _language_of(user_id: int | None) -> translation.override:
    """The language of the person who asked; progress is read by them."""
    chosen = ""
    if user_id is not None:
        user = User.objects.filter(pk=user_id).first()
        chosen = user.language if user else ""
    return translation.override(chosen or "zh-hans")
