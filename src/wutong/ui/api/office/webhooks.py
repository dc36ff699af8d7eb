"""Webhooks: where events are sent, and how every message fared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import scope
from wutong.platform.webhooks.models import Delivery, DeliveryState, Subscription
from wutong.platform.webhooks.public import (
    change_subscription,
    remove,
    renew_secret,
    replay,
    send_test,
    shown_secret,
    subscribe,
    switch,
)
from wutong.platform.webhooks.registry import event_kinds
from wutong.ui.api.rules import WEBHOOKS
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists import (
    DayColumn,
    OfficeListView,
    OfficeTable,
    TitleColumn,
    register_list,
)
from wutong.ui.office.views import OfficeDetailView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

LIST = reverse_lazy("office:programs-webhooks")
CRUMB = (_("Webhooks"), LIST)
LOG = 50
TONES = {
    DeliveryState.DELIVERED: "leaf",
    DeliveryState.WAITING: "slate",
    DeliveryState.GIVEN_UP: "seal",
    DeliveryState.WITHHELD: "",
}


def _page_of(row: Subscription) -> str:
    return reverse("office:programs-webhook", args=[row.pk])


def _event_choices() -> list[tuple[str, str]]:
    return [(kind.code, f"{kind.label} ({kind.code})") for kind in event_kinds.values()]


class WebhookForm(forms.Form):
    """Where to, and what of."""

    name = forms.CharField(label=_("Which program"), max_length=80)
    url = forms.URLField(
        label=_("Address"), max_length=400, assume_scheme="https",
        help_text=_("It begins with https:// and answers a POST with 2xx."),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Events"), choices=_event_choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Messages hold no names: what happened, the number of the record, and where "
                    "to read it."),
    )  # fmt: skip


class WebhookTable(OfficeTable):
    """Where to, what of, and whether it works."""

    name = TitleColumn(verbose_name=_("Program"), link=_page_of)
    url = tables.Column(verbose_name=_("Address"), orderable=False)
    events = tables.Column(verbose_name=_("Events"), orderable=False)
    state = tables.Column(verbose_name=_("state"), empty_values=(), orderable=False)
    created_at = DayColumn(verbose_name=_("since"))

    class Meta(OfficeTable.Meta):
        model = Subscription
        fields: tuple[str, ...] = ()

    def value_events(self, value: list[str]) -> str:
        """In a file."""
        return "; ".join(value)

    def render_events(self, value: list[str]) -> SafeString:
        """One badge each."""
        return format_html_join(" ", "{}", ((draw_badge(code),) for code in value))

    def value_state(self, record: Subscription) -> str:
        """In a file."""
        return state_of(record)[0]

    def render_state(self, record: Subscription) -> SafeString:
        """As a badge."""
        return draw_badge(*state_of(record))


def state_of(row: Subscription) -> tuple[str, str]:
    """How a webhook stands, in a word and its tone."""
    if not row.active:
        return gettext("switched off"), "seal" if row.stopped_because else "slate"
    if row.failing_since:
        return gettext("does not get through"), "autumn"
    return gettext("works"), "leaf"


@register_list
class WebhookListView(OfficeListView[Subscription]):
    """One's own webhooks."""

    model = Subscription
    permission = WEBHOOKS
    list_key = "webhooks"
    page_title = CRUMB[0]
    table_class = WebhookTable
    search_fields = ("name", "url")
    search_placeholder = _("Program or address")
    default_order = ("name", "pk")
    create_url = reverse_lazy("office:programs-webhook-new")
    create_label = _("Add a webhook")
    create_permission = WEBHOOKS
    export_permission = WEBHOOKS
    export_columns = ("name", "url", "events", "state", "created_at")
    export_name = "webhooks"
    unit = pgettext_lazy("unit", "webhooks")

    def get_row_url(self, row: Subscription) -> str:
        """Its page."""
        return _page_of(row)


class WebhookNewView(OfficeFormView):
    """A further program that is told."""

    permission = WEBHOOKS
    form_class = WebhookForm
    page_title = _("Add a webhook")
    breadcrumbs = (CRUMB,)
    cancel_url = LIST
    intro = _("The program is told of events among the people and organisations that you see.")

    def perform(self, form: WebhookForm) -> str:
        """Add, then show the secret."""
        row = subscribe(actor=self.actor, user=self.user, **form.cleaned_data)
        return _page_of(row)


class WebhookView(OfficeDetailView[Subscription]):
    """Its secret, and how the last messages fared."""

    model = Subscription
    permission = WEBHOOKS
    template_name = "api/office/webhook.html"
    breadcrumbs = (CRUMB,)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Adds secret, state and log."""
        rows = scope(self.user, Delivery).filter(subscription=self.object)
        deliveries = list(rows.select_related("event").order_by("-pk")[:LOG])
        return super().get_context_data(
            secret=shown_secret(self.object),
            state=state_of(self.object),
            kinds=[event_kinds.find(code) for code in self.object.events],
            log=[
                (
                    row,
                    TONES[DeliveryState(row.state)],
                    _attempts(row),
                    event_kinds.find(row.event.kind),
                )
                for row in deliveries
            ],
            **extra,
        )


def _attempts(row: Delivery) -> list[dict[str, Any]]:
    return [{**entry, "at": parse_datetime(entry["at"])} for entry in reversed(row.log)]


class WebhookEditView(OfficeFormView, OfficeObjectView[Subscription]):
    """Another name, address or choice of events."""

    model = Subscription
    permission = WEBHOOKS
    action = "change"
    form_class = WebhookForm
    breadcrumbs = (CRUMB,)

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        row = self.object
        return {"name": row.name, "url": row.url, "events": row.events}

    def get_cancel_url(self) -> str:
        """Its page."""
        return _page_of(self.object)

    def perform(self, form: WebhookForm) -> str:
        """Change it."""
        change_subscription(actor=self.actor, subscription_id=self.object.pk, **form.cleaned_data)
        return _page_of(self.object)


class WebhookActView(OfficeObjectView[Subscription]):
    """One act by a button (POST only)."""

    model = Subscription
    permission = WEBHOOKS
    action = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it, say so."""
        row, act = self.object, self.kwargs["act"]
        if act == "test":
            send_test(subscription=row)
            said = gettext("A test message is on its way.")
        elif act in {"on", "off"}:
            switch(actor=self.actor, subscription_id=row.pk, on=act == "on")
            said = gettext("Switched on.") if act == "on" else gettext("Switched off.")
        elif act == "renew":
            renew_secret(actor=self.actor, subscription_id=row.pk)
            said = gettext("There is a new secret; the one before counts for another day.")
        elif act == "remove":
            remove(actor=self.actor, subscription_id=row.pk)
            messages.success(request, gettext("The webhook is removed."))
            return HttpResponseRedirect(str(LIST))
        else:
            raise Http404
        messages.success(request, said)
        return HttpResponseRedirect(_page_of(row))


class ReplayView(OfficeObjectView[Subscription]):
    """Sends one message again (POST only)."""

    model = Subscription
    permission = WEBHOOKS
    action = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Under the same id, so that the receiver can tell."""
        delivery = get_object_or_404(
            scope(self.user, Delivery).select_related("subscription"),
            pk=self.kwargs["delivery"],
            subscription=self.object,
        )
        replay(actor=self.actor, delivery=delivery)
        messages.success(request, gettext("The message is sent again."))
        return HttpResponseRedirect(_page_of(self.object))
