"""Chosen by what somebody was sent and what they did with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.audiences.public import CriterionForm, Use
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign, Recipient, Reply
from wutong.platform.access.public import can, scope
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

KEY = "outreach.message"
MOST_OFFERED = 40
GONE_OUT = (CampaignState.SENDING, CampaignState.FINISHED, CampaignState.STOPPED)
DID = [
    ("chosen", gettext_lazy("was sent it")),
    ("answered", gettext_lazy("answered it")),
    ("silent", gettext_lazy("was sent it and has not answered")),
    ("left_out", gettext_lazy("was left out of it")),
]
CAMPAIGN: _StrOrPromise = gettext_lazy("Greeting")


class MessageForm(CriterionForm):
    """Sendings that went out, the latest first."""

    did = forms.ChoiceField(label=gettext_lazy("Whoever"), choices=DID)
    chosen = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Of these sendings"),
        queryset=Campaign.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        """Those the user may see."""
        field = self.fields["chosen"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        rows = scope(self.user, Campaign) if self.user else Campaign.objects.all()
        gone = rows.filter(state__in=GONE_OUT)
        latest = gone.order_by("-sent_at", "-pk").values_list("pk", flat=True)[:MOST_OFFERED]
        kept = self.initial.get("chosen") or []
        field.queryset = gone.filter(pk__in=[*latest, *kept]).order_by("-sent_at", "-pk")


def message_q(params: Mapping[str, Any]) -> Q:
    """By the fixed recipients and the standing answers; one sending of several is enough."""
    chosen, did = params.get("chosen", []), params.get("did", "chosen")
    judged = Recipient.objects.filter(campaign__in=chosen, person=OuterRef("pk"))
    sent = Q(Exists(judged.filter(reason="")))
    replies = Reply.objects.filter(
        campaign__in=chosen, person=OuterRef("pk"), undone_at__isnull=True
    )
    if did == "answered":
        return Q(Exists(replies))
    if did == "silent":
        return sent & ~Q(Exists(replies))
    return Q(Exists(judged.exclude(reason=""))) if did == "left_out" else sent


def message_words(params: Mapping[str, Any]) -> str:
    titles = Campaign.objects.filter(pk__in=params.get("chosen", [])).order_by("-sent_at")
    return _("%(did)s: %(titles)s") % {
        "did": dict(DID)[params.get("did", "chosen")],
        "titles": _(", ").join(titles.values_list("title", flat=True)[:6]) or "–",
    }


def message_value(params: Mapping[str, Any], person_id: int) -> str:
    """Whether they were sent each, why not, and when they answered."""
    chosen = params.get("chosen", [])
    replies = Reply.objects.filter(campaign__in=chosen, person=person_id, undone_at__isnull=True)
    answered = dict(replies.values_list("campaign_id", "replied_at"))
    rows = Recipient.objects.filter(campaign__in=chosen, person=person_id)
    found = []
    for row in rows.select_related("campaign").order_by("-campaign__sent_at")[:4]:
        if row.campaign_id in answered:
            what = _("answered on %(day)s") % {"day": as_day(answered[row.campaign_id])}
        else:
            what = str(row.get_reason_display()) if row.reason else _("sent, no answer")
        found.append(_("%(title)s: %(what)s") % {"title": row.campaign.title, "what": what})
    return _("; ").join(found) or _("in none of them")


def uses_in_campaigns(segment_id: int, user: User) -> list[Use]:
    """Sendings to a segment, the latest first."""
    rows = Campaign.objects.filter(segment=segment_id).order_by("-created_at", "-pk")
    seen = set()
    if can(user, "campaigns.view"):
        seen = set(scope(user, Campaign).filter(segment=segment_id).values_list("pk", flat=True))
    return [
        Use(
            CAMPAIGN,
            row.title if row.pk in seen else "–",
            reverse("office:campaigns-detail", args=[row.pk]) if row.pk in seen else "",
        )
        for row in rows.only("pk", "title")[:50]
    ]
