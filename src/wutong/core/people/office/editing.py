"""Changing what is on record: who somebody is, studies, employment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.people import rules
from wutong.core.people.models import Degree, Employment, Person
from wutong.core.people.office.addresses import list_url, person_url
from wutong.core.people.office.forms import EmploymentForm, NewPersonForm, PersonForm, StudyForm
from wutong.core.people.office.profile import PersonView
from wutong.core.people.public import visible_people
from wutong.core.people.search import search
from wutong.core.people.selectors.cards import people_cards
from wutong.core.people.selectors.profile import profile_of
from wutong.core.people.services.records import (
    CHANGEABLE,
    change_person,
    save_degree,
    save_employment,
)
from wutong.core.people.services.registering import register_person
from wutong.platform.access.public import can, scope
from wutong.ui.office.views import OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

SAME_NAME_SHOWN = 8


class PersonEditView(PersonView, OfficeEditView[Person]):
    """Who somebody is, with the source of each field beside it."""

    permission = rules.CHANGE
    form_class = PersonForm
    template_name = "people/office/edit.html"
    success_message = gettext_lazy("The record is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only the cleared may grade somebody sensitive."""
        return {"cleared": can(self.user, rules.SENSITIVE)}

    def get_initial(self) -> dict[str, Any]:
        """The record as it is."""
        return {name: getattr(self.object, name) for name in CHANGEABLE}

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: PersonForm) -> str:
        """One change with its source."""
        change_person(
            actor=self.actor,
            person_id=self.object.pk,
            changes=form.person_fields(),
            source=form.source(),
            version=form.cleaned_data.get("version"),
        )
        return person_url(self.object.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Every field with where it comes from."""
        sources = {fact.name: fact.source for fact in profile_of(self.object).facts}
        fields = [
            (field.name, field, sources.get(field.name)) for field in extra["form"].visible_fields()
        ]
        return super().get_context_data(fields=fields, **extra)


class StudyEditView(PersonView, OfficeEditView[Person]):
    """A time of study, new or known."""

    permission = rules.CHANGE
    form_class = StudyForm
    template_name = "office/form.html"

    @cached_property
    def degree(self) -> Degree | None:
        """The one in the address, of this person."""
        key = self.kwargs.get("degree")
        if key is None:
            return None
        return get_object_or_404(scope(self.user, Degree, "change"), pk=key, person=self.object)

    def get_page_title(self) -> _StrOrPromise:
        """New or known."""
        return _("Time of study") if self.degree else _("Add a time of study")

    def get_initial(self) -> dict[str, Any]:
        """The study as it is."""
        if self.degree is None:
            return {"level": "bachelor", "completion": "graduated"}
        names = [name for name in StudyForm.base_fields if hasattr(self.degree, name)]
        group = self.degree.class_group
        initial = {name: getattr(self.degree, name) for name in names}
        return {**initial, "class_code": group.code if group else ""}

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: StudyForm) -> str:
        """Saved with its source; memberships and search follow."""
        save_degree(
            actor=self.actor,
            person_id=self.object.pk,
            fields=form.study_fields(),
            degree_id=self.degree.pk if self.degree else None,
            source=form.source(),
            version=form.cleaned_data.get("version"),
        )
        return person_url(self.object.pk)


class EmploymentEditView(PersonView, OfficeEditView[Person]):
    """Where somebody works, new or known."""

    permission = rules.CHANGE
    form_class = EmploymentForm
    template_name = "office/form.html"

    @cached_property
    def employment(self) -> Employment | None:
        """The one in the address, of this person."""
        key = self.kwargs.get("employment")
        if key is None:
            return None
        return get_object_or_404(scope(self.user, Employment, "change"), pk=key, person=self.object)

    def get_page_title(self) -> _StrOrPromise:
        """New or known."""
        return _("Employment") if self.employment else _("Add an employment")

    def get_initial(self) -> dict[str, Any]:
        """The employment as it is."""
        known = self.employment
        names = [name for name in EmploymentForm.base_fields if known and hasattr(known, name)]
        return {name: getattr(known, name) for name in names}

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: EmploymentForm) -> str:
        """Saved with its source."""
        save_employment(
            actor=self.actor,
            person_id=self.object.pk,
            fields=form.employment_fields(),
            employment_id=self.employment.pk if self.employment else None,
            source=form.source(),
            version=form.cleaned_data.get("version"),
        )
        return person_url(self.object.pk)


class PersonAddView(OfficeFormView):
    """Somebody new; people of the same name are shown first."""

    permission = rules.ADD
    form_class = NewPersonForm
    template_name = "people/office/add.html"
    page_title = gettext_lazy("Add a person")
    submit_label = gettext_lazy("Add")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, str]]:
        """People."""
        return ((pgettext("office", "People"), list_url()),)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only the cleared may grade somebody sensitive."""
        return {"cleared": can(self.user, rules.SENSITIVE)}

    def get_initial(self) -> dict[str, Any]:
        """Internal, in Chinese."""
        return {"grade": 1, "language": "zh-hans", "name": self.request.GET.get("name", "")[:120]}

    def get_cancel_url(self) -> str:
        """The list."""
        return list_url()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask once whether it is one of those of the same name."""
        form = self.make_form()
        if form.is_valid() and not form.cleaned_data["same_name_seen"]:
            name = form.cleaned_data["name"]
            found = search(name, people=visible_people(self.user).filter(name=name))
            same = list(people_cards(found[:SAME_NAME_SHOWN]).values())
            if same:
                return self.render(form=form, same_name=same)
        return super().post(request, *args, **kwargs)

    def perform(self, form: NewPersonForm) -> str:
        """On record, with source."""
        person = register_person(
            actor=self.actor,
            fields=form.person_fields(),
            study=form.study(),
            contacts=form.contacts(),
            source=form.source(),
        )
        return person_url(person.pk)
