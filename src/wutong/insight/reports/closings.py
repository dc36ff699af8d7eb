"""Preparing and closing a year take seconds at full size: they run in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.figures.public import close_year, prepare_closing
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.jobs.public import advance, fail, finish

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.platform.accounts.models import User


def account_url(year: int) -> str:
    """The account of a year."""
    return f"{reverse('office:account-home')}?year={year}"


def prepare_in_background(progress_id: UUID, user: User, year: int, comment: str) -> None:
    """Count every figure of ``year`` with its rows, for a second person to close."""
    with translation.override(user.language):
        advance(progress_id, message=_("Counting every figure and its rows"))
        if not can(user, "account.prepare"):
            fail(progress_id, _("You may not prepare the closing of a year."))
            return
        try:
            prepare_closing(actor=Actor.of(user), year=year, comment=comment)
        except WutongError as error:
            fail(progress_id, error.message)
            return
        finish(
            progress_id,
            message=_("Prepared: a second person closes it."),
            url=account_url(year),
        )


def close_in_background(progress_id: UUID, user: User, closing_id: int) -> None:
    """Count again, compare with what was prepared, and close."""
    with translation.override(user.language):
        advance(progress_id, message=_("Counting again and comparing"))
        if not can(user, "account.close"):
            fail(progress_id, _("You may not close a year."))
            return
        try:
            closing = close_year(actor=Actor.of(user), closing_id=closing_id)
        except WutongError as error:
            fail(progress_id, error.message)
            return
        finish(progress_id, message=_("The year is closed."), url=account_url(closing.year))
