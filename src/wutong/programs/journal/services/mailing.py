"""The editions that leave by the office's own sending: a letter, and a notice on WeChat. Each has
its pre-flight, its approval and its way out from this topic alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.consent.public import Channel
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.public import (
    ALL_COLLEAGUES,
    Condition,
    Group,
    save_segment,
)
from wutong.engines.outreach.enums import Ornament
from wutong.engines.outreach.public import save_campaign
from wutong.kernel import clock
from wutong.platform.outbox.public import PAGE, as_text, keywords_in
from wutong.programs.journal.criterion import DUE, KEY
from wutong.programs.journal.enums import TOPIC, Openness
from wutong.programs.journal.errors import JournalError, NotPublishedError
from wutong.programs.journal.models import Issue
from wutong.programs.journal.reading import ACTION

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.outbox.models import WechatTemplate

CARDS = 9  # blocks before the list begins
SHOWN = 12  # titles in a letter; the issue has the rest
OPENS = "{{ action_url }}"
THINGS = 20  # characters in a place for words


@transaction.atomic
def write_letter(*, actor: Actor, user: User, issue: Issue) -> Campaign:
    """A draft in both languages with the contents and the reader's own link; colleagues polish,
    approve and send it like any other. Raises ``NotPublishedError`` and, when there is one
    already, ``JournalError``.
    """
    issue = _unwritten(issue, Channel.EMAIL)
    with translation.override("zh-hans"):
        subject_zh, blocks_zh = issue.label, _blocks(issue, english=False)
    with translation.override("en"):
        subject_en, blocks_en = issue.label, _blocks(issue, english=True)
    issue.campaign = save_campaign(
        actor=actor,
        author=user,
        values={
            **_common(actor, user, issue, Channel.EMAIL),
            "subject_zh": subject_zh[:120],
            "blocks_zh": blocks_zh,
            "subject_en": subject_en[:160],
            "blocks_en": blocks_en,
        },
    )
    issue.save(update_fields=["campaign"])
    return issue.campaign


@transaction.atomic
def write_notice(*, actor: Actor, user: User, issue: Issue, template: WechatTemplate) -> Campaign:
    """A draft of the notice on WeChat: each keyword of the template gets what fits its kind, and
    it opens the reader's own link. Raises like ``write_letter``.
    """
    issue = _unwritten(issue, Channel.WECHAT)
    body_zh = as_text({**_keywords(issue, template), PAGE: OPENS})
    issue.notice = save_campaign(
        actor=actor,
        author=user,
        values={
            **_common(actor, user, issue, Channel.WECHAT),
            "channel": Channel.WECHAT,
            "notice": template,
            "body_zh": body_zh,
        },
    )
    issue.save(update_fields=["notice"])
    return issue.notice


def _unwritten(issue: Issue, channel: Channel) -> Issue:
    rows = Issue.objects.select_for_update(of=("self",)).select_related("campaign", "notice")
    issue = rows.get(pk=issue.pk)
    if not issue.is_published:
        raise NotPublishedError
    if channel in issue.sendings:
        raise JournalError(
            _("The notice of this issue is written already.")
            if channel == Channel.WECHAT
            else _("The letter of this issue is written already.")
        )
    return issue


def _common(actor: Actor, user: User, issue: Issue, channel: Channel) -> dict[str, Any]:
    title = issue.label
    if channel == Channel.WECHAT:
        title = _("%(issue)s (WeChat)") % {"issue": issue.label}
    return {
        "title": title[:120],
        "legal_body": issue.legal_body,
        "topic": TOPIC,
        "segment": readers_segment(actor=actor, user=user, issue=issue, channel=channel),
        "ornament": Ornament.NONE,
        "action": ACTION,
    }


def readers_segment(*, actor: Actor, user: User, issue: Issue, channel: Channel) -> Segment:
    """For whom the issue is, who takes the journal by that channel and does not get it by another:
    a segment of the issue's own, so that colleagues see why somebody is in it.
    """
    may = {"topic": TOPIC, "channel": str(channel), "wish": "may"}
    due = {"issue": issue.pk, "did": DUE, "channel": str(channel)}
    items: list[Condition | Group] = [Condition("consent", may), Condition(KEY, due)]
    if issue.segment is not None:
        items.insert(0, Condition("segment", {"segments": [issue.segment_id]}))
    words = {"issue": issue.place, "channel": channel.label}
    name = (_("Readers of the journal %(issue)s by %(channel)s") % words)[:120]
    written = Segment.objects.filter(owner=user, name=name, archived_at__isnull=True)
    return save_segment(
        actor=actor,
        owner=user,
        name=name,
        root=Group("all", items),
        shared=ALL_COLLEAGUES,
        segment=written.first(),
    )


def _keywords(issue: Issue, template: WechatTemplate) -> dict[str, str]:
    """What stands in each place, by the kind WeChat gave it: the first words are the title, the
    others the first articles.
    """
    articles = [one.title_zh for one in issue.articles.filter(removed_at=None)[:SHOWN]]
    with translation.override("zh-hans"):
        words = iter([issue.title_zh, *articles, issue.place])
    day = issue.published_on or clock.today()
    written = f"{day.year}\u5e74{day.month}\u6708{day.day}\u65e5"
    by_kind = {
        "character_string": f"{issue.year}-{issue.number_in_year:02d}",
        "number": str(issue.number),
        "date": written,
        "time": f"{written} 09:00",
        "phrase": "\u5df2\u51fa\u520a",
        "name": str(issue.legal_body)[:10],
    }
    found = {}
    for one in keywords_in(template.content):
        kind = one.key.rstrip("0123456789")
        value = by_kind[kind] if kind in by_kind else next(words, issue.title_zh)
        found[one.key] = value[:THINGS] if kind == "thing" else value
    return found


def _blocks(issue: Issue, *, english: bool) -> list[dict[str, str]]:
    """Cover, salutation, foreword, contents, the button; in the active language. Articles that
    anybody may read are cards that open at their place, the others are lines.
    """
    page = f"{settings.SITE_URL}{reverse('journal:issue', args=[issue.number])}"
    is_open = issue.openness == Openness.PUBLIC
    found: list[dict[str, str]] = []
    if issue.cover_id is not None:
        cover = f"{settings.SITE_URL}{reverse('journal:cover', args=[issue.number])}"
        found.append({"kind": "image", "address": cover, "text": issue.label})
    hello = "Dear {{ name }}," if english else "{{ name }}校友，您好！"
    text = "\n\n".join(part for part in (hello, issue.foreword.strip()) if part)
    found += [{"kind": "text", "text": text}, {"kind": "heading", "text": _("In this issue")}]
    articles = list(issue.articles.filter(removed_at=None))
    rest: list[str] = []
    for article in articles[:SHOWN]:
        title = article.title or article.title_zh
        if is_open and article.is_public and len(found) < CARDS:
            link = f"{page}#a{article.pk}"
            found.append({"kind": "card", "text": title, "note": article.column, "link": link})
            if article.picture_id is not None:
                picture = reverse("journal:picture", args=[issue.number, article.pk])
                found[-1]["address"] = f"{settings.SITE_URL}{picture}"
        else:
            head = _("%(column)s: %(title)s") if article.column else "%(title)s"
            rest.append("- " + head % {"column": article.column, "title": title})
    if len(articles) > SHOWN:
        rest.append(f"- {_('and more')}")
    if rest or not articles:
        found.append({"kind": "text", "text": "\n".join(rest) or f"- {issue.label}"})
    return [*found, {"kind": "button"}]
