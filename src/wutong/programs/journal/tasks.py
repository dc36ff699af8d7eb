"""Background work of this room."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.accounts.models import User
from wutong.platform.jobs.public import fail, finish, periodic, task
from wutong.programs.journal.labels import make_labels
from wutong.programs.journal.models import Issue
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.printing import make_paper
from wutong.programs.journal.services.ledger import take_letters_over, tally

SETTLES_IN = timedelta(days=30)
"""How long letters still come back."""


@task(name="journal.labels")
def labels_job(progress_id: str, user_id: int, issue_id: int, sheet: str, skip: int) -> None:
    """Set the postal labels."""
    user = User.objects.get(pk=user_id)
    with override(user.language):
        make_labels(
            progress_id=UUID(progress_id), user=user, issue_id=issue_id, sheet=sheet, skip=skip
        )


@task(name="journal.paper")
def paper_job(progress_id: str, user_id: int, issue_id: int) -> None:
    """Set an issue as PDF."""
    user = User.objects.get(pk=user_id)
    key = UUID(progress_id)
    with override(user.language):
        issue = Issue.objects.select_related("legal_body", "cover").get(pk=issue_id)
        try:
            make_paper(actor=Actor.of(user), issue=issue)
        except WutongError as error:
            fail(key, str(error))
            return
        finish(key, message=_("The issue is set."), url=issue_url(issue.pk))


@periodic(cron="*/10 * * * *")
@task(name="journal.letters")
def letters_job(timestamp: int = 0) -> None:
    """Bring the ledger to where the letters and notices of the last month stand, and count
    readers.
    """
    since = clock.now() - SETTLES_IN
    lately = Q(campaign__sent_at__gte=since) | Q(notice__sent_at__gte=since)
    for issue in Issue.objects.filter(lately).select_related("campaign", "notice"):
        changed = take_letters_over(actor=Actor.system("journal"), issue=issue)
        counted = issue.tallied_at or since
        if not changed and issue.copies.filter(opened_on__gte=counted.date()).exists():
            tally(issue)
