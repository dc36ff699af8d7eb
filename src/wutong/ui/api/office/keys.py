"""Access keys: made, shown once, withdrawn."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wutong.kernel.clock import CAMPUS, today
from wutong.kernel.errors import WutongError
from wutong.ui.api.models import ApiToken
from wutong.ui.api.rules import tokens_seen
from wutong.ui.api.services import MAKE, make_token, revoke_token, scopes_open_to
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists import (
    DayColumn,
    OfficeListView,
    OfficeTable,
    TitleColumn,
    register_list,
)
from wutong.ui.office.views import OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

LIST = reverse_lazy("office:programs-keys")
CRUMB = (_("Access keys"), LIST)
USUAL_DAYS, LONGEST_DAYS = 90, 365


def _page_of(token: ApiToken) -> str:
    return reverse("office:programs-key", args=[token.pk])


class KeyForm(forms.Form):
    """What a key is for, what it may, until when."""

    name = forms.CharField(
        label=_("Which program"),
        max_length=80,
        help_text=_("As it is to stand in the audit trail."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("May"), widget=forms.CheckboxSelectMultiple,
        help_text=_("As little as it needs. It never sees more than you do."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most a year."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scopes"]
        field.choices = [
            (scope.code, f"{scope.label} ({scope.code})") for scope in scopes_open_to(user)
        ]


class KeyTable(OfficeTable):
    """What it is for, whose, what it may, and whether it is used."""

    name = TitleColumn(verbose_name=_("Program"), link=_page_of)
    user = tables.Column(verbose_name=_("acts for"), order_by=("user__display_name",))
    scopes = tables.Column(verbose_name=_("may"), orderable=False)
    hint = tables.Column(verbose_name=_("begins with"), orderable=False)
    made_at = DayColumn(verbose_name=_("made"))
    expires_at = DayColumn(verbose_name=_("valid until"))
    last_used_at = DayColumn(time=True, verbose_name=_("last used"))
    state = tables.Column(verbose_name=_("state"), empty_values=(), orderable=False)

    class Meta(OfficeTable.Meta):
        model = ApiToken
        fields: tuple[str, ...] = ()

    def value_scopes(self, value: list[str]) -> str:
        """In a file."""
        return "; ".join(value)

    def render_scopes(self, value: list[str]) -> SafeString:
        """One badge each."""
        return format_html_join(" ", "{}", ((draw_badge(code),) for code in value))

    def value_state(self, record: ApiToken) -> str:
        """In a file."""
        return str(self._state(record)[0])

    def render_state(self, record: ApiToken) -> SafeString:
        """Whether it opens anything."""
        return draw_badge(*self._state(record))

    def _state(self, record: ApiToken) -> tuple[str, str]:
        if record.revoked_at:
            return gettext("withdrawn"), "seal"
        if not record.counts:
            return gettext("expired"), "slate"
        return gettext("valid"), "leaf"


@register_list
class KeyListView(OfficeListView[ApiToken]):
    """One's own keys; who looks after accounts sees all."""

    model = ApiToken
    permission = MAKE
    list_key = "api-keys"
    page_title = CRUMB[0]
    table_class = KeyTable
    search_fields = ("name", "user__display_name", "hint")
    search_placeholder = _("Program or account")
    default_order = ("-made_at", "-pk")
    create_url = reverse_lazy("office:programs-key-new")
    create_label = _("Make a key")
    create_permission = MAKE
    export_permission = MAKE
    export_columns = (
        "name", "user", "scopes", "hint", "made_at", "expires_at", "last_used_at", "state",
    )  # fmt: skip
    export_name = "access-keys"
    unit = pgettext_lazy("unit", "access keys")

    def get_row_url(self, row: ApiToken) -> str:
        """Its page."""
        return _page_of(row)

    def get_base_queryset(self) -> QuerySet[ApiToken]:
        """With the accounts."""
        return tokens_seen(self.user)


class KeyNewView(OfficeFormView):
    """Makes a key that acts for oneself, and shows it this once."""

    permission = MAKE
    form_class = KeyForm
    page_title = _("Make a key")
    breadcrumbs = (CRUMB,)
    submit_label = _("Make the key")
    cancel_url = LIST
    intro = _("The program signs in with it and acts for you, in your name and within your sight.")

    def get_initial(self) -> dict[str, Any]:
        """Ninety days."""
        return {"until": today() + timedelta(days=USUAL_DAYS)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The scopes open to whoever asks."""
        return {"user": self.user}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The key stands on the page that answers, and nowhere else."""
        form: Any = self.make_form()
        if form.is_valid():
            data = form.cleaned_data
            try:
                token, text = make_token(
                    actor=self.actor,
                    user=self.user,
                    name=data["name"],
                    scopes=data["scopes"],
                    expires_at=datetime.combine(data["until"], time.max, CAMPUS),
                )
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                context = self.get_context_data(token=token, text=text)
                response = TemplateResponse(request, "api/office/made.html", context)
                response["Cache-Control"] = "no-store"
                return response
        return self.render(form=form, status=422)


class KeyView(OfficeObjectView[ApiToken]):
    """One key; withdrawn by a button, it opens nothing any more."""

    model = ApiToken
    permission = MAKE
    action = "change"
    template_name = "api/office/key.html"
    breadcrumbs = (CRUMB,)

    def get_queryset(self) -> QuerySet[ApiToken]:
        """Those in sight."""
        return tokens_seen(self.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Withdraw."""
        revoke_token(actor=self.actor, token=self.object)
        messages.success(request, gettext("The key opens nothing any more."))
        return HttpResponseRedirect(str(LIST))
