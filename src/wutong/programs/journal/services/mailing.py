"""The e-mail edition: a letter that goes through the office's own sending, with its pre-flight,
approval and one-click unsubscribing from this topic alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.consent.public import Channel
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.public import ALL_COLLEAGUES, Condition, Group, save_segment
from wutong.engines.outreach.enums import Ornament
from wutong.engines.outreach.public import save_campaign
from wutong.programs.journal.enums import TOPIC
from wutong.programs.journal.errors import JournalError, NotPublishedError
from wutong.programs.journal.models import Issue
from wutong.programs.journal.reading import ACTION

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

SHOWN = 12  # titles in a letter; the issue has the rest


@transaction.atomic
def write_letter(*, actor: Actor, user: User, issue: Issue) -> Campaign:
    """A draft in both languages with the contents and the reader's own link; colleagues polish,
    approve and send it like any other. Raises ``NotPublishedError`` and, when there is one
    already, ``JournalError``.
    """
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if not issue.is_published:
        raise NotPublishedError
    if issue.campaign_id is not None:
        raise JournalError(_("The letter of this issue is written already."))
    with translation.override("zh-hans"):
        subject_zh, body_zh = issue.label, _body(issue, english=False)
    with translation.override("en"):
        subject_en, body_en = issue.label, _body(issue, english=True)
    campaign = save_campaign(
        actor=actor,
        author=user,
        values={
            "title": issue.label[:120],
            "legal_body": issue.legal_body,
            "topic": TOPIC,
            "segment": issue.segment or readers_segment(actor=actor, user=user),
            "ornament": Ornament.NONE,
            "action": ACTION,
            "subject_zh": subject_zh[:120],
            "body_zh": body_zh,
            "subject_en": subject_en[:160],
            "body_en": body_en,
        },
    )
    issue.campaign = campaign
    issue.save(update_fields=["campaign"])
    return campaign


def readers_segment(*, actor: Actor, user: User) -> Segment:
    """Everybody to whom the journal may go by e-mail: one segment, made once and shared."""
    name = _("Readers of the journal (e-mail)")
    standing = Segment.objects.filter(owner=user, name=name, archived_at__isnull=True).first()
    if standing is not None:
        return standing
    condition = Condition("consent", {"topic": TOPIC, "channel": str(Channel.EMAIL), "wish": "may"})
    return save_segment(
        actor=actor,
        owner=user,
        name=name,
        root=Group("all", [condition]),
        shared=ALL_COLLEAGUES,
    )


def _body(issue: Issue, *, english: bool) -> str:
    """Salutation, foreword, contents; in the active language."""
    lines = ["Dear {{ name }}," if english else "{{ name }}校友，您好！", ""]
    if issue.foreword:
        lines += [issue.foreword.strip(), ""]
    lines += [f"# {_('In this issue')}", ""]
    articles = list(issue.articles.filter(removed_at=None))
    for article in articles[:SHOWN]:
        head = _("%(column)s: %(title)s") if article.column else "%(title)s"
        lines.append("- " + head % {"column": article.column, "title": article.title})
    if len(articles) > SHOWN:
        lines.append(f"- {_('and more')}")
    if not articles:
        lines.append(f"- {issue.label}")
    return "\n".join(lines)
