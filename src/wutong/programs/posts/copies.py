"""Where stories of the newsroom stand on official channels, and what happens there when they
change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.wechat.public import ArticleError
from wutong.kernel.actors import Actor
from wutong.kernel.clock import CAMPUS
from wutong.programs.posts.enums import Platform, State
from wutong.programs.posts.errors import PostError
from wutong.programs.posts.models import Post
from wutong.programs.posts.office.addresses import post_url
from wutong.programs.posts.office.tables import TONES
from wutong.programs.posts.services import articles
from wutong.programs.posts.services.posts import keep_site_post, withdraw_post
from wutong.programs.publishing.events import StoryChange, StoryChanged
from wutong.programs.publishing.public import LANGUAGES, Story, languages_of, published, story
from wutong.programs.publishing.registry import StoryCopy

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


def posts_of(key: UUID) -> QuerySet[Post]:
    """Posts of one story, the latest first."""
    rows = Post.objects.filter(story_key=key).select_related("account__legal_body", "article")
    return rows.order_by("-pk")


class PostKeeper:
    """Articles on WeChat are deleted and written anew; what no interface reaches is said."""

    name: _StrOrPromise = gettext_lazy("Posts on official channels")

    def where_is(self, key: UUID) -> list[StoryCopy]:
        """Each channel with its state."""
        public = bool(languages_of(key))
        return [
            StoryCopy(
                label=post.account.name,
                state=_state_of(post),
                url=post_url(post.pk),
                tone=TONES[State(post.state)],
                language=post.language,
                at=post.updated_at.astimezone(CAMPUS),
                note="" if public else _by_hand(post),
                form="wechat" if post.account.platform == Platform.WECHAT else "",
            )
            for post in posts_of(key)
            if post.account.platform != Platform.SITE
        ]

    def withdraw(self, key: UUID, actor: Actor) -> None:
        """Off our own register at once, off WeChat by the next job."""
        for post in posts_of(key):
            articles.withdraw_article(actor=actor, post=post)
            if post.account.platform == Platform.SITE:
                withdraw_post(actor=actor, post=post)

    def correct(self, key: UUID, actor: Actor) -> None:
        """A new draft where the old one is out; the draft anew where it is not."""
        for post in posts_of(key):
            try:
                articles.correct_article(actor=actor, post=post)
            except (PostError, ArticleError):
                # Too long for WeChat now, or without a cover: the page of the post says so.
                articles.mark_stale(post)


def _state_of(post: Post) -> _StrOrPromise:
    article = getattr(post, "article", None)
    return article.get_step_display() if article else post.get_state_display()


def _by_hand(post: Post) -> str:
    """What nobody but a colleague can do."""
    if post.state != State.PUBLISHED or getattr(post, "article", None) is not None:
        return ""
    return _("Take it down there by hand, then note it on the page of the post.")


def on_story(event: StoryChanged) -> None:
    """Our own site keeps its register by itself; a picture that may no longer be shown leaves
    WeChat at once.
    """
    actor = Actor.system("posts")
    if event.change == StoryChange.WITHDRAWN:
        if not languages_of(event.key):
            PostKeeper().withdraw(event.key, actor)
        return
    if event.change == StoryChange.PICTURE:
        for post in posts_of(event.key):
            articles.take_off_article(actor=actor, post=post)
        return
    for language in LANGUAGES:
        found = story(event.key, language)
        if found is not None and found.on_house:
            _enter(actor, found)
            return


def _enter(actor: Actor, found: Story) -> None:
    keep_site_post(
        actor=actor, key=found.key, title=found.title, language=found.language,
        address=articles.public_address(found),
        on=found.published_at.astimezone(CAMPUS).date(),
    )  # fmt: skip


def enter_stories() -> int:
    """Stories that became public before the site was on record as a channel."""
    actor, entered = Actor.system("posts"), 0
    known = set(
        Post.objects.filter(account__platform=Platform.SITE, story_key__isnull=False).values_list(
            "story_key", flat=True
        )
    )
    for language in LANGUAGES:
        for found in published(language):
            if found.key not in known:
                known.add(found.key)
                _enter(actor, found)
                entered += 1
    return entered


def make_article(user: User, actor: Actor, key: UUID) -> str:
    """The way of a story to WeChat; the address of the post it becomes."""
    return post_url(articles.write_article(actor=actor, user=user, key=key).pk)
