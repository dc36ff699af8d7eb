"""From what the author wrote to what the outbox sends: one compiled content per language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from wutong.core.consent.public import topic_of
from wutong.engines.outreach import blocks
from wutong.engines.outreach.blocks import check_blocks
from wutong.engines.outreach.enums import SEALS, Ornament
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.letter_buttons import button_of
from wutong.engines.outreach.letters import Letter, letters_of
from wutong.engines.outreach.markup import bare, fill, to_html, to_text
from wutong.engines.outreach.merge_fields import fallbacks_in, fields_in
from wutong.engines.outreach.notices import check_notices
from wutong.engines.outreach.texts import check_texts
from wutong.platform.outbox.public import MessageContent

if TYPE_CHECKING:
    from wutong.core.people.models import Person
    from wutong.engines.outreach.letter_buttons import LetterButton
    from wutong.engines.outreach.models import Campaign

MAX_HTML = 90_000
"""Mail programs cut a message off at about 100 KB."""


def greets_households(campaign: Campaign) -> bool:
    """Whether the words greet both of a couple, so that one letter is enough for them."""
    texts = [text for letter in letters_of(campaign) for text in letter.texts]
    return any(field.key == "household" for field in fields_in(texts))


def check_letters(campaign: Campaign) -> None:
    """Raise MarkupError for the first thing a reader would stumble over."""
    if campaign.by_text:
        check_texts(campaign)
        return
    if campaign.by_wechat:
        check_notices(campaign)
        return
    halves = (
        (campaign.subject_zh, campaign.body_zh, _("Chinese")),
        (campaign.subject_en, campaign.body_en, _("English")),
    )
    for subject, body, language in halves:
        if bool(subject.strip()) != bool(body.strip()):
            raise MarkupError(
                _("The %(language)s version needs both a subject and a text.")
                % {"language": language}
            )
    if not campaign.languages:
        raise MarkupError(_("Please write a subject and a text in at least one language."))
    for letter in letters_of(campaign):
        content_of(campaign, letter)


def content_of(campaign: Campaign, letter: Letter) -> MessageContent:
    """The outbox's content: HTML with styles inlined, a text part, and the fallbacks.

    Raises MarkupError for an unknown field, a broken place or a text that is too long.
    """
    fields_in(letter.texts)
    check_blocks(letter.blocks)
    with translation.override(letter.language):
        context = _context(campaign, letter)
        page = render_to_string("outreach/mail/greeting.html", context)
        text = render_to_string("outreach/mail/greeting.txt", context)
    html: str = css_inline.inline(page, keep_style_tags=True)
    for key in ("action_url", "unsubscribe_url"):
        html = html.replace(f"%7B%7B%20{key}%20%7D%7D", f"{{{{ {key} }}}}")
    if len(html.encode()) > MAX_HTML:
        raise MarkupError(_("The text is too long for an e-mail; please shorten it."))
    return MessageContent(
        subject=bare(letter.subject),
        html=html,
        text=text.strip() + "\n",
        fallbacks=fallbacks_in(letter.texts, letter.language),
    )


def subject_read_by(campaign: Campaign, person: Person) -> str:
    """The subject as it stood in ``person``'s inbox, in the language they are written to where
    there is one: their name filled in, the fallback for every other field.
    """
    letters = letters_of(campaign)
    if not letters:
        return campaign.title
    letter = next((one for one in letters if one.language == person.language), letters[0])
    known = {"name": person.name_latin or person.name} if letter.language == "en" else {}
    line = letter.subject if campaign.by_mail else letter.body
    if campaign.by_wechat:
        line = line.partition("\n")[0].partition(":")[2].strip()
    words = fallbacks_in([line], letter.language) | {"name": person.name} | known
    return fill(line, words)


def _set(letter: Letter, button: LetterButton) -> tuple[str, str, str]:
    """HTML above the signature, HTML below it, and the plain-text part."""
    if not letter.blocks:
        return to_html(letter.body), "", to_text(letter.body)
    words = blocks.Button(str(button.label), str(button.hint))
    above, below = blocks.split_tail(letter.blocks)
    text = bare(letter.plain) or blocks.to_text(letter.blocks, words)
    return blocks.to_html(above, words), blocks.to_html(below, words), text


def plain_text_of(campaign: Campaign, letter: Letter) -> str:
    """The plain-text part as it is made from a letter, to be changed by hand."""
    with translation.override(letter.language):
        return _set(replace(letter, plain=""), button_of(campaign))[2]


def _context(campaign: Campaign, letter: Letter) -> dict[str, object]:
    english = letter.language == "en"
    body = campaign.legal_body
    university = settings.UNIVERSITY
    html, html_below, text = _set(letter, button_of(campaign))
    return {
        "language": "en" if english else "zh-Hans",
        "subject": bare(letter.subject),
        "body_html": mark_safe(html),  # noqa: S308 - made by our own markup
        "below_html": mark_safe(html_below),  # noqa: S308 - made by our own markup
        "body_text": mark_safe(text),  # noqa: S308 - the text part has no markup
        "composed": bool(letter.blocks),
        "seal": SEALS[Ornament(campaign.ornament)],
        "university": university["name_en"] if english else university["name_zh"],
        "body_name": body.name_en if english else body.name_zh,
        "signature": (body.signature_en or body.name_en)
        if english
        else (body.signature_zh or body.name_zh),
        "contact": body.contact,
        "controller": body.data_controller_name,
        "topic": topic_of(campaign.topic).label,
        "button": button_of(campaign),
        "action_url": "{{ action_url }}",
        "unsubscribe_url": "{{ unsubscribe_url }}",
    }
