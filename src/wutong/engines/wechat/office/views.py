"""Followers of the account in the office, and the link by which somebody ties theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django_tables2 import Column

from wutong.core.people.models import Person
from wutong.engines.wechat import rules
from wutong.engines.wechat.binding import ACTION, VALID
from wutong.platform.links.public import mint
from wutong.platform.outbox.models import WechatFan
from wutong.platform.outbox.public import account, set_tester, unbind
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists.bulk import BulkAction
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import (
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeObjectView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

    from wutong.kernel.actors import Actor

TITLE = gettext_lazy("Followers on WeChat")


def person_url(row: Any) -> str:
    """The record the account is tied to; "" for none that may be seen."""
    return reverse("office:people-detail", args=[row.person_pk]) if row.person_name else ""


class FanFilter(django_filters.FilterSet):
    """Following, tied, tests."""

    follows = django_filters.BooleanFilter(label=pgettext_lazy("WeChat", "Follows"))
    tied = django_filters.BooleanFilter(label=gettext_lazy("Tied to a record"), method="is_tied")
    tester = django_filters.BooleanFilter(label=gettext_lazy("Gets tests"))

    class Meta:
        model = WechatFan
        fields = ("follows", "tied", "tester")

    def is_tied(self, rows: QuerySet[WechatFan], _name: str, value: bool) -> QuerySet[WechatFan]:
        """Whether somebody is known behind it."""
        none = Q(subject_ref="")
        return rows.exclude(none) if value else rows.filter(none)


class FanTable(OfficeTable):
    """Whose, which account, what they allow, when they last wrote."""

    owner = TitleColumn(
        verbose_name=gettext_lazy("Person"), link=person_url, empty_values=(), orderable=False
    )
    masked = Column(verbose_name=pgettext_lazy("WeChat", "Account"), orderable=False)
    state = Column(
        verbose_name=gettext_lazy("State"), empty_values=(), orderable=False, accessor="follows"
    )
    allows = NumberColumn(verbose_name=pgettext_lazy("WeChat", "Allows"))
    bound_at = DayColumn(verbose_name=gettext_lazy("Tied on"))
    heard_at = DayColumn(verbose_name=gettext_lazy("Last wrote"))
    followed_at = DayColumn(verbose_name=gettext_lazy("Follows since"))

    class Meta(OfficeTable.Meta):
        model = WechatFan
        fields = ("owner", "masked", "state", "allows", "bound_at", "heard_at", "followed_at")

    def render_owner(self, record: Any) -> str:
        """The person, or that nobody is known."""
        return record.person_name or str(_("not tied to a record"))

    def value_state(self, record: WechatFan) -> str:
        """Following, and whether tests go there."""
        if record.tester:
            return str(_("follows, gets tests"))
        return str(_("follows") if record.follows else _("has left"))

    def render_state(self, record: WechatFan) -> SafeString:
        """The same as a badge."""
        tone = "autumn" if record.tester else "leaf" if record.follows else "slate"
        return draw_badge(self.value_state(record), tone)

    value_owner = render_owner


def _tests(*, tester: bool) -> Any:
    def run(actor: Actor, rows: QuerySet[Any], data: dict[str, Any]) -> str:
        keys = list(rows.filter(follows=True).order_by("pk").values_list("pk", flat=True))
        for key in keys:
            set_tester(actor=actor, fan_id=key, tester=tester)
        return ngettext("%(count)s account changed.", "%(count)s accounts changed.", len(keys)) % {
            "count": len(keys)
        }

    return run


def _untie(actor: Actor, rows: QuerySet[Any], data: dict[str, Any]) -> str:
    keys = list(rows.exclude(subject_ref="").order_by("pk").values_list("pk", flat=True))
    for key in keys:
        unbind(actor=actor, fan_id=key)
    return ngettext(
        "%(count)s account is tied to nobody now.", "%(count)s accounts are tied to nobody now.",
        len(keys),
    ) % {"count": len(keys)}  # fmt: skip


@register_list
class FanList(OfficeListView[WechatFan]):
    """Who follows, whose account it is, what they allow."""

    model = WechatFan
    permission = rules.VIEW
    list_key = "wechat-fans"
    page_title = TITLE
    table_class = FanTable
    filterset_class = FanFilter
    template_name = "wechat/fans.html"
    search_fields = ("person_name",)
    search_placeholder = gettext_lazy("Name")
    default_order = ("-recent", "-pk")
    unit = gettext_lazy("followers")
    export_permission = rules.CHANGE
    export_name = "wechat-followers"
    export_columns = ("owner", "masked", "state", "allows", "bound_at", "heard_at", "followed_at")
    bulk_actions = (
        BulkAction(
            "tests", gettext_lazy("Send tests there"), rules.CHANGE,
            lambda count: ngettext(
                "Tests of notices go to %(count)s account.",
                "Tests of notices go to %(count)s accounts.", count,
            ) % {"count": count},
            _tests(tester=True), icon="send",
        ),
        BulkAction(
            "no-tests", gettext_lazy("No tests any more"), rules.CHANGE,
            lambda count: ngettext(
                "%(count)s account gets no tests any more.",
                "%(count)s accounts get no tests any more.", count,
            ) % {"count": count},
            _tests(tester=False), icon="minus",
        ),
        BulkAction(
            "untie", gettext_lazy("Untie from the record"), rules.CHANGE,
            lambda count: ngettext(
                "%(count)s account is tied to nobody any more; only its owner can tie it again.",
                "%(count)s accounts are tied to nobody any more; only their owners can tie them "
                "again.", count,
            ) % {"count": count},
            _untie, icon="close", final=True,
        ),
    )  # fmt: skip

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Whether there is an account at all."""
        return super().get_context_data(no_account=account() is None, **extra)


class BindingLink(OfficeObjectView[Person]):
    """A link by which a person ties their WeChat account; it is for them alone."""

    model = Person
    permission = rules.CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking makes none."""
        return HttpResponseRedirect(reverse("office:people-detail", args=[self.object.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Made, and shown once."""
        address = mint(
            actor=self.actor,
            action=ACTION,
            subject_ref=f"person:{self.object.pk}",
            valid_for=VALID,
            prefix="wechat/bind",
        )
        messages.success(
            request,
            _("For %(name)s alone, good for half a year: %(address)s")
            % {"name": self.object.name, "address": address},
        )
        return HttpResponseRedirect(reverse("office:people-detail", args=[self.object.pk]))
