"""One page from the file to the first letter, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.models import Degree
from wutong.core.people.public import visible_people
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.jobs.models import Progress
from wutong.platform.tabular.models import BatchState
from wutong.programs.graduation import rules
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.graduation.models import Intake
from wutong.programs.graduation.office.forms import ChoicesForm, IntakeForm, proposed
from wutong.programs.graduation.selectors import classes_of
from wutong.programs.graduation.services.intakes import (
    open_intake,
    save_choices,
    start_intake,
    start_preview,
    start_undo,
)
from wutong.programs.graduation.services.running import choose_liaison
from wutong.programs.graduation.services.undoing import reckoned
from wutong.programs.graduation.tasks import preview_job, run_job, undo_job
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
    OfficeObjectView,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_LIST = (gettext_lazy("Graduates"), "/office/graduation/")
SHOWN = 40


def intake_url(intake_id: int) -> str:
    """The page of an intake."""
    return reverse("office:graduation-detail", args=[intake_id])


class IntakeNewView(OfficeFormView):
    """The file and everything that is to be made of it; nothing is entered yet."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Take graduates in")
    submit_label = gettext_lazy("Look at the file")
    breadcrumbs = (_LIST,)
    cancel_url = "/office/graduation/"
    form_class = IntakeForm
    intro = gettext_lazy("Nothing is entered before you have seen the dry run and said so.")

    def get_initial(self) -> dict[str, Any]:
        """A letter is proposed."""
        return proposed()

    def perform(self, form: IntakeForm) -> str:
        """On to its page."""
        file = form.cleaned_data["file"]
        intake = open_intake(
            actor=self.actor, user=self.user, values=form.values(), content=file, name=file.name
        )
        return intake_url(intake.pk)


class IntakePage(OfficeObjectView[Intake]):
    """A page about one intake."""

    model = Intake
    permission = rules.VIEW
    breadcrumbs = (_LIST,)

    def get_queryset(self) -> QuerySet[Intake]:
        """With what hangs on it."""
        rows = super().get_queryset()
        return rows.select_related("batch", "campaign", "legal_body", "created_by")


class IntakeDetailView(IntakePage, OfficeDetailView[Intake]):
    """Where it stands, the next step, and what was made."""

    template_name = "graduation/office/intake.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Steps, numbers, classes that still need a liaison."""
        intake = self.object
        batch = intake.batch
        done = intake.state == IntakeState.DONE
        classes, number = (
            classes_of(intake, people=visible_people(self.user), without_liaison=True, limit=SHOWN)
            if done
            else ([], 0)
        )
        return super().get_context_data(
            batch=batch,
            checked=batch is not None and batch.state == BatchState.CHECKED,
            ready=intake.state == IntakeState.PREPARING
            and batch is not None
            and batch.state in {BatchState.CHECKED, BatchState.PUBLISHED},
            adds=batch.enters + batch.count("same") if batch else 0,
            progress=Progress.objects.filter(pk=intake.progress_id).first()
            if intake.is_busy and intake.progress_id
            else None,
            classes=classes,
            classes_number=number,
            may_change=can(self.user, rules.CHANGE),
            preparing=intake.state == IntakeState.PREPARING,
            done=done,
            undone=intake.state == IntakeState.UNDONE,
            **extra,
        )


class IntakeChoicesView(IntakePage, OfficeEditView[Intake]):
    """The choices changed before the run."""

    permission = rules.CHANGE
    form_class = ChoicesForm
    page_title = gettext_lazy("What is to be made of them")
    success_message = gettext_lazy("Saved.")

    def get_cancel_url(self) -> str:
        """Its page."""
        return intake_url(self.object.pk)

    def get_initial(self) -> dict[str, Any]:
        """As they stand."""
        values = {name: getattr(self.object, name) for name in ChoicesForm.base_fields}
        return {**values, "liaisons": "\n".join(self.object.liaisons)}

    def perform(self, form: ChoicesForm) -> str:
        """Back to its page."""
        save_choices(actor=self.actor, intake_id=self.object.pk, values=form.values())
        return intake_url(self.object.pk)


class _PostOnly(IntakePage):
    """An address that only acts."""

    permission = rules.CHANGE
    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking leads to the intake."""
        return HttpResponseRedirect(intake_url(self.object.pk))

    def doing(self, service: Callable[[], Any], said: str = "") -> HttpResponseBase:
        """Do it, say so or why not, and go back."""
        try:
            service()
        except WutongError as error:
            messages.error(self.request, str(error))
        else:
            if said:
                messages.success(self.request, said)
        return HttpResponseRedirect(intake_url(self.object.pk))


class IntakeStartView(_PostOnly):
    """Graduates become alumni."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the run."""
        return self.doing(
            lambda: start_intake(actor=self.actor, intake_id=self.object.pk, job=run_job)
        )


class IntakeLiaisonView(_PostOnly):
    """A class gets its liaison."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Of the graduates of that class."""
        member = get_object_or_404(
            self.object.members.select_related("person"),
            person=request.POST.get("person", "0"),
            class_group=request.POST.get("class", "0"),
            intake__state=IntakeState.DONE,
        )
        degree = (
            Degree.objects.filter(person=member.person_id, class_group=member.class_group_id)
            .select_related("class_group")
            .latest("pk")
        )
        return self.doing(
            lambda: choose_liaison(actor=self.actor, intake=self.object, degree=degree),
            _("%(name)s looks after the class now.") % {"name": member.person.name},
        )


class IntakePreviewView(_PostOnly):
    """Works out what an undo would do, in the background."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue it; the page of the undo shows the numbers when they are there."""
        self.doing(
            lambda: start_preview(actor=self.actor, intake_id=self.object.pk, job=preview_job)
        )
        return HttpResponseRedirect(reverse("office:graduation-undo", args=[self.object.pk]))


class IntakeUndoView(_PostOnly):
    """Everything back: first in numbers."""

    template_name = "graduation/office/undo.html"
    page_title = gettext_lazy("Undo this intake")

    def get_breadcrumbs(self) -> tuple[tuple[Any, str], ...]:
        """Graduates, then this one."""
        return (_LIST, (self.object.title, intake_url(self.object.pk)))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What would go, as far as it has been worked out."""
        if self.object.state != IntakeState.DONE:
            return HttpResponseRedirect(intake_url(self.object.pk))
        progress, goes = reckoned(self.object)
        return self.render(progress=progress, goes=goes)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the undo with its reason."""
        reason = request.POST.get("reason", "").strip()
        actor = Actor.of(self.user, reason=reason)
        return self.doing(lambda: start_undo(actor=actor, intake_id=self.object.pk, job=undo_job))
