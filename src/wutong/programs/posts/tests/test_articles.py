"""A story goes to WeChat, is corrected and comes back, and what WeChat refuses is said in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wutong.core.figures.public import Period
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.public import Scopes
from wutong.platform.outbox.public import LostError
from wutong.platform.outbox.tests.wechat import KEYS, simulated
from wutong.programs.posts import figures
from wutong.programs.posts.copies import PostKeeper, posts_of
from wutong.programs.posts.enums import State, Step
from wutong.programs.posts.models import Article, Post
from wutong.programs.posts.selectors import line_of, todos_of
from wutong.programs.posts.services import articles
from wutong.programs.posts.services.articles import StepOverError
from wutong.programs.posts.tests.making import channel, post, stand
from wutong.programs.publishing.registry import channels
from wutong.programs.publishing.services import manuscripts
from wutong.programs.publishing.services.pictures import set_rights
from wutong.programs.publishing.tests.making import (
    blocks_with,
    draft,
    picture,
    published,
    two_reviews,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings, tmp_path, make_user):
    """A public story with pictures, a site, a WeChat account and the simulator."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    author, staff, director = make_user("staff"), make_user("staff"), make_user("director")
    two_reviews(director)
    channel("校友网", "site", date(2006, 9, 1))
    channel(wechat_app_id=KEYS["app_id"])
    with simulated(settings) as simulator:
        pictures = [picture(f"p{number}") for number in range(3)]
        page = draft(blocks=blocks_with(pictures), cover=pictures[2])
        page = published(page, author, (staff, director))
        yield simulator.account.desk, page, staff, pictures


def run(article, *steps):
    """The jobs that wait, one after the other; where the article stands then."""
    for what in steps:
        articles.step(article.pk, what)
    article.refresh_from_db()
    article.post.refresh_from_db()
    return article.step


def written(page, user):
    channels.get("wechat").make(user, Actor.of(user), page.translation_key)
    return Article.objects.latest("asked_at")


def test_a_story_is_drafted_published_corrected_and_withdrawn(house):
    desk, page, user, _pictures = house
    actor, key = Actor.of(user), page.translation_key
    entry = Post.objects.get(story_key=key)  # our own site keeps its register by itself
    assert (entry.account.platform, entry.state) == ("site", State.PUBLISHED)

    article = written(page, user)
    assert written(page, user).pk == article.pk  # once is enough
    assert run(article, "hand_over") == Step.DRAFT
    sent = desk.drafts[article.media]
    assert (sent["title"], sent["author"]) == ("七座桥", "陆晓岚")
    assert sent["content"].count(f"{desk.address}/mmbiz/") == sent["content"].count("<img") >= 2
    assert "<script" not in sent["content"]
    assert sent["content_source_url"] == entry.address
    assert [todo.title for todo in todos_of(user)] == ["Publish on WeChat: 七座桥"]

    articles.publish_article(actor=actor, post=article.post)
    assert run(article, "submit") == Step.CHECKING
    desk.seconds = 60
    assert run(article, "look") == Step.CHECKING  # accepted is not published
    assert article.post.state == State.DRAFT
    desk.seconds = 0
    assert run(article, "look") == Step.PUBLISHED
    assert (article.post.state, article.post.address) == (
        State.PUBLISHED, f"{desk.address}/s/{article.article}",
    )  # fmt: skip
    assert "七座桥" in desk.page(f"/s/{article.article}").html

    stand(article.post, {clock.today(): 900})

    PostKeeper().correct(key, actor)
    PostKeeper().correct(key, actor)
    new = Article.objects.get(replaces=article.post)  # one draft, however often it is corrected
    assert run(new, "hand_over") == Step.DRAFT
    articles.publish_article(actor=actor, post=new.post)
    assert run(new, "submit", "look") == Step.PUBLISHED
    assert run(article, "withdraw") == Step.WITHDRAWN
    assert desk.page(f"/s/{article.article}") is None
    assert (article.post.state, new.post.state) == (State.WITHDRAWN, State.PUBLISHED)
    assert (new.post.reads, reads_of_the_year()) == (900, 900)  # WeChat begins anew, we do not
    stand(new.post, {clock.today(): 50})
    new.post.refresh_from_db()
    assert (new.post.reads, reads_of_the_year()) == (950, 950)
    assert [row.reads for row in line_of(new.post)] == [950, 900]
    stand(article.post, {clock.today(): 910})  # a correction of the former's last day
    new.post.refresh_from_db()
    assert (new.post.reads, reads_of_the_year()) == (960, 960)

    manuscripts.withdraw_story(actor=actor, key=key, reason_zh="有误")
    assert run(new, "withdraw") == Step.WITHDRAWN
    assert desk.page(f"/s/{new.article}") is None
    assert {post.state for post in posts_of(key)} == {State.WITHDRAWN}
    assert not articles.withdraw_article(actor=actor, post=new.post)


def reads_of_the_year():
    """By the statement, and by the rows it opens to."""
    today, all_of_it = clock.today(), Scopes(everything=True)
    year = Period(date(today.year, 1, 1), today)
    counted = figures.compute([year], all_of_it)[figures.READS, year].value
    rows = figures.posts_in(year, all_of_it)
    assert counted == sum(rows.values_list("known_reads", flat=True))
    return counted


def test_a_picture_that_may_no_longer_be_shown_leaves_wechat_at_once(house):
    desk, page, user, pictures = house
    article = written(page, user)
    run(article, "hand_over")
    articles.publish_article(actor=Actor.of(user), post=article.post)
    run(article, "submit", "look")
    before = desk.jobs[article.job].content["content"].count("<img")

    def right_until(day):
        set_rights(actor=Actor.of(user), picture_id=pictures[0].pk, values={"rights_until": day})

    right_until(clock.today() + timedelta(days=90))
    assert run(article) == Step.PUBLISHED  # nothing that it shows is taken off
    right_until(clock.today() - timedelta(days=1))
    assert run(article, "withdraw") == Step.WITHDRAWN
    assert desk.page(f"/s/{article.article}") is None
    new = Article.objects.get(replaces=article.post)
    assert run(new, "hand_over") == Step.DRAFT
    assert desk.drafts[new.media]["content"].count("<img") == before - 1


def test_what_wechat_refuses_or_does_not_answer_is_said_and_never_sent_twice(
    house, client_of, monkeypatch
):
    desk, page, user, _pictures = house
    article = written(page, user)
    run(article, "hand_over")
    staff, address = client_of(user), f"/office/posts/{article.pk}/"
    for title, said in (("需要确认", "confirm something in its console"), ("审核不过", "review")):
        staff.post(f"{address}wechat/", {"do": "rewrite", "title": title})
        assert run(article, "hand_over") == Step.DRAFT
        staff.post(f"{address}wechat/", {"do": "publish"})
        run(article, "submit", "look")
        assert said in staff.get(address).content.decode()
    assert article.step == Step.REFUSED
    staff.post(f"{address}wechat/", {"do": "rewrite", "title": "七座桥"})
    article.refresh_from_db()
    desk.drafts.clear()  # somebody deleted it in the console
    assert run(article, "hand_over") == Step.DRAFT

    with monkeypatch.context() as broken:
        broken.setattr(articles.Articles, "publish", _lost)
        staff.post(f"{address}wechat/", {"do": "publish"})
        assert run(article, "submit") == Step.UNCERTAIN
    assert run(article, "submit") == Step.UNCERTAIN
    assert "got lost" in staff.get(address).content.decode()
    with pytest.raises(StepOverError):
        articles.publish_article(actor=Actor.of(user), post=article.post)
    out = "https://mp.weixin.qq.com/s/seen"
    staff.post(f"{address}wechat/", {"do": "settle", "address": out})
    assert run(article) == Step.PUBLISHED
    assert (article.post.state, article.post.address) == (State.PUBLISHED, out)
    assert client_of("auditor").post(f"{address}wechat/", {"do": "withdraw"}).status_code == 403

    long = published(
        draft(title="长" * 40, slug="long", cover=page.cover), *_people(house, client_of)
    )
    asked = written(long, user)
    assert asked.step == Step.REFUSED
    assert "at most 32" in asked.said


def test_a_post_entered_by_hand_is_tied_to_its_story(house, client_of):
    _desk, page, user, _pictures = house
    key, staff = page.translation_key, client_of(user)
    seen = post(channel("视频号", "channels"), clock.today(), title="七座桥和他的一生")
    address = f"/office/posts/{seen.pk}/story/"
    assert str(key) in staff.get(address).content.decode()  # public in the same days
    assert str(key) not in staff.get(f"{address}?q=没有这样的").content.decode()
    staff.post(address, {"do": "tie", "story": str(key)})
    seen.refresh_from_db()
    assert seen.story_key == key
    assert seen in posts_of(key)
    second = post(seen.account, clock.today(), title="又一条")
    said = staff.post(
        f"/office/posts/{second.pk}/story/", {"do": "tie", "story": str(key)}, follow=True
    )
    assert "stands on this account already" in said.content.decode()
    staff.post(address, {"do": "loosen"})
    seen.refresh_from_db()
    assert seen.story_key is None
    assert client_of("auditor").get(address).status_code == 403


def _people(house, client_of):
    _desk, _page, user, _pictures = house
    director = client_of("director").user
    author = client_of("staff").user
    two = (user, director)
    return author, two


def _lost(*_arguments):
    raise LostError("ReadTimeoutError")
