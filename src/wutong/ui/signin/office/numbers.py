"""A colleague's number in the staff directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wutong.platform.accounts.models import User
from wutong.ui.office.views import OfficeFormView, OfficeObjectView
from wutong.ui.signin.campus.numbers import set_staff_number
from wutong.ui.signin.models import StaffNumber
from wutong.ui.signin.office.forms import StaffNumberForm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class StaffNumberView(OfficeFormView, OfficeObjectView[User]):
    """Sets or takes away the number; for administrators."""

    model = User
    permission = "accounts.change"
    action = "change"
    form_class = StaffNumberForm
    success_message = _("The staff number is kept.")

    def get_page_title(self) -> str:
        """Whose number it is."""
        return gettext("Staff number of %(name)s") % {"name": self.object}

    def get_breadcrumbs(self) -> tuple[tuple[_StrOrPromise, _StrOrPromise], ...]:
        """By way of the account."""
        return (
            (_("Colleagues and roles"), reverse("office:users-list")),
            (str(self.object), self.get_cancel_url()),
        )

    def get_cancel_url(self) -> str:
        """Back to the account."""
        return reverse("office:users-detail", args=[self.object.pk])

    def get_initial(self) -> dict[str, Any]:
        """The present one."""
        held = StaffNumber.objects.filter(user=self.object).first()
        return {"number": held.number if held else ""}

    def perform(self, form: StaffNumberForm) -> str:
        """Keep it."""
        set_staff_number(actor=self.actor, user=self.object, number=form.cleaned_data["number"])
        return self.get_cancel_url()
