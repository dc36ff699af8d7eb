"""The composer's side of a text message: the form, and what the words come to while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.public import people_of
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.letters import Letter, letters_of
from wutong.engines.outreach.office.forms import CampaignForm
from wutong.engines.outreach.selectors import first_reader
from wutong.engines.outreach.services.sending import values_of
from wutong.engines.outreach.texts import WAY_OUT, check_text, measure, words_of
from wutong.platform.access.public import can, scope
from wutong.platform.outbox.enums import Approval, TextKind
from wutong.platform.outbox.models import TextSignature, TextTemplate
from wutong.platform.outbox.public import gateways
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.engines.outreach.models import Campaign
    from wutong.engines.outreach.texts import Measure


@dataclass(frozen=True)
class Shown:
    """One language as the page shows it: the text, its size, where it stands with the carrier."""

    language: str
    measure: Measure | None
    problem: str = ""
    approval: str = "none"
    hand_in: str = ""


class TextForm(CampaignForm):
    """Who texts whom about what, in both languages."""

    class Meta(CampaignForm.Meta):
        fields: tuple[str, ...] = (  # type: ignore[assignment] # a text has fewer
            "title", "legal_body", "topic", "segment", "signature", "body_zh", "body_en",
        )  # fmt: skip
        widgets = {
            "body_zh": forms.Textarea(attrs={"rows": 5, "lang": "zh-Hans"}),
            "body_en": forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        }
        help_texts = {
            "title": _("For colleagues; recipients do not see it."),
            "legal_body": _("It answers for the data."),
            "topic": _("People can leave each topic by itself."),
            "signature": _("Stands in front as 【…】; it decides the gateway."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["signature"]
        assert isinstance(chosen, forms.ModelChoiceField)
        known = gateways()
        chosen.queryset = TextSignature.objects.filter(gateway__in=known).order_by("gateway", "pk")
        chosen.label_from_instance = lambda row: (  # type: ignore[method-assign, assignment]
            f"{row} {known[row.gateway].label}"
            + ("" if row.state == Approval.APPROVED else f" ({row.get_state_display()})")
        )
        chosen.empty_label = pgettext_lazy("text message", "Choose a signature")

    def written(self, half: str) -> tuple[str, ...]:
        """A text has no subject."""
        return (f"body_{half}",)

    def problem_with(self, text: str, language: str) -> str:
        """Merge fields, brackets, length."""
        try:
            check_text(text, language)
        except MarkupError as error:
            return str(error)
        return ""


NOBODY_YET = {"zh-hans": {"name": "欧阳晓明"}, "en": {"name": "Xiaoming Ouyang"}}
"""Whose name is tried while it is not chosen yet whom a text is for: a long one."""


def approved_greetings() -> list[TextTemplate]:
    """Words the carriers have approved, to start from, without their way out."""
    found = TextTemplate.objects.filter(
        gateway__in=gateways(), kind=TextKind.GREETING, state=Approval.APPROVED
    ).order_by("-language", "-created_at", "pk")
    by_words: dict[str, TextTemplate] = {}
    for row in found:
        row.body = row.body.removesuffix(WAY_OUT.get(row.language, ""))
        first = by_words.setdefault(row.body, row)
        if first is not row:  # the same words at another carrier
            first.code = f"{first.code} / {row.code}"
    return list(by_words.values())[:12]


def shown_text(letter: Letter, signature: TextSignature | None, values: Mapping[str, str]) -> Shown:
    """One language with its size and approval, or what is wrong with it."""
    try:
        check_text(letter.body, letter.language)
        found = measure(letter, signature, values)
    except MarkupError as error:
        return Shown(letter.language, None, str(error))
    approval = found.template.state if found.template else "none"
    query = urlencode(
        {
            "body": words_of(letter).removesuffix(WAY_OUT[letter.language]),
            "language": letter.language,
            "gateway": signature.gateway if signature else "",
        }
    )
    address = f"{reverse('office:campaigns-template-new')}?{query}"
    return Shown(letter.language, found, "", approval, address)


def shown_texts(campaign: Campaign, user: Any) -> list[Shown]:
    """Every language of a text message, as its first recipient would get it."""
    reader = first_reader(campaign, user)
    return [
        shown_text(
            letter,
            campaign.signature,
            values_of([letter], reader.pk, letter.language)
            if reader
            else NOBODY_YET[letter.language],
        )
        for letter in letters_of(campaign)
    ]


class TextMeasure(OfficeView):
    """What the words in the form come to, asked while one types; nothing is kept."""

    permission = "campaigns.change"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Only the form asks."""
        return HttpResponseRedirect(reverse("office:campaigns-list"))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The texts of both languages."""
        given = request.POST
        number = given.get("signature", "")
        signature = TextSignature.objects.filter(
            pk=int(number) if number.isdecimal() else 0
        ).first()
        number = given.get("segment", "")
        segment = scope(self.user, Segment).filter(pk=int(number) if number.isdecimal() else 0)
        reader = None
        if chosen := segment.first():
            people = people_of(chosen, self.user)
            reader = people.filter(deceased=False).order_by("pk").first()
        shown = []
        for half, language in (("zh", "zh-hans"), ("en", "en")):
            body = given.get(f"body_{half}", "").strip()[:2000]
            if not body:
                continue
            letter = Letter(language, "", body)
            values: dict[str, str] = dict(NOBODY_YET[language])
            if reader is not None:
                try:
                    values = values_of([letter], reader.pk, language)
                except MarkupError as error:
                    shown.append(Shown(language, None, str(error)))
                    continue
            shown.append(shown_text(letter, signature, values))
        context = {
            "texts": shown,
            "reader": reader,
            "may_keep": can(self.user, "campaigns.carriers"),
        }
        return render(request, "outreach/parts/texts.html", context)
