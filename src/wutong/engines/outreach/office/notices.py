"""The composer's side of a notice on WeChat: choosing a template, filling its keywords."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.consent.public import Channel
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.letters import Letter
from wutong.engines.outreach.merge_fields import fallbacks_in, fields_in
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.notices import ANSWER_PAGE, card_of, check_page
from wutong.engines.outreach.office.forms import LANGUAGES, CampaignForm
from wutong.engines.outreach.office.views import LIST, CampaignEdit
from wutong.engines.outreach.services.campaigns import save_campaign
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.outbox.models import WechatTemplate
from wutong.platform.outbox.public import (
    PAGE,
    account,
    as_text,
    fetch_templates,
    fits,
    keywords_in,
    lines_of,
)
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.engines.outreach.notices import Card

KEEP = "campaigns.carriers"


class NoticeForm(CampaignForm):
    """Who tells whom about what on WeChat: the keywords of one template, in both languages."""

    page = forms.CharField(
        label=gettext_lazy("What it opens"),
        required=False,
        max_length=300,
        initial=ANSWER_PAGE,
        help_text=gettext_lazy(
            "{{ action_url }} is everybody's own page to answer on; or an address, or nothing."
        ),
    )

    class Meta(CampaignForm.Meta):
        fields: tuple[str, ...] = (  # type: ignore[assignment] # a notice has fewer
            "title", "legal_body", "topic", "segment",
        )  # fmt: skip
        help_texts = {
            "title": gettext_lazy("For colleagues; recipients do not see it."),
            "legal_body": gettext_lazy("It answers for the data."),
            "topic": gettext_lazy("People can leave each topic by itself."),
        }

    def __init__(self, *args: Any, template: WechatTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        self.keywords = keywords_in(template.content)
        known = {half: lines_of(getattr(self.instance, f"body_{half}")) for half, _l in LANGUAGES}
        for half, language in LANGUAGES:
            for one in self.keywords:
                self.fields[f"{half}_{one.key}"] = forms.CharField(
                    label=one.label,
                    required=False,
                    max_length=200,
                    initial=known[half].get(one.key, ""),
                    help_text=one.kind.label,
                    widget=forms.TextInput(attrs={"lang": "zh-Hans" if language != "en" else "en"}),
                )
        if self.instance.pk:
            lines = known["zh"] or known["en"]
            self.fields["page"].initial = lines.get(PAGE, "")

    def half(self, half: str) -> list[Any]:
        """The bound fields of one language, in the order of the template."""
        return [self[f"{half}_{one.key}"] for one in self.keywords]

    @property
    def chinese(self) -> list[Any]:
        """For the page."""
        return self.half("zh")

    @property
    def english(self) -> list[Any]:
        """For the page."""
        return self.half("en")

    def clean(self) -> dict[str, Any]:
        """Each keyword by its kind, each error at its own place; a language is whole or empty."""
        data = forms.ModelForm.clean(self) or self.cleaned_data
        page = (data.get("page") or "").strip()
        try:
            check_page(page)
        except MarkupError as error:
            self.add_error("page", str(error))
        for half, language in LANGUAGES:
            words = {
                one.key: (data.get(f"{half}_{one.key}") or "").strip() for one in self.keywords
            }
            if any(words.values()):
                self._check(half, language, words)
                words[PAGE] = page
            data[f"body_{half}"] = as_text(words)
        if not (data["body_zh"] or data["body_en"]):
            self.add_error(None, _("Please write the notice in at least one language."))
        return data

    def _check(self, half: str, language: str, words: dict[str, str]) -> None:
        for one in self.keywords:
            name, text = f"{half}_{one.key}", words[one.key]
            if not text:
                self.add_error(name, _("WeChat wants every keyword filled in."))
                continue
            try:
                used = fields_in([text])
                fallbacks_in([text], language)
            except MarkupError as error:
                self.add_error(name, str(error))
                continue
            if not used and not fits(one.key, text):
                self.add_error(name, _("This place takes %(kind)s.") % {"kind": one.kind.label})

    def values(self) -> dict[str, Any]:
        """What is kept."""
        names = (*self.Meta.fields, "body_zh", "body_en")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "channel": Channel.WECHAT,
            "notice": self.template,
            "ornament": "none",
        }


def cards_in(form: NoticeForm, template: WechatTemplate) -> list[Card]:
    """The notice as it stands in the form, with the fallbacks; a language that cannot be shown
    yet is left out.
    """
    found = []
    page = str(form["page"].value() or "")
    body = form["legal_body"].value() or "association"
    for half, language in LANGUAGES:
        words = {one.key: str(form[f"{half}_{one.key}"].value() or "") for one in form.keywords}
        if not any(words.values()):
            continue
        draft = Campaign(channel=Channel.WECHAT, notice=template, legal_body_id=str(body))
        letter = Letter(language, "", as_text({**words, PAGE: page}))
        with suppress(MarkupError):
            fields_in([letter.body])
            found.append(card_of(draft, letter, {}))
    return found


class NoticeChoose(OfficeView):
    """The templates WeChat lists for the account; one is chosen to write with."""

    permission = "campaigns.view"
    template_name = "outreach/notice_choose.html"
    page_title = gettext_lazy("Notices on WeChat")
    breadcrumbs = (LIST,)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """With their keywords."""
        rows = WechatTemplate.objects.order_by("-standing", "-lasting", "title", "pk")
        return super().get_context_data(
            templates=[(row, keywords_in(row.content)) for row in rows],
            no_account=account() is None,
            may_write=can(self.user, "campaigns.change"),
            may_fetch=can(self.user, KEEP),
            **extra,
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Ask WeChat for the list again."""
        if not can(self.user, KEEP):
            return HttpResponseRedirect(request.path)
        try:
            count = fetch_templates(actor=self.actor)
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("WeChat lists %(count)s templates.") % {"count": count})
        return HttpResponseRedirect(request.path)


class NoticeEdit(CampaignEdit):
    """A notice, new or changing a draft."""

    template_name = "outreach/notice_form.html"
    on_wechat = True

    @cached_property
    def template(self) -> WechatTemplate:
        """The one that was chosen; a draft keeps its own."""
        if self.campaign is not None and self.campaign.notice is not None:
            return self.campaign.notice
        chosen = WechatTemplate.objects.filter(standing=True)
        return get_object_or_404(chosen, pk=self.kwargs.get("template"))

    def get_page_title(self) -> str:
        """Its title, or the template's."""
        return self.campaign.title if self.campaign else self.template.title

    def make_form(self) -> BaseForm:
        """The keywords of the template."""
        data = self.request.POST if self.request.method == "POST" else None
        kwargs = self.get_form_kwargs()
        return NoticeForm(data, initial=self.get_initial(), template=self.template, **kwargs)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The template with its example, and the notice as it stands in the form."""
        return super().get_context_data(
            notice=self.template, cards=cards_in(extra["form"], self.template), **extra
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A look keeps nothing and judges nothing."""
        if not request.POST.get("look"):
            return super().post(request, *args, **kwargs)
        typed = {name: request.POST.get(name, "") for name in self.make_form().fields}
        form = NoticeForm(initial=typed, template=self.template, **self.get_form_kwargs())
        for name, words in typed.items():
            form.fields[name].initial = words
        return self.render(form=form)

    def perform(self, form: Any) -> str:
        """Save the draft."""
        version = self.request.POST.get("version", "")
        saved = save_campaign(
            actor=self.actor,
            author=self.user,
            values=form.values(),
            campaign=self.campaign,
            version=int(version) if version.isdigit() else None,
        )
        messages.success(self.request, _("The draft is saved."))
        return reverse("office:campaigns-detail", args=[saved.pk])
