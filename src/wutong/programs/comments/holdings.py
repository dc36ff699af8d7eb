"""What this room holds about a person, and how long the log of comments is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    after_days,
    deletes,
    holdings,
    reads,
    retention_rules,
)
from wutong.programs.comments.enums import CommentState
from wutong.programs.comments.models import Comment, CommentStep, Nickname, Report
from wutong.programs.comments.services.stepping import leave_public

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject

GONE = (CommentState.REFUSED, CommentState.HIDDEN, CommentState.WITHDRAWN)


def _log_ends(moment: datetime) -> datetime:
    return moment - timedelta(days=settings.COMMENTS_KEEP_DAYS)


def _erase(actor: Actor, subject: Subject) -> int:
    """Out of sight at once, words, nickname and person gone; the sealed log without a name ends by
    itself.
    """
    found = Comment.objects.filter(person__in=subject.ids("person"))
    comments = list(found.select_for_update(of=("self",)))
    for comment in comments:
        leave_public(actor, comment, "erased")
        comment.person, comment.nickname, comment.text, comment.digest = None, "", "", b""
        comment.found = comment.place = comment.appeal = comment.reason = ""
        comment.state, comment.tell_at = CommentState.WITHDRAWN, None
        comment.save()
    steps = CommentStep.objects.filter(comment__in=comments)
    steps.update(reason="")
    steps.filter(at__lt=_log_ends(clock.now())).update(text=None)
    return len(comments)


def _forget_reports(_actor: Actor, subject: Subject) -> int:
    rows = Report.objects.filter(person__in=subject.ids("person"))
    return rows.update(person=None, words="", contact=None, answer="")


holdings.register(
    "comments.comments",
    Holding(
        title=_("Comments you wrote below stories"),
        purpose=_("To publish them, and to know who answers for them, as the law asks."),
        fate=Fate.ANONYMISE,
        ground=_(
            "They are gone at once. What the law has us log (words, time, address) stays sealed,"
            " without your name, until its time is over."
        ),
        read=reads(
            Comment, "text", "nickname", "state", "reason", "appeal", "place", "address",
            "received_at", "published_at",
        ),
        erase=_erase,
        tables=("comments_comment",),
    ),
    order=45,
)  # fmt: skip
holdings.register(
    "comments.reports",
    Holding(
        title=_("Comments you reported"),
        purpose=_("To look into it and tell you what became of it."),
        fate=Fate.ANONYMISE,
        ground=_("That a comment was reported stays without your name and words."),
        read=reads(Report, "ground", "words", "at", "outcome", "answer", "answered_at"),
        erase=_forget_reports,
        tables=("comments_report",),
    ),
    order=45,
)
holdings.register(
    "comments.nickname",
    Holding(
        title=_("Your nickname in comments"),
        purpose=_("To stand in front of what you write instead of your name."),
        fate=Fate.ERASE,
        read=reads(Nickname, "name", "chosen_at"),
        erase=deletes(Nickname),
        tables=("comments_nickname",),
    ),
    order=46,
)


def _logged(moment: datetime) -> QuerySet[CommentStep]:
    return CommentStep.objects.filter(at__lt=_log_ends(moment)).exclude(text__isnull=True)


def _unseen(moment: datetime) -> QuerySet[Comment]:
    old = Q(received_at__lt=_log_ends(moment)) & Q(state__in=GONE)
    lately = Q(decided_at__gte=_log_ends(moment))
    return Comment.objects.filter(old).exclude(lately)


def _end_log(_actor: Actor, moment: datetime) -> int:
    before = _log_ends(moment)
    Comment.objects.filter(received_at__lt=before, address__isnull=False).update(address=None)
    Report.objects.filter(at__lt=before, contact__isnull=False).update(contact=None)
    return _logged(moment).update(text=None)


retention_rules.register(
    "comments.log",
    RetentionRule(
        title=_("The log of comments: words of every step, addresses"),
        purpose=_("To answer for what was published (Cybersecurity Law, article 21)"),
        period=after_days(settings.COMMENTS_KEEP_DAYS),
        due=lambda moment: _logged(moment).count(),
        run=_end_log,
        ground=_("At least 183 days"),
    ),
    order=60,
)
retention_rules.register(
    "comments.unseen",
    RetentionRule(
        title=_("Comments that were refused, hidden or withdrawn"),
        purpose=_("To tell their authors why, and to look again when they ask"),
        period=after_days(settings.COMMENTS_KEEP_DAYS),
        due=lambda moment: _unseen(moment).count(),
        run=lambda _actor, moment: _unseen(moment).delete()[1].get("comments.Comment", 0),
    ),
    order=61,
)
