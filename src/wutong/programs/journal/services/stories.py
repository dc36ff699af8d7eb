"""Stories of the newsroom in the journal: taken over with the way back kept, and following them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.consent.public import Channel
from wutong.kernel import clock
from wutong.programs.journal.enums import CreditRole, IssueState
from wutong.programs.journal.errors import JournalError
from wutong.programs.journal.models import Article, Issue, pieces_of
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.selectors import paper_is_withheld
from wutong.programs.journal.services.issues import remove_article, save_article
from wutong.programs.journal.services.pictures import keep_pictures, pictures_to_take
from wutong.programs.publishing.public import as_journal_text, story
from wutong.programs.publishing.registry import StoryCopy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.programs.publishing.public import Story


def copies_of(key: UUID) -> QuerySet[Article]:
    """The articles made of a story that stand in an issue."""
    rows = Article.objects.filter(story=key, removed_at=None).select_related("issue")
    return rows.order_by("-issue__number", "pk")


@transaction.atomic
def take_story(*, actor: Actor, issue: Issue, key: UUID) -> Article:
    """Make an article of a public story, or bring the one that is there up to date. Raises
    ``JournalError`` where the story is not public.
    """
    chinese, english = story(key, "zh-hans"), story(key, "en")
    first = chinese or english
    if first is None:
        raise JournalError(_("This story is not public, or no longer."))
    there = copies_of(key).filter(issue=issue).first()
    told = [one for one in (chinese, english) if one is not None]
    pictures = pictures_to_take(key, [one.language for one in told], there)
    marks = {pk: one.mark for pk, one in pictures.items()}
    made = save_article(
        actor=actor,
        issue=issue,
        article=there,
        values={
            "title_zh": (chinese or first).title[:160],
            "title_en": english.title[:200] if english else "",
            "text_zh": _text(chinese, marks),
            "text_en": _text(english, marks),
            "link": f"{settings.SITE_URL}{first.path}",
            **({} if there else _column(chinese, english)),
        },
        makers={
            **makers_in(first.author),
            **({role: _names(there, role) for role in CreditRole} if there else {}),
        },
    )
    made.story, made.story_at = key, clock.now()
    made.save(update_fields=["story", "story_at"])
    keep_pictures(actor=actor, article=made, taken=pictures)
    return made


_ROLES = {
    CreditRole.PHOTO: ("图", "图片", "摄影", "摄", "photos", "photographs", "pictures"),
    CreditRole.EDITOR: ("编辑", "责编", "编", "editor", "editing"),
    CreditRole.AUTHOR: ("文", "文字", "撰文", "采写", "words", "text", "by"),
}
_WORDS = sorted((word for words in _ROLES.values() for word in words), key=len, reverse=True)
_ROLE = re.compile(rf"(?:^|(?<=[\s·;；|]))({'|'.join(_WORDS)})\s*[:：／/]\s*", re.IGNORECASE)


def makers_in(byline: str) -> dict[CreditRole, str]:
    """A story's line of names by what they did: ``文：陆晓岚　图：校友部``. Names before any such
    word are those of its authors.
    """
    first, *rest = _ROLE.split(byline)
    found = {CreditRole.AUTHOR: _trimmed(first)}
    for word, names in zip(rest[::2], rest[1::2], strict=True):
        role = next(one for one, words in _ROLES.items() if word.lower() in words)
        found[role] = "、".join(part for part in (found.get(role, ""), _trimmed(names)) if part)
    return found


def _trimmed(names: str) -> str:
    return names.strip(" \t\u3000·;；|")


def _names(article: Article, role: CreditRole) -> str:
    """What a colleague wrote below it stays."""
    return "、".join(one.name for one in article.credits.all() if one.role == role)


def _column(chinese: Story | None, english: Story | None) -> dict[str, str]:
    """The column is the story's first topic."""
    return {
        name: (one.topics[0].title[:60] if one is not None and one.topics else "")
        for name, one in (("column_zh", chinese), ("column_en", english))
    }


def _text(told: Story | None, marks: Mapping[int, str]) -> str:
    """Its paragraphs without the line of names at the end: the journal has its own. Pictures that
    come over are marked where they stand.
    """
    if told is None:
        return ""
    with translation.override(told.language):
        pieces = as_journal_text(told.key, told.language, marks).split("\n\n")
    if told.author and len(pieces) > 1 and told.author in pieces[-1]:
        del pieces[-1]
    return "\n\n".join(pieces)


class JournalCopies:
    """What the newsroom asks of the journal (``publishing.registry.CopyKeeper``)."""

    name: _StrOrPromise = gettext_lazy("Alumni journal")

    def where_is(self, key: UUID) -> list[StoryCopy]:
        """Article by article; what went out on paper cannot be called back."""
        return [
            StoryCopy(
                label=article.issue.label,
                state=article.issue.get_state_display(),
                tone="leaf" if article.issue.is_published else "autumn",
                url=issue_url(article.issue_id),
                at=article.story_at,
                note=_gone_out(article.issue),
                form="journal",
            )
            for article in copies_of(key)
        ]

    def withdraw(self, key: UUID, actor: Actor) -> None:
        """The article is taken out, and a PDF that holds it is taken down."""
        for article in copies_of(key):
            remove_article(actor=actor, article=article)
            _take_pdf_down(article.issue)

    def correct(self, key: UUID, actor: Actor) -> None:
        """The article says what the story says now; its issue's PDF is to be set again. Where a
        closed issue loses a picture and no word, its PDF stays as it was printed, and readers are
        no longer offered it.
        """
        for article in copies_of(key):
            if story(key, "zh-hans") is None and story(key, "en") is None:
                continue
            made = take_story(actor=actor, issue=article.issue, key=key)
            if _words(made) != _words(article) or not article.issue.is_published:
                _take_pdf_down(article.issue)


def _words(article: Article) -> tuple[object, ...]:
    """What readers read, without pictures."""
    texts = (pieces_of(article.text_zh), pieces_of(article.text_en))
    return (article.title_zh, article.title_en, *texts)


def _take_pdf_down(issue: Issue) -> None:
    """One that the house set from the articles; one that was handed in is a colleague's to change."""
    Issue.objects.filter(pk=issue.pk, paper_set_at__isnull=False).update(
        paper=None, paper_set_at=None
    )


def _gone_out(issue: Issue) -> str:
    posted = issue.tallies.get(Channel.POST.value, {}).get("sent", 0)
    if posted:
        return _("%(number)s printed copies are with readers.") % {"number": f"{posted:,}"}
    if paper_is_withheld(issue):
        return _("The PDF stays as it was printed, with the picture; readers are not offered it.")
    if issue.paper_id and issue.paper_set_at is None:
        return _("The PDF that was handed in has to be changed by hand.")
    return ""


def issue_being_made() -> Issue:
    """The youngest issue that is not published; raises ``JournalError`` where there is none."""
    issue = Issue.objects.filter(state=IssueState.DRAFT).order_by("-number").first()
    if issue is None:
        raise JournalError(_("No issue is being made: begin one first."))
    return issue


def into_the_journal(user: User, actor: Actor, key: UUID) -> str:
    """Make an article of a story in the issue that is being made; where to go on."""
    del user
    issue = issue_being_made()
    take_story(actor=actor, issue=issue, key=key)
    return issue_url(issue.pk)
