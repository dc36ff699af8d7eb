"""A notice on WeChat: a template of the account, and words for each of its keywords.

The body of a campaign has a line for each keyword, ``thing1: words``, and one for what the notice
opens, ``page: {{ action_url }}``; merge fields stand in it as in a letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from wutong.engines.outreach.errors import MarkupError, OutreachError
from wutong.engines.outreach.letters import Letter, letters_of
from wutong.engines.outreach.markup import bare, places
from wutong.engines.outreach.merge_fields import fallbacks_in, fields_in
from wutong.platform.outbox.public import (
    PAGE,
    ContentError,
    TextContent,
    account,
    check_notice,
    filled,
    fits,
    keywords_in,
    lines_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.engines.outreach.models import Campaign
    from wutong.platform.outbox.models import WechatTemplate

ANSWER_PAGE = "{{ action_url }}"
SAMPLE_LINK = "/a/1.1.aaaaaaaaaaaaaaaaaaaaaaaa"


@dataclass(frozen=True)
class Card:
    """One language of a notice as the phone shows it: title, lines (label, words, whether they
    fit), what it opens, and the account it comes from.
    """

    language: str
    title: str
    lines: list[tuple[str, str, bool]]
    page: str
    account: str = ""

    @property
    def text(self) -> str:
        """The same in plain words."""
        return "\n".join([self.title, *(f"{label}: {words}" for label, words, _ok in self.lines)])


def template_of(campaign: Campaign) -> WechatTemplate:
    """Its template; raises OutreachError."""
    if campaign.notice is None:
        raise OutreachError(_("Please choose a template first."))
    return campaign.notice


def check_notices(campaign: Campaign) -> None:
    """Raise MarkupError or OutreachError for the first thing that cannot be sent on WeChat."""
    template = template_of(campaign)
    if not campaign.languages:
        raise MarkupError(_("Please write the notice in at least one language."))
    for letter in letters_of(campaign):
        fields_in([letter.body])
        fallbacks_in([letter.body], letter.language)
        try:
            check_notice(template.code, bare(letter.body))
        except ContentError as error:
            raise MarkupError(str(error)) from error
        check_page(lines_of(letter.body).get(PAGE, ""))


def check_page(address: str) -> None:
    """What a notice opens: the personal page to answer on, an address of the web, or nothing."""
    if address and address != ANSWER_PAGE and not address.startswith(("https://", "http://")):
        raise MarkupError(_("A notice opens a page of the web; its address begins with https://."))
    if any(place.key != "action_url" for place in places(address)):
        raise MarkupError(_("A notice opens a page of the web; its address begins with https://."))


def notice_content_of(campaign: Campaign, letter: Letter) -> TextContent:
    """What the outbox sends."""
    return TextContent(
        text=bare(letter.body),
        template=template_of(campaign).code,
        fallbacks=fallbacks_in([letter.body], letter.language),
    )


def card_of(campaign: Campaign, letter: Letter, values: Mapping[str, str]) -> Card:
    """The notice as somebody with ``values`` sees it."""
    template = template_of(campaign)
    content = notice_content_of(campaign, letter)
    given = {**values, "action_url": f"{settings.SITE_URL}{SAMPLE_LINK}"}
    found = filled(content.text, given, content.fallbacks)
    lines = [
        (one.label, found.get(one.key, ""), fits(one.key, found.get(one.key, "")))
        for one in keywords_in(template.content)
    ]
    ours = account()
    name = (ours.name if ours else "") or str(campaign.legal_body)
    return Card(letter.language, template.title, lines, found.get(PAGE, ""), name)
