"""Colleagues and roles: who may enter the office, as what, and for which college."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import actor_words, entries_about
from wutong.platform.audit.registry import verbs
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists import (
    DayColumn,
    OfficeListView,
    OfficeTable,
    PersonColumn,
    register_list,
)
from wutong.ui.office.views import OfficeDetailView, OfficeFormView, OfficeObjectView, OfficeView
from wutong.ui.signin import selectors, services
from wutong.ui.signin.office.forms import InviteForm, RoleForm, role_choices

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from wutong.platform.access.models import RoleAssignment
    from wutong.platform.audit.models import AuditEntry

LIST = reverse_lazy("office:users-list")
CRUMB = (_("Colleagues and roles"), LIST)
HISTORY = 10


def _page_of(user: User) -> str:
    return reverse("office:users-detail", args=[user.pk])


def _who(entry: AuditEntry) -> str:
    return actor_words(entry.actor_label)


class AccountTable(OfficeTable):
    """Name, roles, whether the account is open and how well it is locked."""

    display_name = PersonColumn(
        link=_page_of, note=lambda user: user.mailbox, verbose_name=_("name"), empty_values=()
    )
    roles = tables.Column(verbose_name=_("roles"), empty_values=(), orderable=False)
    second_factor = tables.Column(verbose_name=_("second step"))
    is_active = tables.Column(verbose_name=_("account"))
    last_login = DayColumn(time=True, verbose_name=_("last signed in"))

    class Meta(OfficeTable.Meta):
        model = User
        fields = ("display_name", "roles", "second_factor", "is_active", "last_login")

    def value_email(self, record: User) -> str:
        """Nothing where the account was opened by a mobile number."""
        return record.mailbox

    def value_roles(self, record: User) -> str:
        """The roles as one text, for exports."""
        return "; ".join(
            f"{role.label} {role.scope}".strip() for role in selectors.held_roles(record)
        )

    def render_roles(self, record: User) -> SafeString:
        """One badge a role."""
        return format_html_join(
            " ",
            "{}",
            (
                (draw_badge(f"{role.label} · {role.scope}" if role.scope else role.label),)
                for role in selectors.held_roles(record)
            ),
        )

    def render_second_factor(self, value: bool) -> SafeString:
        """On or off."""
        return (
            draw_badge(_("turned on"), "leaf") if value else draw_badge(_("turned off"), "autumn")
        )

    def render_is_active(self, value: bool, record: User) -> SafeString:
        """Open, invited or closed."""
        if not value:
            return draw_badge(_("account closed"), "seal")
        if not record.has_usable_password():
            return draw_badge(_("invitation open"), "slate")
        return draw_badge(_("account open"), "leaf")


class AccountFilter(django_filters.FilterSet):
    """By role, by state, by second step."""

    role = django_filters.MultipleChoiceFilter(
        label=_("Role"), field_name="role_assignments__role", choices=role_choices, distinct=True
    )
    is_active = django_filters.BooleanFilter(label=_("Account open"))
    second_factor = django_filters.BooleanFilter(label=_("Second step on"))

    class Meta:
        model = User
        fields = ("role", "is_active", "second_factor")


@register_list
class AccountListView(OfficeListView[User]):
    """The accounts of the office; for administrators and directors."""

    model = User
    permission = "accounts.view"
    list_key = "users"
    page_title = CRUMB[0]
    table_class = AccountTable
    filterset_class = AccountFilter
    search_fields = ("display_name", "email")
    search_placeholder = _("Name or e-mail")
    default_order = ("-is_active", "display_name", "email")
    create_url = reverse_lazy("office:users-invite")
    create_label = _("Invite a colleague")
    create_permission = "accounts.change"
    export_permission = "accounts.view"
    export_columns = ("display_name", "email", "is_active", "last_login")
    export_name = "colleagues"
    unit = pgettext_lazy("unit", "accounts")

    def get_row_url(self, row: User) -> str:
        """The account's page."""
        return _page_of(row)


class AccountView(OfficeDetailView[User]):
    """One account: roles with their limits, how it is locked, what happened to it."""

    model = User
    permission = "accounts.view"
    template_name = "signin/office/account.html"
    breadcrumbs = (CRUMB,)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Adds roles, state and the latest entries of the audit trail about the account."""
        trail = entries_about(f"user:{self.object.pk}")[:HISTORY]
        return super().get_context_data(
            roles=selectors.held_roles(self.object),
            is_self=self.object.pk == self.user.pk,
            may_change=can(self.user, "accounts.change"),
            invited=self.object.is_active and not self.object.has_usable_password(),
            trail=[(entry, _who(entry), verbs.find(entry.verb) or entry.verb) for entry in trail],
            **extra,
        )


class InviteView(OfficeFormView):
    """Opens an account for a colleague and writes to them; for administrators."""

    permission = "accounts.change"
    form_class = InviteForm
    page_title = _("Invite a colleague")
    breadcrumbs = (CRUMB,)
    submit_label = _("Send the invitation")
    cancel_url = LIST
    intro = _(
        "They get a message with a link, choose a password and set up the second step. "
        "The link works for seven days."
    )

    def get_initial(self) -> dict[str, Any]:
        """The language of whoever invites, the most common role."""
        return {"language": self.user.language, "role": "staff"}

    def perform(self, form: InviteForm) -> str:
        """Invite, then show the new account."""
        user = services.invite_account(
            actor=self.actor,
            email=form.cleaned_data["email"],
            display_name=form.cleaned_data["display_name"],
            language=form.cleaned_data["language"],
            role=form.cleaned_data["role"],
            scopes=form.cleaned_data["scopes"],
        )
        messages.success(
            self.request,
            gettext("The invitation to %(email)s is on its way.") % {"email": user.email},
        )
        return _page_of(user)


class GiveRoleView(OfficeFormView, OfficeObjectView[User]):
    """Gives an account a further role; for administrators."""

    model = User
    permission = "accounts.change"
    action = "change"
    form_class = RoleForm
    submit_label = _("Give the role")

    def get_page_title(self) -> str:
        """Whose role it is."""
        return gettext("A role for %(name)s") % {"name": self.object}

    def get_breadcrumbs(self) -> tuple[tuple[Any, str], ...]:
        """By way of the account."""
        return ((CRUMB[0], str(LIST)), (str(self.object), _page_of(self.object)))

    def get_cancel_url(self) -> str:
        """Back to the account."""
        return _page_of(self.object)

    def perform(self, form: RoleForm) -> str:
        """Give the role."""
        services.give_role(
            actor=self.actor,
            user=self.object,
            role=form.cleaned_data["role"],
            scopes=form.cleaned_data["scopes"],
        )
        return _page_of(self.object)


class AccountActView(OfficeObjectView[User]):
    """One act on an account by a button (POST only); for administrators."""

    model = User
    permission = "accounts.change"
    action = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, say so, and show the account again."""
        try:
            done = self.act()
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
        return HttpResponseRedirect(_page_of(self.object))

    def act(self) -> str:
        """Perform the act named in the address; the sentence that says it was done."""
        name = {"name": str(self.object)}
        match self.kwargs["act"]:
            case "close":
                services.close_account(actor=self.actor, user=self.object)
                return gettext("The account of %(name)s is closed.") % name
            case "open":
                services.open_account(actor=self.actor, user=self.object)
                return gettext("The account of %(name)s is open again.") % name
            case "invite":
                services.invite_again(actor=self.actor, user=self.object)
                return gettext("A new invitation to %(name)s is on its way.") % name
            case "factor":
                services.reset_second_factor(actor=self.actor, user=self.object)
                return gettext("%(name)s can set up the second step again.") % name
            case _:
                raise Http404


class TakeRoleView(OfficeObjectView[User]):
    """Takes one role back (POST only); for administrators."""

    model = User
    permission = "accounts.change"
    action = "change"
    http_method_names = ["post"]

    @cached_property
    def assignment(self) -> RoleAssignment:
        """The role in the address, of this account."""
        held: QuerySet[RoleAssignment] = self.object.role_assignments.filter(
            pk=self.kwargs["assignment"]
        )
        found = held.first()
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take it back. Whoever lost the last role leaves the list with it."""
        try:
            services.take_role(actor=self.actor, assignment=self.assignment)
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(_page_of(self.object))
        messages.success(request, gettext("The role was taken back."))
        left = self.object.role_assignments.exists()
        return HttpResponseRedirect(_page_of(self.object) if left else str(LIST))


class RolesView(OfficeView):
    """Every role in words, with how many hold it; for administrators and directors."""

    permission = "accounts.view"
    template_name = "signin/office/roles.html"
    page_title = _("Roles")
    breadcrumbs = (CRUMB,)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Adds the roles with what each may do."""
        return super().get_context_data(roles=selectors.role_sheet(), **extra)
