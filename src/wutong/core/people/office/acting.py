"""What is done to a person's contact points and states from the dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people import rules
from wutong.core.people.enums import ContactStatus
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.office.addresses import person_url
from wutong.core.people.office.forms import ContactForm, DeathForm, ReasonForm
from wutong.core.people.office.profile import PersonView
from wutong.core.people.services.contacts import (
    add_contact,
    confirm_contact,
    end_contact,
    prefer_contact,
    set_contact_status,
)
from wutong.core.people.services.states import mark_deceased, mark_living, mark_lost
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scope
from wutong.ui.office.views import OfficeEditView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class ContactAddView(PersonView, OfficeEditView[Person]):
    """A new contact point; it makes a lost person found."""

    permission = rules.CHANGE
    form_class = ContactForm
    template_name = "office/form.html"
    page_title = gettext_lazy("Add a contact point")
    version_field = ""
    success_message = gettext_lazy("The contact point is on record.")

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: ContactForm) -> str:
        """Normalised, hashed, with source."""
        add_contact(
            actor=self.actor,
            person_id=self.object.pk,
            kind=form.cleaned_data["kind"],
            value=form.cleaned_data["value"],
            is_primary=form.cleaned_data["is_primary"],
            source=form.source(),
        )
        return person_url(self.object.pk)


class ContactActView(PersonView):
    """Confirm, prefer, mark as wrong, end: one button each."""

    permission = rules.CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the page: an address alone changes nothing."""
        return HttpResponseRedirect(person_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`do` says what."""
        point = get_object_or_404(
            scope(self.user, ContactPoint, "change"),
            pk=self.kwargs["contact"],
            person=self.object,
            valid_to__isnull=True,
        )
        try:
            said = self._act(request.POST.get("do", ""), point)
        except WutongError as error:
            messages.error(request, str(error))
        else:
            if said is None:
                return HttpResponseBadRequest(_("Nothing to do."))
            messages.success(request, said)
        return HttpResponseRedirect(person_url(self.object.pk))

    def _act(self, does: str, point: ContactPoint) -> str | None:
        if does == "confirm":
            confirm_contact(actor=self.actor, contact_id=point.pk)
            return _("The contact point is confirmed as of today.")
        if does == "prefer":
            prefer_contact(actor=self.actor, contact_id=point.pk)
            return _("It is now the preferred one.")
        if does == "wrong":
            set_contact_status(actor=self.actor, contact_id=point.pk, status=ContactStatus.WRONG)
            return _("It is marked as wrong and no longer used.")
        if does == "end":
            end_contact(actor=self.actor, contact_id=point.pk)
            return _("It is ended and stays on record as a past one.")
        return None


class DeathView(PersonView, OfficeEditView[Person]):
    """Noting a death: every greeting stops at once."""

    permission = rules.CHANGE
    form_class = DeathForm
    template_name = "office/form.html"
    page_title = gettext_lazy("Note a death")
    submit_label = gettext_lazy("Note the death")
    success_message = gettext_lazy("The death is noted. Nothing is sent to this person any more.")
    intro = gettext_lazy(
        "From now on no greeting goes to this person, and figures count the death on its day. "
        "It can be taken back."
    )

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: DeathForm) -> str:
        """Dated, with source."""
        mark_deceased(
            actor=self.actor,
            person_id=self.object.pk,
            on=form.cleaned_data["on"],
            source=form.source(),
            version=form.cleaned_data.get("version"),
        )
        return person_url(self.object.pk)


class LivingView(PersonView, OfficeEditView[Person]):
    """Taking a wrongly noted death back."""

    permission = rules.CHANGE
    form_class = ReasonForm
    template_name = "office/form.html"
    page_title = gettext_lazy("Take back a death noted wrongly")
    submit_label = gettext_lazy("This person is alive")
    version_field = ""

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: ReasonForm) -> str:
        """Contactability follows the contact points again."""
        mark_living(actor=self.actor, person_id=self.object.pk, source=form.source())
        return person_url(self.object.pk)


class LostView(PersonView, OfficeEditView[Person]):
    """None of the contact points reaches the person."""

    permission = rules.CHANGE
    form_class = ReasonForm
    template_name = "office/form.html"
    page_title = gettext_lazy("Mark as lost")
    submit_label = gettext_lazy("Mark as lost")
    intro = gettext_lazy(
        "All contact points are marked as wrong and no longer used. A new or confirmed one makes "
        "the person found again."
    )

    def get_cancel_url(self) -> str:
        """The dossier."""
        return person_url(self.object.pk)

    def perform(self, form: ReasonForm) -> str:
        """Dated today, with source."""
        mark_lost(
            actor=self.actor,
            person_id=self.object.pk,
            source=form.source(),
            version=form.cleaned_data.get("version"),
        )
        return person_url(self.object.pk)
