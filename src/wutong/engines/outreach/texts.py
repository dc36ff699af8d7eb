"""A text message: its words, the way out at their end, the carrier's approval, its length and cost.

People read ``【signature】words way-out``. The carrier puts the signature in front; words and way
out together are what it approved as a template, place by place.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from wutong.engines.outreach.errors import MarkupError, OutreachError
from wutong.engines.outreach.letters import Letter, letters_of
from wutong.engines.outreach.markup import bare
from wutong.engines.outreach.merge_fields import fallbacks_in, fields_in
from wutong.engines.outreach.models import Campaign
from wutong.platform.outbox.enums import Approval, TextKind
from wutong.platform.outbox.models import TextSignature, TextTemplate
from wutong.platform.outbox.public import (
    Segments,
    TextContent,
    Wording,
    count_segments,
    gateways,
    signed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.core.reference.models import LegalBody

WAY_OUT = {"zh-hans": "\u62d2\u6536\u8bf7\u56de\u590dR", "en": " Reply R to opt out."}
"""拒收请回复R: the carriers want it at the end of every greeting."""
LONGEST = 500 - max(map(len, WAY_OUT.values()))
LINK = "action_url"
SAMPLE_LINK = "/a/1.1.aaaaaaaaaaaaaaaaaaaaaaaa"


@dataclass(frozen=True)
class Measure:
    """One language of a text as somebody would get it, and what it takes to send it."""

    language: str
    whole: str
    segments: Segments
    price: Decimal
    template: TextTemplate | None

    @property
    def cost(self) -> Decimal:
        """Yuan for one recipient on the mainland."""
        return self.price * self.segments.parts


def words_of(letter: Letter) -> str:
    """Words and way out with bare places: what the carrier is shown."""
    return bare(letter.body) + WAY_OUT[letter.language]


def check_texts(campaign: Campaign) -> None:
    """Raise MarkupError for the first thing that cannot be sent as a text message."""
    if not campaign.languages:
        raise MarkupError(_("Please write a text in at least one language."))
    for letter in letters_of(campaign):
        check_text(letter.body, letter.language)


def check_text(body: str, language: str) -> None:
    """The words of one language: merge fields, brackets, line breaks, length."""
    fields_in([body])
    fallbacks_in([body], language)
    if "\u3010" in body or "\u3011" in body:
        raise MarkupError(
            _("The signature 【…】 is put in front by the carrier; please take it out of the text.")
        )
    if "\n" in body.strip():
        raise MarkupError(_("A text message is one paragraph; please take the line breaks out."))
    if len(bare(body)) > LONGEST:
        raise MarkupError(
            _("The text has %(now)s characters; a text message takes at most %(most)s.")
            % {"now": len(bare(body)), "most": LONGEST}
        )


def signature_of(campaign: Campaign) -> TextSignature:
    """Its signature; raises OutreachError."""
    if campaign.signature is None:
        raise OutreachError(_("Please choose a signature first."))
    return campaign.signature


def default_signature(legal_body: LegalBody | None) -> TextSignature | None:
    """The approved signature a text in the name of ``legal_body`` starts with: its own before one
    that is nobody's, the one used last before the others. Never one of another body.
    """
    used = Campaign.objects.filter(signature=OuterRef("pk"), sent_at__isnull=False)
    bodies = ["", *([legal_body.pk] if legal_body else [])]
    found = TextSignature.objects.filter(
        gateway__in=gateways(), state=Approval.APPROVED, legal_body__in=bodies
    ).annotate(used=Subquery(used.order_by("-sent_at").values("sent_at")[:1]))
    return found.order_by("-legal_body", F("used").desc(nulls_last=True), "pk").first()


def template_of(gateway: str, letter: Letter) -> TextTemplate | None:
    """The template the gateway's carrier has, or is examining, for exactly these words."""
    found = TextTemplate.objects.filter(
        gateway=gateway, kind=TextKind.GREETING, language=letter.language, body=words_of(letter)
    ).exclude(state=Approval.REFUSED)
    return min(found, key=lambda one: one.state != Approval.APPROVED, default=None)


def check_approvals(campaign: Campaign) -> None:
    """Raise OutreachError unless gateway, signature and every wording stand with the carrier."""
    signature = signature_of(campaign)
    if signature.gateway not in gateways():
        raise OutreachError(_("No gateway for text messages is set up here."))
    if signature.state != Approval.APPROVED:
        raise OutreachError(_("The carrier has not approved this signature yet."))
    for letter in letters_of(campaign):
        template = template_of(signature.gateway, letter)
        if template is None or template.state != Approval.APPROVED or not template.code:
            raise OutreachError(
                _(
                    "The carrier has not approved these words yet (%(language)s). Hand them in as "
                    "a template and wait for its number."
                )
                % {"language": _("English") if letter.language == "en" else _("Chinese")}
            )


def text_content_of(campaign: Campaign, letter: Letter) -> TextContent:
    """What the outbox sends."""
    template = template_of(signature_of(campaign).gateway, letter)
    return TextContent(
        text=words_of(letter),
        template=template.code if template else "",
        fallbacks=fallbacks_in([letter.body], letter.language),
    )


def whole_text(letter: Letter, signature: str, values: Mapping[str, str], *, link: str = "") -> str:
    """The text as the phone of somebody with ``values`` shows it."""
    wording = Wording.of(words_of(letter), "", fallbacks_in([letter.body], letter.language))
    given = {**values, LINK: link or f"{settings.SITE_URL}{SAMPLE_LINK}"}
    return signed(signature, wording.filled(wording.values(given)))


def measure(letter: Letter, signature: TextSignature | None, values: Mapping[str, str]) -> Measure:
    """Length and price of one language for somebody with ``values``."""
    whole = whole_text(letter, signature.text if signature else "…", values)
    gateway = gateways().get(signature.gateway) if signature else None
    return Measure(
        language=letter.language,
        whole=whole,
        segments=count_segments(whole),
        price=gateway.price if gateway else Decimal(0),
        template=template_of(signature.gateway, letter) if signature else None,
    )
