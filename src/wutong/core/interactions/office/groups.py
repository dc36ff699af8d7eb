"""The register of WeChat groups in the office, and what was told in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Max, Sum
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.enums import GroupKind
from wutong.core.interactions.models import ChatGroup, GroupLink, GroupNotice
from wutong.core.interactions.office.addresses import group_url, groups_url, notice_url
from wutong.core.interactions.services.groups import FIELDS, close_group, make_notice, save_group
from wutong.core.interactions.todos import QR_AHEAD
from wutong.core.organisations.models import Organisation
from wutong.core.people.public import WhoForm, people_cards, visible_people
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit, ClassGroup
from wutong.kernel.clock import today
from wutong.platform.access.public import can, scope
from wutong.ui.office.fields import DayInput
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import DayColumn, NumberColumn, OfficeTable, TitleColumn
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TITLE = pgettext_lazy("office", "WeChat groups")


def short_address(code: str) -> str:
    """What is pasted into a group."""
    return f"{settings.SITE_URL}/w/{code}"


class GroupFilter(django_filters.FilterSet):
    """Kind, QR code that ends, closed ones."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=GroupKind.choices, empty_label=_("All kinds")
    )
    qr = django_filters.BooleanFilter(label=_("QR code ends within 2 days"), method="qr_ends")
    closed = django_filters.BooleanFilter(
        label=pgettext_lazy("WeChat group", "Closed"), method="kept"
    )

    class Meta:
        model = ChatGroup
        fields: tuple[str, ...] = ()

    def qr_ends(self, rows: QuerySet[ChatGroup], name: str, value: Any) -> QuerySet[ChatGroup]:
        """Soon, or already."""
        return rows.filter(qr_until__lte=today() + QR_AHEAD) if value else rows

    def kept(self, rows: QuerySet[ChatGroup], name: str, value: Any) -> QuerySet[ChatGroup]:
        """Applied in ``filter_queryset``."""
        return rows

    def filter_queryset(self, queryset: QuerySet[ChatGroup]) -> QuerySet[ChatGroup]:
        """Living groups unless asked otherwise."""
        rows: QuerySet[ChatGroup] = super().filter_queryset(queryset)
        return rows.filter(closed_on__isnull=not self.form.cleaned_data.get("closed"))


class GroupTable(OfficeTable):
    """Which group, whose, how large, until when, last notice, reads."""

    name = TitleColumn(
        verbose_name=pgettext_lazy("WeChat group", "Group"), link=lambda row: group_url(row.pk)
    )
    kind = tables.Column(verbose_name=_("Kind"))
    whose = tables.Column(verbose_name=_("Class or organisation"), orderable=False, empty_values=())
    owner = tables.Column(verbose_name=pgettext_lazy("WeChat group", "Owner"), orderable=False)
    managers = tables.Column(verbose_name=_("Managers"), orderable=False)
    size = NumberColumn(verbose_name=_("Size"))
    size_on = DayColumn(verbose_name=_("Counted on"))
    qr_until = DayColumn(verbose_name=_("QR code until"))
    last_notice = DayColumn(verbose_name=_("Last notice"))
    reads = NumberColumn(verbose_name=_("Reads"))

    class Meta(OfficeTable.Meta):
        model = ChatGroup
        fields: tuple[str, ...] = ()
        hidden_at_first = ("managers", "size_on")

    def render_whose(self, record: ChatGroup) -> str:
        found = record.organisation or record.class_group or record.unit
        return str(found) if found else "–"

    def render_owner(self, value: Any) -> str:
        return str(value.name)


@register_list
class GroupListView(OfficeListView[ChatGroup]):
    """The register."""

    model = ChatGroup
    list_key = "groups"
    permission = rules.GROUPS
    page_title = TITLE
    template_name = "interactions/office/group_list.html"
    table_class = GroupTable
    filterset_class = GroupFilter
    default_order = ("name", "pk")
    search_fields = (
        "name",
        "managers",
        "organisation__name_zh",
        "class_group__name",
        "owner__name",
    )
    search_placeholder = _("Group, owner, class, organisation")
    unit = pgettext_lazy("unit", "groups")
    create_url = "add/"
    create_label = _("Add a group")
    create_permission = rules.GROUP_CHANGE
    export_permission = rules.GROUPS_EXPORT
    export_name = "wechat-groups"
    export_columns = (
        "name", "kind", "whose", "owner", "managers", "size", "size_on", "qr_until",
        "last_notice", "reads",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[ChatGroup]:
        """With whose it is, when it was last told something, and how often that was read."""
        rows = super().get_base_queryset()
        rows = rows.select_related("organisation", "class_group", "unit", "owner")
        rows = rows.defer("owner__search_tokens", "organisation__search_tokens")
        return rows.annotate(last_notice=Max("links__notice__made_at"), reads=Sum("links__reads"))

    def get_row_url(self, row: ChatGroup) -> str:
        """Its page."""
        return group_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """And what may be done."""
        return super().get_context_data(may_tell=can(self.user, rules.GROUP_CHANGE), **extra)


class GroupForm(WhoForm):
    """A group; its owner is looked up."""

    name = forms.CharField(label=pgettext_lazy("WeChat group", "Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=GroupKind.choices)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    class_code = forms.CharField(
        label=_("Class"), max_length=60, required=False, help_text=_("Name or code of the class.")
    )
    unit = forms.ModelChoiceField(
        label=_("College"), required=False,
        queryset=AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True),
    )  # fmt: skip
    managers = forms.CharField(label=_("Managers"), max_length=200, required=False)
    size = forms.IntegerField(
        label=_("Size"), min_value=0, max_value=5000, required=False,
        help_text=_("The number only; members are never collected."),
    )  # fmt: skip
    qr_until = forms.DateField(
        label=_("QR code works until"), widget=DayInput, required=False,
        help_text=_("Codes of WeChat work for seven days; you are reminded two days before."),
    )  # fmt: skip
    note = forms.CharField(
        label=pgettext_lazy("WeChat group", "Note"), max_length=300, required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["who"].label = pgettext_lazy("WeChat group", "Owner")
        self.fields["who"].required = False
        self.fields["who"].widget.attrs.pop("autofocus", None)
        bodies = scope(user, Organisation).filter(kind="alumni").exclude(status="closed")
        self.fields["organisation"].queryset = bodies.defer("search_tokens", "note")  # type: ignore[attr-defined]
        self.order_fields(["name", "kind", "organisation", "class_code", "unit", "who", "person"])

    def clean_class_code(self) -> ClassGroup | None:
        """The one class of that code or name."""
        text = self.cleaned_data["class_code"].strip()
        if not text:
            return None
        found = ClassGroup.objects.filter(code=text)[:2] or ClassGroup.objects.filter(name=text)[:2]
        if len(found) != 1:
            raise forms.ValidationError(_("There is no such class, or more than one of the name."))
        return found[0]

    def group_fields(self) -> dict[str, Any]:
        """What `save_group` takes."""
        given = self.cleaned_data
        owner = visible_people(self.user).filter(pk=given.get("person") or 0).first()
        return {
            **{name: given[name] for name in FIELDS if name in given},
            "class_group": given["class_code"],
            "owner": owner,
        }


class GroupAddView(OfficeFormView):
    """A group comes onto the register."""

    permission = rules.GROUP_CHANGE
    form_class = GroupForm
    page_title = _("Add a group")
    submit_label = _("Add")
    breadcrumbs = ((TITLE, "/office/groups/"),)
    cancel_url = "/office/groups/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """People and organisations within sight."""
        return {"user": self.user}

    def perform(self, form: GroupForm) -> str:
        """On the register."""
        save_group(actor=self.actor, fields=form.group_fields())
        return groups_url()


class GroupView(OfficeEditView[ChatGroup]):
    """One group: changed, closed, and its links."""

    model = ChatGroup
    permission = rules.GROUP_CHANGE
    form_class = GroupForm
    template_name = "interactions/office/group.html"
    breadcrumbs = ((TITLE, "/office/groups/"),)
    success_message = _("The group is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """People and organisations within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        group = self.object
        initial = {name: getattr(group, name) for name in FIELDS}
        owner = people_cards(visible_people(self.user).filter(pk=group.owner_id or 0))
        return {
            **initial,
            "class_code": group.class_group.code if group.class_group else "",
            "person": group.owner_id if owner else None,
            "who": next((card.name for card in owner.values()), ""),
        }

    def get_cancel_url(self) -> str:
        """The register."""
        return groups_url()

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """With what it was told."""
        links = self.object.links.select_related("notice").order_by("-notice__made_at")[:20]
        told = [(link, short_address(link.code)) for link in links]
        return super().get_context_data(told=told, **extra)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do=close`` closes it."""
        if request.POST.get("do") == "close":
            close_group(actor=self.actor, group_id=self.object.pk)
            messages.success(request, _("Closed; it stays on the register as a past one."))
            return HttpResponseRedirect(groups_url())
        return super().post(request, *args, **kwargs)

    def perform(self, form: GroupForm) -> str:
        """Saved, unless somebody was faster."""
        save_group(
            actor=self.actor,
            group_id=self.object.pk,
            fields=form.group_fields(),
            version=form.cleaned_data.get("version"),
        )
        return groups_url()


class NoticeForm(forms.Form):
    """What is told, and where the link leads."""

    title = forms.CharField(label=_("Title"), max_length=120)
    target = forms.URLField(
        label=_("Leads to"), max_length=400, assume_scheme="https",
        help_text=_("The page or post that is to be read."),
    )  # fmt: skip
    groups = forms.ModelMultipleChoiceField(
        label=TITLE, queryset=ChatGroup.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = scope(user, ChatGroup).filter(closed_on__isnull=True).order_by("name", "pk")
        self.fields["groups"].queryset = groups  # type: ignore[attr-defined]


class NoticeAddView(OfficeFormView):
    """A notice with a short link for each group."""

    permission = rules.GROUP_CHANGE
    form_class = NoticeForm
    page_title = _("Tell groups something")
    submit_label = _("Make the links")
    breadcrumbs = ((TITLE, "/office/groups/"),)
    cancel_url = "/office/groups/"
    intro = _(
        "Each group gets a short link of its own; how often it was opened is counted, and nothing "
        "else. Copy each link into its group."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Groups within sight."""
        return {"user": self.user}

    def perform(self, form: NoticeForm) -> str:
        """To the links."""
        made = make_notice(actor=self.actor, **form.cleaned_data)
        return notice_url(made.pk)


def _notices(request: HttpRequest) -> QuerySet[GroupNotice]:
    return scope(request.user, GroupNotice)


class ReadFilter(django_filters.FilterSet):
    """Of one notice, of one kind of group."""

    notice = django_filters.ModelChoiceFilter(
        label=_("Notice"), queryset=_notices, empty_label=_("All notices")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="group__kind", choices=GroupKind.choices,
        empty_label=_("All kinds"),
    )  # fmt: skip

    class Meta:
        model = GroupLink
        fields: tuple[str, ...] = ()


class ReadTable(OfficeTable):
    """Which group, which notice, its link, how often it was opened."""

    group = TitleColumn(
        verbose_name=pgettext_lazy("WeChat group", "Group"),
        link=lambda row: group_url(row.group_id),
        order_by=("group__name", "pk"),
    )
    notice = tables.Column(verbose_name=_("Notice"))
    made_at = DayColumn(verbose_name=_("Told on"), accessor="notice__made_at")
    code = tables.Column(verbose_name=_("Short link"), orderable=False)
    size = NumberColumn(verbose_name=_("Size"), accessor="group__size")
    reads = NumberColumn(verbose_name=_("Reads"))

    class Meta(OfficeTable.Meta):
        model = GroupLink
        fields: tuple[str, ...] = ()

    def render_code(self, value: str) -> str:
        return short_address(value)


@register_list
class ReadListView(OfficeListView[GroupLink]):
    """Reads per group: counts without names."""

    model = GroupLink
    list_key = "groups.reads"
    permission = rules.GROUPS
    page_title = _("Reads per group")
    breadcrumbs = ((TITLE, "/office/groups/"),)
    table_class = ReadTable
    filterset_class = ReadFilter
    default_order = ("-notice__made_at", "-reads", "pk")
    search_fields = ("group__name", "notice__title")
    search_placeholder = _("Group or notice")
    unit = pgettext_lazy("unit", "links")
    export_permission = rules.GROUPS_EXPORT
    export_name = "group-reads"
    export_columns = ("group", "notice", "made_at", "code", "size", "reads")

    def get_base_queryset(self) -> QuerySet[GroupLink]:
        """With group and notice."""
        return super().get_base_queryset().select_related("group", "notice")

    def get_row_url(self, row: GroupLink) -> str:
        """The group."""
        return group_url(row.group_id)
