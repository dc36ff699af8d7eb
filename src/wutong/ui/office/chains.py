"""Who approves what: what waits, and the chain of each kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.platform.access.public import ROLES, can
from wutong.platform.approvals.models import ApprovalChain
from wutong.platform.approvals.public import (
    Kind,
    StepName,
    chain_of,
    kinds,
    requests_waiting_for,
    set_chain,
    steps_taken,
    unset_chain,
)
from wutong.ui.office.views import OfficeFormView, OfficeView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

STEPS = 5
CHANGE = "approvals.chains.change"
TITLE = pgettext_lazy("office", "Approvals")
HOME = (TITLE, reverse_lazy("office:approvals"))


class ApprovalsView(OfficeView):
    """What one may decide now, and how each kind of request is approved."""

    permission = "approvals.chains.view"
    template_name = "office/approvals/home.html"
    page_title = TITLE

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Requests with their steps; kinds with theirs."""
        kept = {row.kind: row for row in ApprovalChain.objects.select_related("changed_by")}
        return super().get_context_data(
            waiting=[(one, steps_taken(one)) for one in requests_waiting_for(self.user)],
            kinds=[
                (key, kind, chain_of(key).steps if key in kept else (), kept.get(key))
                for key, kind in kinds.items()
            ],
            may_change=can(self.user, CHANGE),
            **extra,
        )


class ChainForm(forms.Form):
    """Up to five steps, each a name and who takes it."""

    one_step_each = forms.BooleanField(
        label=gettext_lazy("Nobody takes two steps"),
        required=False,
        help_text=gettext_lazy("The author never takes one, whatever stands here."),
    )
    notify = forms.BooleanField(
        label=gettext_lazy("Write to those whose turn it is, and to the author when it is decided"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: list[tuple[str, _StrOrPromise]] = [
            ("", gettext_lazy("all who may approve this")),
            *((code, role.label) for code, role in ROLES.items() if role.sees == "everything"),
        ]
        names = [("", "–"), *StepName.choices]
        for number in range(1, STEPS + 1):
            self.fields[f"name{number}"] = forms.ChoiceField(
                label=_("Step %(number)s") % {"number": number}, choices=names, required=False
            )
            self.fields[f"role{number}"] = forms.ChoiceField(
                label=_("Taken by"), choices=roles, required=False
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The steps, two fields each."""
        return [(self[f"name{number}"], self[f"role{number}"]) for number in range(1, STEPS + 1)]

    def steps(self) -> list[tuple[str, str]]:
        """Those that have a name, in order."""
        given = self.cleaned_data
        found = [(given[f"name{n}"], given[f"role{n}"]) for n in range(1, STEPS + 1)]
        return [(name, role) for name, role in found if name]


class ChainEdit(OfficeFormView):
    """The chain of one kind; without a step it is the usual one again."""

    permission = CHANGE
    form_class = ChainForm
    template_name = "office/approvals/chain.html"
    breadcrumbs = (HOME,)
    cancel_url = HOME[1]
    success_message = gettext_lazy("Saved. What waits already keeps the chain it was asked under.")

    @cached_property
    def kind(self) -> tuple[str, Kind]:
        """The kind of the address."""
        found = kinds.find(self.kwargs["kind"])
        if found is None:
            raise Http404
        return self.kwargs["kind"], found

    def get_page_title(self) -> _StrOrPromise:
        """What is approved."""
        return self.kind[1].label

    def get_breadcrumbs(self) -> Iterable[tuple[Any, Any]]:
        """Back to the approvals."""
        return self.breadcrumbs

    def get_initial(self) -> dict[str, Any]:
        """As it is set, or one step as it comes."""
        kept = ApprovalChain.objects.filter(pk=self.kind[0]).first()
        chain = chain_of(self.kind[0])
        found: dict[str, Any] = {
            "one_step_each": chain.one_step_each,
            "notify": chain.notify,
            "version": kept.version if kept else 0,
        }
        for number, step in enumerate(chain.steps if kept else (), start=1):
            found |= {f"name{number}": step.label, f"role{number}": step.role}
        return found

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """And what is usual."""
        return super().get_context_data(kind=self.kind[1], **extra)

    def perform(self, form: ChainForm) -> str:
        """Set, or set back."""
        if steps := form.steps():
            set_chain(
                actor=self.actor,
                kind=self.kind[0],
                steps=steps,
                one_step_each=form.cleaned_data["one_step_each"],
                notify=form.cleaned_data["notify"],
                version=form.cleaned_data["version"],
            )
        else:
            unset_chain(actor=self.actor, kind=self.kind[0])
        return reverse("office:approvals")
