"""Sendings in the office: list, composer, one sending with what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.consent.public import Channel
from wutong.core.people.public import people_cards, search, visible_people
from wutong.engines.audiences.models import Segment
from wutong.engines.outreach.checks import findings_in
from wutong.engines.outreach.enums import BlockKind, CampaignState
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.merge_fields import FIELDS
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.office.cards import shown_cards
from wutong.engines.outreach.office.composing import ICONS, LetterForm
from wutong.engines.outreach.office.forms import CampaignForm, DecisionForm, ScheduleForm
from wutong.engines.outreach.office.letters import shown_letter
from wutong.engines.outreach.office.steps import Step, steps_of
from wutong.engines.outreach.office.tables import TONES, CampaignFilter, CampaignTable
from wutong.engines.outreach.office.texts import TextForm, approved_greetings, shown_texts
from wutong.engines.outreach.office.uploading import take_uploads
from wutong.engines.outreach.returned import returned_of
from wutong.engines.outreach.selectors import bill_of, domain_doubts, preflight_of, results_of
from wutong.engines.outreach.services.campaigns import save_campaign
from wutong.engines.outreach.why import explain_to
from wutong.platform.access.public import can, scope
from wutong.platform.approvals.public import may_take, obstacle_for, requests_for
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeFormView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase


LIST = (gettext_lazy("Greetings"), reverse_lazy("office:campaigns-list"))
WHY_SHOWN = 5


def edit_url(campaign: Campaign) -> str:
    """The composer of its channel."""
    name = "campaigns-notice-edit" if campaign.by_wechat else "campaigns-edit"
    return reverse(f"office:{name}", args=[campaign.pk])


@register_list
class CampaignList(OfficeListView[Campaign]):
    """Sendings one may see, youngest first."""

    model = Campaign
    permission = "campaigns.view"
    list_key = "campaigns"
    page_title = gettext_lazy("Greetings")
    table_class = CampaignTable
    filterset_class = CampaignFilter
    search_fields = ("title", "subject_zh", "subject_en", "body_zh", "body_en")
    default_order = ("-created_at",)
    unit = gettext_lazy("greetings")
    create_url = reverse_lazy("office:campaigns-new")
    create_label = gettext_lazy("New greeting")
    create_permission = "campaigns.change"
    template_name = "outreach/campaign_list.html"
    export_permission = "campaigns.view"
    export_columns = (
        "title",
        "channel",
        "subject_zh",
        "subject_en",
        "topic",
        "state",
        "created_at",
    )
    export_name = "greetings"

    def get_base_queryset(self) -> QuerySet[Campaign]:
        """With the author's name."""
        return super().get_base_queryset().select_related("author")


class CampaignEdit(OfficeFormView):
    """The composer: new, or changing a draft."""

    permission = "campaigns.change"
    form_class = CampaignForm
    on_wechat: ClassVar[bool] = False
    """A notice on WeChat has a composer of its own."""

    @cached_property
    def by_text(self) -> bool:
        """It is, or becomes, a text message."""
        if self.campaign is not None:
            return self.campaign.by_text
        return self.request.GET.get("channel") == Channel.SMS

    @property
    def template_name(self) -> str:  # type: ignore[override]
        """A page for each channel."""
        return f"outreach/{'text' if self.by_text else 'campaign'}_form.html"

    def make_form(self) -> BaseForm:
        """A form for each channel."""
        posted = self.request.method == "POST"
        if self.by_text:
            data = self.request.POST if posted else None
            return TextForm(data, initial=self.get_initial(), **self.get_form_kwargs())
        return LetterForm(
            self.typed[0] if posted else None,
            initial=self.get_initial(),
            refused=self.typed[1] if posted else None,
            **self.get_form_kwargs(),
        )

    @cached_property
    def typed(self) -> tuple[QueryDict, dict[str, str]]:
        """What was typed, with the addresses of the files that came along, and which were not
        taken.
        """
        typed = self.request.POST.copy()
        refused = take_uploads(actor=self.actor, typed=typed, files=self.request.FILES)
        return typed, refused

    @cached_property
    def campaign(self) -> Campaign | None:
        """The draft, or None for a new one; what was handed in answers 404 here."""
        pk = self.kwargs.get("pk")
        if pk is None:
            return None
        drafts = scope(self.user, Campaign, "change").filter(state=CampaignState.DRAFT)
        fitting = Q(channel=Channel.WECHAT)
        drafts = drafts.filter(fitting if self.on_wechat else ~fitting)
        return get_object_or_404(drafts, pk=pk)

    def get_page_title(self) -> str:
        """Its title, or what one is about to do."""
        if self.campaign:
            return self.campaign.title
        return _("New text message") if self.by_text else _("New greeting")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the list."""
        return [LIST]

    def get_cancel_url(self) -> str:
        """Back to where one came from."""
        if self.campaign:
            return reverse("office:campaigns-detail", args=[self.campaign.pk])
        return reverse("office:campaigns-list")

    def get_initial(self) -> dict[str, Any]:
        """A segment chosen on its own page."""
        chosen = self.request.GET.get("segment", "")
        if self.campaign is not None:
            return {}
        found = scope(self.user, Segment).filter(pk=int(chosen)) if chosen.isdecimal() else None
        return {"segment": found.first() if found else None, "legal_body": "association"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The draft and the user, who chooses among segments they may see."""
        return {"instance": self.campaign, "user": self.user}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The merge fields to choose from."""
        return super().get_context_data(
            merge_fields=[(f"{{{{ {field.key} }}}}", field.label) for field in FIELDS.values()],
            campaign=self.campaign,
            version=self.request.POST.get("version") or (self.campaign and self.campaign.version),
            block_kinds=[(kind, ICONS[kind]) for kind in BlockKind],
            approved=approved_greetings() if self.by_text else (),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A button of a block only arranges what was typed; nothing is kept."""
        act = request.POST.get("arrange", "")
        if not act or self.by_text or self.on_wechat:
            return super().post(request, *args, **kwargs)
        typed, refused = self.typed
        form = LetterForm.typed(typed, refused=refused, **self.get_form_kwargs())
        form.arrange(act)
        return self.render(form=form, arranging=True)

    def perform(self, form: CampaignForm) -> str:
        """Save the draft."""
        version = self.request.POST.get("version", "")
        saved = save_campaign(
            actor=self.actor,
            author=self.user,
            values={
                **form.values(),
                "channel": Channel.SMS if self.by_text else Channel.EMAIL,
            },
            campaign=self.campaign,
            version=int(version) if version.isdecimal() else None,
        )
        messages.success(self.request, _("The draft is saved."))
        page = "preview" if self.request.POST.get("then") == "preview" else "detail"
        return reverse(f"office:campaigns-{page}", args=[saved.pk])


class CampaignDetail(OfficeDetailView[Campaign]):
    """One sending: what it says, who gets it, who has to act, what became of it."""

    model = Campaign
    permission = "campaigns.view"
    template_name = "outreach/campaign_detail.html"

    def get_queryset(self) -> QuerySet[Campaign]:
        """With everything the page shows."""
        return (
            super()
            .get_queryset()
            .select_related("legal_body", "segment", "author", "approver", "signature", "notice")
        )

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the list."""
        return [LIST]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or only the running numbers for HTMX."""
        if request.GET.get("part") == "progress" and self.object.gone_out:
            context = {"object": self.object, "results": results_of(self.object)}
            context["may_change"] = can(self.user, "campaigns.change")
            return render(request, "outreach/parts/progress.html", context)
        return self.render()

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """What the present state needs."""
        campaign = self.object
        gets, lines = preflight_of(campaign)
        requests = requests_for(campaign.ref)
        waiting = next((one for one in requests if one.state == "waiting"), None)
        text = self.request.GET.get("who", "").strip()[:80]
        return super().get_context_data(
            tone=TONES.get(CampaignState(campaign.state), ""),
            gets=gets,
            lines=lines,
            left_out=sum(line.people for line in lines),
            domain=domain_doubts(campaign),
            findings=[] if campaign.gone_out else findings_in(campaign),
            requests=requests,
            waiting=waiting,
            may_decide=waiting is not None and obstacle_for(waiting, self.user) is None,
            may_comment=waiting is not None
            and (waiting.author_id == self.user.pk or may_take(waiting, self.user)),
            may_change=can(self.user, "campaigns.change"),
            schedule_form=ScheduleForm(),
            undo_minutes=settings.OUTREACH_UNDO_MINUTES,
            decision_form=DecisionForm(),
            edit_url=edit_url(campaign),
            results=results_of(campaign) if campaign.gone_out else None,
            returned=returned_of(campaign),
            letters=[shown_letter(one) for one in letters_of(campaign)] if campaign.by_mail else [],
            cards=shown_cards(campaign, self.user) if campaign.by_wechat else [],
            texts=shown_texts(campaign, self.user) if campaign.by_text else [],
            bill=bill_of(campaign)
            if campaign.by_text and campaign.counts is not None and not campaign.gone_out
            else None,
            may_keep=can(self.user, "campaigns.carriers"),
            steps=self.steps(),
            who=text,
            answers=self.answers(text) if text else None,
            **extra,
        )

    def steps(self) -> list[Step]:
        """Where the sending stands on its way."""
        return steps_of(self.object)

    def answers(self, text: str) -> list[tuple[str, str]]:
        """Why those whom ``text`` finds got it or not: (label, sentence)."""
        people = list(search(text, people=visible_people(self.user))[:WHY_SHOWN])
        cards = people_cards(visible_people(self.user).filter(pk__in=[one.pk for one in people]))
        return [(cards[one.pk].label, explain_to(self.object, one, self.user)) for one in people]


def go_back(campaign: Campaign) -> HttpResponseRedirect:
    """The sending's page again."""
    return HttpResponseRedirect(reverse("office:campaigns-detail", args=[campaign.pk]))
