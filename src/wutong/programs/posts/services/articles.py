"""A story on its way to WeChat and back: draft, published, corrected, deleted.

What is asked of WeChat is asked by a job; the page says where it stands. Accepted is not
published: WeChat looks an article over and is asked until it has decided. An answer that got lost
is never followed by a second attempt by itself where that could publish twice.
"""

from __future__ import annotations

import html
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.wechat.public import (
    DELETED,
    FAILED,
    GONE,
    PUBLISHED,
    PUBLISHING,
    ArticleError,
    Articles,
    Draft,
    pictures_in,
    with_pictures,
)
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.files.public import scan_suffix
from wutong.platform.jobs.public import defer, task
from wutong.platform.outbox.public import LostError, NotSentError, WechatError, the_account
from wutong.programs.posts.enums import BUSY_STEPS, State, Step
from wutong.programs.posts.errors import PostError, StoryTakenError
from wutong.programs.posts.models import Article, Post
from wutong.programs.posts.services.snapshots import carry_on
from wutong.programs.posts.services.statistics import connected_account
from wutong.programs.publishing.public import Story, as_wechat_html, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

LANGUAGE = "zh-hans"
LONGEST_TITLE, LONGEST_KEPT = 32, 64
STUCK = timedelta(minutes=2)
MOST_WAIT = timedelta(hours=24)
KINDS = {"jpg": "image/jpeg", "png": "image/png"}
log = structlog.get_logger(__name__)


class NoChannelError(PostError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "No channel is tied to the WeChat account that is set up here. Enter its app id"
                " under “Official channels”."
            )
        )


class NoCoverError(PostError):
    def __init__(self) -> None:
        super().__init__(_("WeChat wants a cover. Give the story one in the newsroom first."))


class StepOverError(PostError):
    def __init__(self) -> None:
        super().__init__(_("The article has moved on meanwhile. Look where it stands."))


def public_story(key: UUID) -> Story:
    """The story as it may go out; raises PostError."""
    found = story(key, LANGUAGE)
    if found is None:
        raise PostError(_("The story is not public in Chinese, so there is nothing to hand over."))
    return found


def public_address(found: Story) -> str:
    """The whole address of a story on our site."""
    return f"{settings.SITE_URL}{urlsplit(found.path).path}"


@transaction.atomic
def write_article(*, actor: Actor, user: User | None, key: UUID, title: str = "") -> Post:
    """Begin the article of a story: a post that is a draft. The job takes it to WeChat."""
    channel = connected_account()
    if channel is None:
        raise NoChannelError
    found = public_story(key)
    if found.cover is None:
        raise NoCoverError
    if channel.posts.filter(story_key=key, state=State.PUBLISHED).exists():
        raise StoryTakenError
    waiting = channel.posts.filter(story_key=key, state=State.DRAFT, article__isnull=False).first()
    if waiting is not None:
        return waiting
    return _begin(actor, user, found, title or found.title, replaces=None)


def _begin(
    actor: Actor, user: User | None, found: Story, title: str, replaces: Post | None
) -> Post:
    title = title.strip()
    said = ""
    try:
        check_length(found, title)
    except ArticleError as error:
        said = str(error)  # the page of the post asks for another title
    channel = connected_account()
    if channel is None:
        raise NoChannelError
    post = Post.objects.create(
        account=channel, story_key=found.key, language=LANGUAGE, title=found.title[:300],
        state=State.DRAFT,
    )  # fmt: skip
    article = Article.objects.create(
        post=post,
        title=title[:LONGEST_KEPT],
        replaces=replaces,
        asked_by=user,
        step=Step.REFUSED if said else Step.WRITING,
        said=said,
    )
    _note(actor, article, "posts.article_written")
    if not said:
        _later(article, "hand_over")
    return post


def check_length(found: Story, title: str) -> None:
    """Raises ArticleError where WeChat would not take it."""
    content = as_wechat_html(found.key, LANGUAGE)
    Draft(title=title, content=content, cover="").as_sent()


def _later(article: Article, what: str, *, seconds: float = 0) -> None:
    """A job of this article; two of them never run side by side."""
    at = clock.now() + timedelta(seconds=seconds) if seconds else None
    defer(
        article_job, lock=f"posts.article:{article.pk}", at=at, lane="priority",
        article_id=article.pk, what=what,
    )  # fmt: skip


@task(name="posts.article")
def article_job(article_id: int, what: str) -> None:
    """One step of an article at WeChat."""
    step(article_id, what)


@transaction.atomic
def rewrite_article(*, actor: Actor, post: Post, title: str = "") -> None:
    """Hand the draft over again, as the story is now."""
    article = _locked(post, Step.DRAFT, Step.REFUSED, Step.UNCERTAIN)
    found = public_story(_key(post))
    article.title = title.strip() or article.title
    check_length(found, article.title)
    _ask(actor, article, Step.WRITING, "posts.article_written", "hand_over")


@transaction.atomic
def publish_article(*, actor: Actor, post: Post) -> None:
    """Publish the draft; from here on it is WeChat's to look over."""
    article = _locked(post, Step.DRAFT)
    _ask(actor, article, Step.PUBLISHING, "posts.article_published", "submit")


@transaction.atomic
def withdraw_article(*, actor: Actor, post: Post) -> bool:
    """Delete it there, draft or article; False where there is nothing (any more)."""
    article = Article.objects.select_for_update().filter(post=post).first()
    if article is None or article.step in {Step.WITHDRAWN, Step.WITHDRAWING}:
        return False
    _ask(actor, article, Step.WITHDRAWING, "posts.article_withdrawn", "withdraw")
    return True


@transaction.atomic
def correct_article(*, actor: Actor, post: Post) -> None:
    """The story has changed. A draft is handed over anew; an article that is out cannot be
    changed by anybody but in WeChat's console, so that a new draft is made, which takes its place
    when somebody publishes it.
    """
    article = Article.objects.select_for_update().filter(post=post).first()
    if article is None or article.step in {Step.WITHDRAWN, Step.WITHDRAWING}:
        return
    found = story(_key(post), LANGUAGE)
    if found is None:
        return
    if article.step != Step.PUBLISHED:
        _ask(actor, article, Step.WRITING, "posts.article_written", "hand_over")
    elif not Article.objects.filter(replaces=post, post__state=State.DRAFT).exists():
        title = found.title if len(found.title) <= LONGEST_TITLE else article.title
        _begin(actor, article.asked_by, found, title, replaces=post)


@transaction.atomic
def take_off_article(*, actor: Actor, post: Post) -> None:
    """A picture may no longer be shown: what is out with it is deleted at once, and a draft without
    the picture waits for somebody to publish it.
    """
    article = Article.objects.filter(post=post, step=Step.PUBLISHED).first()
    if article is None or not set(article.pictures) - _shown_now(post):
        return
    try:
        correct_article(actor=actor, post=post)
    except (PostError, ArticleError):
        mark_stale(post)
    withdraw_article(actor=actor, post=post)


def _shown_now(post: Post) -> set[str]:
    found = story(_key(post), LANGUAGE)
    if found is None:
        return set()
    shown = set(map(html.unescape, pictures_in(as_wechat_html(found.key, LANGUAGE))))
    return shown | ({found.cover.letter.url} if found.cover else set())


def mark_stale(post: Post) -> None:
    """What is there is no longer what the story says, and could not be written anew."""
    words = _("The story has changed and could not be handed over anew. Open it and try again.")
    Article.objects.filter(post=post).update(said=words[:300])


def _key(post: Post) -> UUID:
    if post.story_key is None:
        raise PostError(_("This post is not tied to a story."))
    return post.story_key


def _locked(post: Post, *steps: Step) -> Article:
    article = Article.objects.select_for_update(of=("self",)).filter(post=post).first()
    if article is None or article.step not in steps:
        raise StepOverError
    return article


def _ask(actor: Actor, article: Article, step: Step, verb: str, what: str) -> None:
    article.step, article.code, article.said = step, 0, ""
    article.save()
    _note(actor, article, verb)
    _later(article, what)


def _note(actor: Actor, article: Article, verb: str) -> None:
    record(
        actor=actor, verb=verb, subject=article.post.ref, subject_label=article.title,
        data={"step": article.step}, body=article.post.account.legal_body.code,
    )  # fmt: skip


# What the jobs do.


def step(article_id: int, what: str) -> None:
    """Ask WeChat; write down what it said. A job that comes late finds another step and ends."""
    acts: dict[str, tuple[Step, Callable[[Articles, Article], None]]] = {
        "hand_over": (Step.WRITING, _hand_over),
        "submit": (Step.PUBLISHING, _submit),
        "look": (Step.CHECKING, _look),
        "withdraw": (Step.WITHDRAWING, _withdraw),
    }
    wanted, act = acts[what]
    article = Article.objects.select_related("post__account", "replaces").get(pk=article_id)
    if article.step != wanted:
        return
    client = the_account().client()
    try:
        act(Articles(client), article)
    except NotSentError as error:
        log.info("wechat_not_reached", article=article_id, why=str(error))
        _later(article, what, seconds=30)
        return
    except LostError:
        # Deleting twice harms nobody, and a second draft only lies about; publishing twice would.
        if wanted in {Step.CHECKING, Step.WITHDRAWING}:
            _later(article, what, seconds=30)
            return
        article.step = Step.UNCERTAIN
    except WechatError as error:
        article.code, article.said = error.code, str(error)[:300]
        article.step = Step.DRAFT if wanted == Step.PUBLISHING else Step.REFUSED
        if error.code in GONE:
            article.media, article.step = "", Step.REFUSED
    except (ArticleError, PostError) as error:
        article.said, article.step = str(error)[:300], Step.REFUSED
    finally:
        client.close()
    _keep(article, wanted)


def _keep(article: Article, wanted: Step) -> None:
    """What WeChat gave; where it stands only if nobody has asked for something else meanwhile."""
    rows = Article.objects.filter(pk=article.pk)
    rows.update(
        media=article.media, pictures=article.pictures, job=article.job, article=article.article, code=article.code,
        said=article.said, stepped_at=clock.now(),
    )  # fmt: skip
    rows.filter(step=wanted).update(step=article.step)


def _hand_over(articles: Articles, article: Article) -> None:
    found = public_story(_key(article.post))
    if found.cover is None:
        raise ArticleError(str(NoCoverError()))
    source = as_wechat_html(found.key, LANGUAGE)
    places = {}
    for address in pictures_in(source):
        picture = _picture(html.unescape(address))
        places[address] = html.escape(articles.picture(*picture)) if picture else ""
    rendition = found.cover.letter
    cover = _picture(rendition.url)
    if cover is None:
        raise ArticleError(str(NoCoverError()))
    draft = Draft(
        title=article.title,
        content=with_pictures(source, lambda address: places.get(address, "")),
        cover=articles.cover(*cover),
        author=found.author,
        digest=found.standfirst,
        source=public_address(found),
    )
    if article.media:
        articles.change_draft(article.media, draft)
    else:
        article.media = articles.add_draft(draft)
    article.pictures = sorted({*map(html.unescape, places), rendition.url})
    article.post.title = found.title[:300]
    article.post.save(update_fields=["title", "updated_at"])
    article.step = Step.DRAFT


def _picture(address: str) -> tuple[str, bytes, str] | None:
    """Name, bytes and type of a picture of ours; None for any other."""
    path = unquote(urlsplit(address).path)
    if not path.startswith(settings.MEDIA_URL):
        return None
    name = path.removeprefix(settings.MEDIA_URL)
    if ".." in name or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        content = file.read()
    kind = KINDS.get(scan_suffix(content[:8]))
    return (name.rpartition("/")[2], content, kind) if kind else None


def _submit(articles: Articles, article: Article) -> None:
    article.job, number = articles.publish(article.media)
    article.media, article.step = "", Step.CHECKING
    if number:
        article.post.message = f"{number}_1"
        article.post.save(update_fields=["message", "updated_at"])
    _later(article, "look", seconds=3)


def _look(articles: Articles, article: Article) -> None:
    job = articles.publishing(article.job)
    if job.status == PUBLISHING:
        if clock.now() - article.asked_at < MOST_WAIT:
            _later(article, "look", seconds=10)
        else:
            article.step = Step.UNCERTAIN
        return
    if job.status == PUBLISHED:
        article.article, article.step = job.article, Step.PUBLISHED
        _out(article.post, job.address, article.replaces)
        return
    if job.status == DELETED:
        article.step = Step.WITHDRAWN
        return
    article.step, article.said = Step.REFUSED, str(FAILED.get(job.status, job.status))[:300]


@transaction.atomic
def _out(post: Post, address: str, replaced: Post | None) -> None:
    """It stands there: from today on it counts, and the one before no longer does."""
    old = Article.objects.select_for_update().filter(post=replaced).first() if replaced else None
    if old is not None and replaced is not None:
        old.step = Step.WITHDRAWING
        old.save()
        replaced.state, replaced.withdrawn_on = State.WITHDRAWN, clock.today()
        replaced.save()
        _later(old, "withdraw")
    post.state, post.published_on, post.address = State.PUBLISHED, clock.today(), address[:1000]
    post.version += 1
    post.save()
    if replaced is not None:
        carry_on(replaced, post)


def _withdraw(articles: Articles, article: Article) -> None:
    if article.job and not article.article:
        job = articles.publishing(article.job)  # it was on its way when somebody thought again
        if job.status == PUBLISHING:
            _later(article, "withdraw", seconds=3)
            return
        article.article = job.article
    if article.article:
        articles.withdraw(article.article)
    elif article.media:
        articles.drop_draft(article.media)
    article.step, article.media = Step.WITHDRAWN, ""
    post = article.post
    if post.state != State.WITHDRAWN:
        post.state, post.withdrawn_on = State.WITHDRAWN, clock.today()
        post.version += 1
        post.save()


def wake_articles() -> int:
    """Articles whose job got lost, or that could not be reached: asked again."""
    before = clock.now() - STUCK
    waiting = Article.objects.filter(step__in=BUSY_STEPS, stepped_at__lt=before)
    names = {
        Step.WRITING: "hand_over", Step.PUBLISHING: "submit", Step.CHECKING: "look",
        Step.WITHDRAWING: "withdraw",
    }  # fmt: skip
    for article in waiting:
        if article.step == Step.PUBLISHING:
            # The job died between asking and noting: only the console knows whether it is out.
            Article.objects.filter(pk=article.pk, step=article.step).update(step=Step.UNCERTAIN)
            continue
        article.save(update_fields=["stepped_at"])
        _later(article, names[Step(article.step)])
    return len(waiting)


def settle_article(*, actor: Actor, post: Post, address: str) -> None:
    """No answer came, and somebody has looked: it is out at this address, or (empty) it is not."""
    with transaction.atomic():
        article = _locked(post, Step.UNCERTAIN)
        if address:
            article.step = Step.PUBLISHED
            _out(article.post, address, article.replaces)
            article.save()
            _note(actor, article, "posts.article_published")
        else:
            article.media = ""
            _ask(actor, article, Step.WRITING, "posts.article_written", "hand_over")
