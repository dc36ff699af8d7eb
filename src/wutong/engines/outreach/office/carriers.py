"""Signatures and templates of text messages, with where they stand with the carriers."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_tables2 import Column

from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.texts import WAY_OUT, check_text
from wutong.platform.access.public import can
from wutong.platform.outbox.enums import Approval, TextKind
from wutong.platform.outbox.models import TextSignature, TextTemplate
from wutong.platform.outbox.public import count_segments, gateways, save_signature, save_template
from wutong.ui.office.fields import DayInput
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TextColumn,
    TitleColumn,
)
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView

TITLE = pgettext_lazy("office", "Templates of text messages")
LIST = (TITLE, reverse_lazy("office:campaigns-templates"))
TONES = {Approval.WAITING: "autumn", Approval.APPROVED: "leaf", Approval.REFUSED: "seal"}
CHANGE = "campaigns.carriers"
LANGUAGES = (("zh-hans", "\u4e2d\u6587"), ("en", "English"))


def gateway_choices() -> list[tuple[str, str]]:
    """The gateways that are set up here."""
    return [(code, one.label) for code, one in gateways().items()]


class TemplateFilter(django_filters.FilterSet):
    """Kind and approval."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=TextKind.choices, empty_label=gettext_lazy("All kinds")
    )
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("carrier", "Approval"), choices=Approval.choices
    )

    class Meta:
        model = TextTemplate
        fields = ("kind", "state")


class TemplateTable(OfficeTable):
    """Which words, at which carrier, under which number."""

    title = TitleColumn(
        verbose_name=pgettext_lazy("text message", "Name"),
        link=lambda row: reverse("office:campaigns-template", args=[row.pk]),
    )
    body = TextColumn(verbose_name=gettext_lazy("Text"))
    parts = NumberColumn(
        verbose_name=pgettext_lazy("text message", "Parts"), empty_values=(), orderable=False
    )
    kind = Column(verbose_name=gettext_lazy("Kind"))
    gateway = Column(verbose_name=gettext_lazy("Gateway"))
    code = Column(verbose_name=gettext_lazy("The carrier's number"))
    state = BadgeColumn(verbose_name=pgettext_lazy("carrier", "Approval"), tones=TONES)
    decided_on = DayColumn(verbose_name=gettext_lazy("Decided on"))

    class Meta(OfficeTable.Meta):
        model = TextTemplate
        fields: tuple[str, ...] = ()

    def render_gateway(self, value: str) -> str:
        """The gateway's name."""
        found = gateways().get(value)
        return found.label if found else value

    def render_parts(self, record: TextTemplate) -> int:
        """As written, with a signature of ten characters."""
        return count_segments("\u3010" + "\u6821" * 8 + "\u3011" + record.body).parts


@register_list
class TemplateList(OfficeListView[TextTemplate]):
    """Every wording and where it stands; the signatures above."""

    model = TextTemplate
    permission = "campaigns.view"
    list_key = "text-templates"
    page_title = TITLE
    template_name = "outreach/templates.html"
    table_class = TemplateTable
    filterset_class = TemplateFilter
    search_fields = ("title", "body", "code")
    default_order = ("-created_at", "-pk")
    unit = pgettext_lazy("text message", "templates")
    create_url = reverse_lazy("office:campaigns-template-new")
    create_label = gettext_lazy("New template")
    create_permission = CHANGE
    export_permission = "campaigns.view"
    export_columns = ("title", "body", "kind", "gateway", "code", "state", "decided_on")
    export_name = "text-templates"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """With the signatures."""
        rows = TextSignature.objects.order_by("gateway", "text")
        known = gateways()
        return super().get_context_data(
            signatures=[
                (row, known[row.gateway].label if row.gateway in known else row.gateway,
                 TONES[Approval(row.state)])
                for row in rows
            ],
            no_gateway=not known,
            may_keep=can(self.user, CHANGE),
            **extra,
        )  # fmt: skip


class _CarrierForm(forms.Form):
    """What a signature and a template have in common."""

    gateway = forms.ChoiceField(label=gettext_lazy("Gateway"))
    state = forms.ChoiceField(
        label=pgettext_lazy("carrier", "Approval"),
        choices=Approval.choices,
        help_text=gettext_lazy("As the carrier's console says."),
    )
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), widget=DayInput, required=False)
    remark = forms.CharField(
        label=gettext_lazy("Remark"), max_length=300, required=False,
        help_text=gettext_lazy("The carrier's reason where it turned it down."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = gateway_choices()  # type: ignore[attr-defined]


class SignatureForm(_CarrierForm):
    """A signature at one carrier."""

    text = forms.CharField(
        label=pgettext_lazy("text message", "Signature"), min_length=2, max_length=16,
        help_text=gettext_lazy("Without the brackets 【】; the carrier puts them."),
    )  # fmt: skip
    legal_body = forms.ModelChoiceField(
        label=gettext_lazy("Legal body"), queryset=LegalBody.objects.all(), required=False
    )
    field_order = ("gateway", "text", "legal_body", "state", "decided_on", "remark")

    def clean_text(self) -> str:
        """No brackets."""
        text: str = self.cleaned_data["text"].strip()
        if "\u3010" in text or "\u3011" in text:
            raise ValidationError(_("Without the brackets 【】; the carrier puts them."))
        return text

    def clean_legal_body(self) -> str:
        """Its code."""
        body = self.cleaned_data["legal_body"]
        return str(body.pk) if body else ""


class TemplateForm(_CarrierForm):
    """Words at one carrier."""

    title = forms.CharField(label=pgettext_lazy("text message", "Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=TextKind.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=480,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Places as in a greeting: {{ name }}. A one-time code stands at {{ code }}. The way "
            "out is added to greetings by itself."
        ),
    )
    code = forms.CharField(
        label=gettext_lazy("The carrier's number"), max_length=40, required=False,
        help_text=gettext_lazy("SMS_… at Alibaba Cloud, digits at Tencent Cloud."),
    )  # fmt: skip
    field_order = (
        "title", "kind", "language", "body", "gateway", "code", "state", "decided_on", "remark",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A greeting must be sendable; an approved one has a number."""
        given = super().clean() or self.cleaned_data
        body, language = str(given.get("body", "")).strip(), given.get("language", "zh-hans")
        if given.get("kind") == TextKind.GREETING and body:
            body = body.removesuffix(WAY_OUT[language]).strip()
            try:
                check_text(body, language)
            except MarkupError as error:
                self.add_error("body", str(error))
            body += WAY_OUT[language]
        given["body"] = body
        if given.get("state") == Approval.APPROVED and not given.get("code"):
            self.add_error("code", _("An approved template has a number; please enter it."))
        return given


class TemplateAdd(OfficeFormView):
    """A new wording; from a greeting with its words filled in."""

    permission = CHANGE
    form_class = TemplateForm
    page_title = gettext_lazy("New template")
    breadcrumbs = (LIST,)
    cancel_url = LIST[1]
    success_message = gettext_lazy("The template is saved.")

    def get_initial(self) -> dict[str, Any]:
        """The words of a draft."""
        asked = self.request.GET
        return {
            "body": asked.get("body", "")[:480],
            "title": asked.get("title", "")[:80],
            "language": "en" if asked.get("language") == "en" else "zh-hans",
            "gateway": asked.get("gateway", ""),
            "kind": TextKind.GREETING,
        }

    def perform(self, form: TemplateForm) -> str:
        """Kept."""
        save_template(actor=self.actor, fields=form.cleaned_data)
        return reverse("office:campaigns-templates")


class TemplateEdit(OfficeEditView[TextTemplate]):
    """A wording again."""

    model = TextTemplate
    permission = CHANGE
    form_class = TemplateForm
    breadcrumbs = (LIST,)
    cancel_url = LIST[1]
    success_message = gettext_lazy("The template is saved.")

    def get_page_title(self) -> str:
        """Its name."""
        return self.object.title

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in TemplateForm.field_order}

    def perform(self, form: TemplateForm) -> str:
        """Kept."""
        save_template(actor=self.actor, fields=form.cleaned_data, template_id=self.object.pk)
        return reverse("office:campaigns-templates")


class SignatureAdd(OfficeFormView):
    """A new signature."""

    permission = CHANGE
    form_class = SignatureForm
    page_title = gettext_lazy("New signature")
    breadcrumbs = (LIST,)
    cancel_url = LIST[1]
    success_message = gettext_lazy("The signature is saved.")

    def perform(self, form: SignatureForm) -> str:
        """Kept."""
        save_signature(actor=self.actor, fields=form.cleaned_data)
        return reverse("office:campaigns-templates")


class SignatureEdit(OfficeEditView[TextSignature]):
    """A signature again."""

    model = TextSignature
    permission = CHANGE
    form_class = SignatureForm
    breadcrumbs = (LIST,)
    cancel_url = LIST[1]
    success_message = gettext_lazy("The signature is saved.")

    def get_page_title(self) -> str:
        """As it stands in front of a text."""
        return str(self.object)

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in SignatureForm.field_order}

    def perform(self, form: SignatureForm) -> str:
        """Kept."""
        save_signature(actor=self.actor, fields=form.cleaned_data, signature_id=self.object.pk)
        return reverse("office:campaigns-templates")
