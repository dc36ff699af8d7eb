"""Letters to authors and to those who reported something; their own pages say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.public import best_email
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.outbox.public import enqueue_single
from wutong.programs.comments.enums import CommentState, Outcome
from wutong.programs.comments.models import Comment
from wutong.programs.comments.services.stepping import locked
from wutong.programs.publishing.public import story_titles
from wutong.ui.site.public import absolute

if TYPE_CHECKING:
    from wutong.programs.comments.models import Report

AT_ONCE = 200
OWN_PAGE = "/me/comments/"


def tell_decisions() -> int:
    """Tell authors of decisions that stood for some minutes; how many letters that made."""
    due = Comment.objects.filter(tell_at__lte=clock.now()).order_by("tell_at")
    sent = 0
    for key in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            comment = locked(key)
            if comment.tell_at is None or comment.tell_at > clock.now():
                continue
            if comment.told != comment.state:
                sent += _tell(comment)
            comment.told, comment.tell_at = comment.state, None
            comment.save(update_fields=["told", "tell_at"])
    return sent


def _tell(comment: Comment) -> int:
    person = comment.person
    to = best_email(person.pk) if person is not None else None
    if person is None or not to:
        return 0
    with translation.override(person.language):
        said = {
            CommentState.PUBLISHED.value: _("Your comment is published."),
            CommentState.REFUSED.value: _("Your comment was not published."),
            CommentState.HIDDEN.value: _("Your comment was taken down."),
            CommentState.WAITING.value: _("The decision on your comment was taken back; it is being looked at again."),
        }.get(comment.state)  # fmt: skip
        if said is None:
            return 0
        lines = [said, _("Story: %(title)s") % {"title": title_of(comment)}]
        lines.append(_("You wrote: %(text)s") % {"text": comment.text})
        if comment.reason and comment.state in (CommentState.REFUSED, CommentState.HIDDEN):
            lines.append(_("Reason: %(reason)s") % {"reason": comment.reason})
            lines.append(_("You can mend it, or ask once that a colleague looks again:"))
        else:
            lines.append(_("All your comments:"))
        lines.append(absolute(OWN_PAGE))
        enqueue_single(
            actor=Actor.system("comments"), to=to, language=person.language,
            subject=f"{said} · {_university()}", text="\n\n".join(lines),
            subject_ref=f"person:{person.pk}",
        )  # fmt: skip
    return 1


def tell_reporter(*, actor: Actor, row: Report, to: str, outcome: Outcome, answer: str) -> None:
    """What became of it."""
    language = row.language
    with translation.override(language):
        right = outcome == Outcome.UPHELD
        said = (
            _("You reported a comment; it is no longer shown. Thank you.")
            if right
            else _("You reported a comment. We have looked at it; it stays.")
        )
        lines = [said, _("The comment: %(text)s") % {"text": row.comment.text}]
        if answer:
            lines.append(answer)
        enqueue_single(
            actor=actor, to=to, language=language, text="\n\n".join(lines),
            subject=_("Your report · %(university)s") % {"university": _university()},
        )  # fmt: skip


def title_of(comment: Comment) -> str:
    """Of the story it stands below."""
    return story_titles([comment.story]).get(comment.story, "")


def _university() -> str:
    english = (translation.get_language() or "").startswith("en")
    return str(settings.UNIVERSITY["name_en" if english else "name_zh"])
