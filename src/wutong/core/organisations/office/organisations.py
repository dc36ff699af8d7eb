"""Organisations in the office: the list, a page each, their members, what officers may take out."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.organisations import rules
from wutong.core.organisations.enums import OrganisationStatus
from wutong.core.organisations.models import Appointment, Membership, Organisation
from wutong.core.organisations.naming import search
from wutong.core.organisations.office.addresses import (
    members_url,
    organisation_url,
    organisations_url,
)
from wutong.core.organisations.office.doing import done
from wutong.core.organisations.office.filters import MemberFilter, OrganisationFilter
from wutong.core.organisations.office.forms import GrantForm, MemberForm, OrganisationForm
from wutong.core.organisations.office.tables import STATUS_TONES, MemberTable, OrganisationTable
from wutong.core.organisations.public import in_office
from wutong.core.organisations.registry import organisation_actions
from wutong.core.organisations.selectors import pages
from wutong.core.organisations.services.organisations import (
    FIELDS,
    add_member,
    end_membership,
    save_organisation,
)
from wutong.core.people.public import search as search_people
from wutong.core.people.public import visible_people
from wutong.kernel.clock import CAMPUS, today
from wutong.platform.access.public import can, grant_permission, scope, withdraw_grants
from wutong.platform.accounts.models import User
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
    OfficeObjectView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

TITLE = pgettext_lazy("office", "Organisations")


@register_list
class OrganisationListView(OfficeListView[Organisation]):
    """Companies, media, schools, bodies, alumni organisations."""

    model = Organisation
    list_key = "organisations"
    permission = rules.VIEW
    page_title = TITLE
    table_class = OrganisationTable
    filterset_class = OrganisationFilter
    default_order = ("name_pinyin", "pk")
    search_placeholder = gettext_lazy("Name, former name, pinyin, English, credit code")
    unit = pgettext_lazy("unit", "organisations")
    create_url = "add/"
    create_label = gettext_lazy("Add an organisation")
    create_permission = rules.CHANGE
    peek_template = "organisations/office/peek.html"
    export_permission = rules.EXPORT
    export_name = "organisations"
    export_columns = (
        "name_zh", "name_en", "kind", "alumni_type", "legal_form", "region", "industry",
        "host_unit", "members", "alumni_here", "credit_code", "website", "founded_on", "status",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """With place and college."""
        rows = super().get_base_queryset().select_related("region", "host_unit")
        return rows.defer("search_tokens", "note")

    def search(self, rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
        """By any name."""
        return search(text, organisations=rows)

    def dress(self, rows: Sequence[Organisation]) -> None:
        """With the numbers."""
        pages.count_parts(rows)

    def get_row_url(self, row: Organisation) -> str:
        """Its page."""
        return organisation_url(row.pk)

    def get_peek_context(self, peeked: Organisation) -> dict[str, Any]:
        """With the numbers and who leads it."""
        pages.count_parts([peeked])
        return {"officers": officers_of(peeked, self.user)[:6]}


def officers_of(organisation: Organisation, user: User) -> list[Appointment]:
    """Who holds an office there today."""
    rows = scope(user, Appointment).filter(organisation=organisation)
    held = in_office(today(), rows).select_related("person", "document")
    found = list(held.order_by("role", "term_from", "pk")[: pages.OFFICERS_SHOWN])
    pages.dress_appointments(found)
    return found


class OrganisationView(OfficeObjectView[Organisation]):
    """A page about one organisation; foreign ones answer 404."""

    model = Organisation
    permission = rules.VIEW

    def get_queryset(self) -> QuerySet[Organisation]:
        """With what its page names."""
        rows = super().get_queryset()
        return rows.select_related("region", "host_unit", "class_group", "parent")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """Organisations / the organisation."""
        return ((TITLE, organisations_url()), (str(self.object), organisation_url(self.object.pk)))


class OrganisationDetailView(OrganisationView, OfficeDetailView[Organisation]):
    """Who leads it, who belongs to it, who works there, what happened."""

    template_name = "organisations/office/organisation.html"

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """Organisations."""
        return ((TITLE, organisations_url()),)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Each part within the reader's sight."""
        body = self.object
        members = scope(self.user, Membership).filter(organisation=body, valid_to__isnull=True)
        newest = list(
            members.select_related("person").order_by("-valid_from", "-pk")[: pages.MEMBERS_SHOWN]
        )
        pages.dress_members(newest)
        alumni, alumni_count = pages.alumni_at(body, self.user) if not body.is_alumni else ([], 0)
        return super().get_context_data(
            status_tone=STATUS_TONES.get(OrganisationStatus(body.status), ""),
            officers=officers_of(body, self.user) if can(self.user, rules.APPOINTMENTS) else [],
            members=newest,
            member_count=members.count() if body.is_alumni else 0,
            members_url=members_url(body.pk),
            alumni=alumni,
            alumni_count=alumni_count,
            parts=list(scope(self.user, Organisation).filter(parent=body)[:50]),
            years=pages.events_of(body, self.user),
            accounts=pages.officer_accounts(body) if can(self.user, rules.GRANT) else None,
            may_change=can(self.user, rules.CHANGE),
            actions=[
                (action, action.url(body.pk))
                for action in organisation_actions.values()
                if can(self.user, action.permission)
            ],
            may_join=can(self.user, rules.MEMBERS) and body.is_alumni,
            may_appoint=can(self.user, rules.APPOINT),
            **extra,
        )


class OrganisationAddView(OfficeFormView):
    """A new one."""

    permission = rules.CHANGE
    form_class = OrganisationForm
    page_title = gettext_lazy("Add an organisation")
    submit_label = gettext_lazy("Add")
    breadcrumbs = ((TITLE, "/office/organisations/"),)
    cancel_url = "/office/organisations/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form looks up parents within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """Active; an alumni organisation where the address says so."""
        kind = self.request.GET.get("kind", "")[:12]
        return {"status": OrganisationStatus.ACTIVE, "kind": kind or "company"}

    def perform(self, form: OrganisationForm) -> str:
        """On record, employers linked."""
        saved = save_organisation(actor=self.actor, fields=form.cleaned_data)
        return organisation_url(saved.pk)


class OrganisationEditView(OrganisationView, OfficeEditView[Organisation]):
    """Change what is on record."""

    permission = rules.CHANGE
    form_class = OrganisationForm
    template_name = "office/form.html"
    success_message = gettext_lazy("The organisation is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form looks up parents within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        initial = {name: getattr(self.object, name) for name in FIELDS}
        return {**initial, "former_names": "、".join(self.object.former_names)}

    def get_cancel_url(self) -> str:
        """Its page."""
        return organisation_url(self.object.pk)

    def perform(self, form: OrganisationForm) -> str:
        """Saved, unless somebody was faster."""
        save_organisation(
            actor=self.actor,
            fields={name: form.cleaned_data[name] for name in FIELDS},
            organisation_id=self.object.pk,
            version=form.cleaned_data.get("version"),
        )
        return organisation_url(self.object.pk)


@register_list
class MemberListView(OfficeListView[Membership]):
    """Members, of one organisation or of all in sight; contact points are masked."""

    model = Membership
    list_key = "organisations.members"
    permission = rules.VIEW
    page_title = gettext_lazy("Members of alumni organisations")
    breadcrumbs = ((TITLE, "/office/organisations/"),)
    table_class = MemberTable
    filterset_class = MemberFilter
    default_order = ("person__name_pinyin", "person_id", "pk")
    search_placeholder = gettext_lazy("Name, pinyin, student number")
    unit = pgettext_lazy("unit", "members")
    export_permission = pages.MEMBERS_EXPORT
    export_name = "members"
    export_needs_reason = True
    export_columns = ("person", "study", "office", "organisation", "region", "phone", "email", "valid_from", "valid_to")  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Membership]:
        """With the person and the place."""
        rows = super().get_base_queryset()
        rows = rows.select_related("person__region", "organisation")
        return rows.filter(person__deceased=False).defer("person__search_tokens")

    def search(self, rows: QuerySet[Membership], text: str) -> QuerySet[Membership]:
        """The one search of people."""
        found = search_people(text, people=visible_people(self.user)).order_by()
        return rows.filter(person__in=found.values("pk"))

    def dress(self, rows: Sequence[Membership]) -> None:
        """Study, masked contact points, office."""
        pages.dress_members(rows)

    def get_row_url(self, row: Membership) -> str:
        """The person."""
        return f"/office/people/{row.person_id}/"


class MemberAddView(OrganisationView, OfficeEditView[Organisation]):
    """Somebody joins."""

    permission = rules.MEMBERS
    action = "view"
    form_class = MemberForm
    template_name = "office/form.html"
    page_title = gettext_lazy("Add a member")
    submit_label = gettext_lazy("Add")
    version_field = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_cancel_url(self) -> str:
        """The organisation."""
        return organisation_url(self.object.pk)

    def perform(self, form: MemberForm) -> str:
        """A member from that day."""
        add_member(
            actor=self.actor,
            organisation_id=self.object.pk,
            person_id=form.cleaned_data["person"],
            since=form.cleaned_data["since"],
        )
        messages.success(self.request, _("The member is on record."))
        return organisation_url(self.object.pk)


class MemberEndView(OrganisationView):
    """A membership ends today."""

    permission = rules.MEMBERS
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The time of membership stays on record."""
        membership = get_object_or_404(
            scope(self.user, Membership), pk=kwargs["membership"], organisation=self.object
        )
        return done(
            request,
            organisation_url(self.object.pk),
            lambda: end_membership(actor=self.actor, membership_id=membership.pk),
            _("The membership has ended and stays on record."),
        )


class GrantView(OrganisationView, OfficeEditView[Organisation]):
    """Allow an officer to take the list of members out, for a time and a reason; or end it."""

    permission = rules.GRANT
    action = "view"
    form_class = GrantForm
    template_name = "office/form.html"
    page_title = gettext_lazy("Allow the list to be taken out")
    submit_label = gettext_lazy("Allow")
    version_field = ""
    intro = gettext_lazy(
        "Until that day this account may take the list of its members out as a file: masked, "
        "with a reason each time, marked with the officer’s name on every sheet, and kept for "
        "seven days. Every file is in the audit trail."
    )

    @cached_property
    def officer(self) -> User:
        """An account of this organisation, else 404."""
        accounts = {
            account.user.pk: account.user for account in pages.officer_accounts(self.object)
        }
        return get_object_or_404(User.objects.filter(pk__in=accounts), pk=self.kwargs["user"])

    def get_page_title(self) -> str:
        """For whom."""
        return _("Allow %(name)s to take the list out") % {"name": self.officer.display_name}

    def get_initial(self) -> dict[str, Any]:
        """Two weeks."""
        return {"until": today() + timedelta(days=14)}

    def get_cancel_url(self) -> str:
        """The organisation."""
        return organisation_url(self.object.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do=withdraw`` ends it at once."""
        if request.POST.get("do") == "withdraw":
            withdraw_grants(actor=self.actor, user=self.officer, permission=pages.MEMBERS_EXPORT)
            messages.success(request, _("From now on the list cannot be taken out."))
            return HttpResponseRedirect(organisation_url(self.object.pk))
        return super().post(request, *args, **kwargs)

    def perform(self, form: GrantForm) -> str:
        """Until the end of that day."""
        until = datetime.combine(form.cleaned_data["until"], time(23, 59), tzinfo=CAMPUS)
        grant_permission(
            actor=self.actor,
            user=self.officer,
            permission=pages.MEMBERS_EXPORT,
            expires_at=until,
            reason=form.cleaned_data["reason"],
        )
        return organisation_url(self.object.pk)
