"""What every page of the office is made of: permission, scope, title, conflict, audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm, HiddenInput, IntegerField
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from wutong.kernel.actors import Actor
from wutong.kernel.errors import ConflictError, WutongError
from wutong.platform.access.public import can, scope
from wutong.platform.audit.public import viewed_sensitive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

M = TypeVar("M", bound=Model)


class OfficeView(View):
    """A page of the office: signed in, with ``permission``, in the office's shell.

    ``permission`` must be set; ``page_title`` is the heading; ``breadcrumbs`` are (label, url)
    pairs above it.
    """

    permission: ClassVar[str] = ""
    template_name: ClassVar[str] = ""
    page_title: ClassVar[_StrOrPromise] = ""
    breadcrumbs: ClassVar[tuple[tuple[_StrOrPromise, _StrOrPromise], ...]] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign-in first, then the permission, else the 403 page."""
        if not self.permission:
            message = f"{type(self).__name__} names no permission"
            raise ImproperlyConfigured(message)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not can(request.user, self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        """The signed-in user."""
        return self.request.user  # type: ignore[return-value]

    @property
    def actor(self) -> Actor:
        """The signed-in user as the author of a change."""
        return Actor.of(self.user)

    def get_page_title(self) -> _StrOrPromise:
        """The heading; override where it depends on the object."""
        return self.page_title

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The way here; override where it depends on the object."""
        return self.breadcrumbs

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """What the template sees besides the shell."""
        return {
            "view": self,
            "page_title": self.get_page_title(),
            "breadcrumbs": self.get_breadcrumbs(),
            **extra,
        }

    def render(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        """The page."""
        return TemplateResponse(
            self.request, self.template_name, self.get_context_data(**extra), status=status
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page; override where there is more to do."""
        return self.render()


class OfficeObjectView(OfficeView, Generic[M]):
    """A page about one object, fetched through ``access.scope``: a foreign one answers 404."""

    model: ClassVar[type[Any]]
    action: ClassVar[str] = "view"
    pk_kwarg: ClassVar[str] = "pk"
    lookup: ClassVar[str] = "pk"

    def get_queryset(self) -> QuerySet[M]:
        """The rows this user may see; add select_related here."""
        return scope(self.user, self.model, self.action)

    @cached_property
    def object(self) -> M:
        """The object of the address."""
        return get_object_or_404(self.get_queryset(), **{self.lookup: self.kwargs[self.pk_kwarg]})

    def get_page_title(self) -> _StrOrPromise:
        """The object's own name."""
        return self.page_title or str(self.object)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Adds ``object``."""
        return super().get_context_data(object=self.object, **extra)

    def note_unmasked(self, subject: str, fields: Iterable[str], reason: str = "") -> None:
        """Write down that this user now sees ``fields`` of the object unmasked."""
        viewed_sensitive(
            actor=self.actor,
            subject=subject,
            subject_label=str(self.object),
            fields=fields,
            reason=reason,
        )


class OfficeDetailView(OfficeObjectView[M]):
    """Shows one object."""


class OfficeFormView(OfficeView):
    """A form that asks and then calls one service.

    ``perform(form)`` calls the service and returns where to go next (a URL), with errors as
    ``WutongError``: they stand above the form and everything typed is kept.
    """

    template_name = "office/form.html"
    form_class: ClassVar[type[BaseForm]]
    submit_label: ClassVar[_StrOrPromise] = _("Save")
    success_message: ClassVar[_StrOrPromise] = ""
    cancel_url: ClassVar[_StrOrPromise] = ""
    intro: ClassVar[_StrOrPromise] = ""

    def get_initial(self) -> dict[str, Any]:
        """What the form starts with."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Further arguments of the form."""
        return {}

    def get_cancel_url(self) -> _StrOrPromise:
        """Where "Cancel" leads; "" shows none."""
        return self.cancel_url

    def make_form(self) -> BaseForm:
        """The form, bound when it was sent."""
        data = self.request.POST if self.request.method == "POST" else None
        files = self.request.FILES if self.request.method == "POST" else None
        return self.form_class(data, files, initial=self.get_initial(), **self.get_form_kwargs())

    def perform(self, form: Any) -> str:
        """Call the service with the cleaned form; the address to go on to."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty (or filled-in) form."""
        return self.render(form=self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check, perform, go on; or show the form again with what is wrong (422)."""
        form = self.make_form()
        if form.is_valid():
            try:
                target = self.perform(form)
            except ConflictError as error:
                form.add_error(None, str(error))
                return self.render(form=form, conflict=True, status=409)
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                if self.success_message:
                    messages.success(request, str(self.success_message))
                return HttpResponseRedirect(target)
        return self.render(form=form, status=422)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Adds the words of the form."""
        return super().get_context_data(
            submit_label=self.submit_label,
            cancel_url=self.get_cancel_url(),
            intro=self.intro,
            **extra,
        )


class OfficeEditView(OfficeFormView, OfficeObjectView[M]):
    """A form about one object, with a guard against overwriting somebody else's change.

    The form gets a hidden ``version`` (the object's ``version``); ``perform`` passes
    ``form.cleaned_data["version"]`` to the service, which raises ``ConflictError`` when the
    object is newer.
    """

    action = "change"
    version_field: ClassVar[str] = "version"

    def make_form(self) -> BaseForm:
        """Adds the version seen when the form was opened."""
        form = super().make_form()
        if hasattr(self.object, self.version_field):
            form.fields["version"] = IntegerField(
                widget=HiddenInput, initial=getattr(self.object, self.version_field)
            )
        return form
