"""What a list does when something is sent to it: act on rows, keep a view, export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseRedirect, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.ui.office.lists.exporting import begin_export
from wutong.ui.office.lists.state import COLUMNS, State
from wutong.ui.office.saved_views import remove_view, save_view

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User
    from wutong.ui.office.lists.bulk import BulkAction

MOST_PICKED = 1000


class ListActing:
    """The sending half of ``OfficeListView``."""

    request: HttpRequest
    user: User
    list_key: ClassVar[str]
    bulk_actions: ClassVar[tuple[BulkAction, ...]]
    export_permission: ClassVar[str]
    export_columns: ClassVar[tuple[str, ...]]
    export_needs_reason: ClassVar[bool]

    @cached_property
    def may_export(self) -> bool:
        """Whether this user may take the list away."""
        return bool(self.export_permission) and can(self.user, self.export_permission)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do`` says what: bulk, columns, save_view, remove_view, export."""
        does = {
            "bulk": self.do_bulk,
            "columns": self.do_columns,
            "save_view": self.do_save_view,
            "remove_view": self.do_remove_view,
            "export": self.do_export,
        }.get(request.POST.get("do", ""))
        if does is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            return does()
        except WutongError as error:
            messages.error(request, str(error))
            return self.back()

    def back(self, query: str | None = None) -> HttpResponseRedirect:
        """The list again, in the state it was in."""
        text = self.request.GET.urlencode() if query is None else query
        return HttpResponseRedirect(f"{self.request.path}?{text}" if text else self.request.path)

    def do_columns(self) -> HttpResponseBase:
        """Put the chosen columns into the address."""
        chosen = ",".join(self.request.POST.getlist("column"))
        return self.back(State(self.request.GET).address(**{COLUMNS: chosen or "-"})[1:])

    def do_save_view(self) -> HttpResponseBase:
        """Keep this state under a name."""
        query = State(self.request.GET).kept()
        save_view(
            user=self.user,
            list_key=self.list_key,
            name=self.request.POST.get("name", ""),
            query=query,
            shared=bool(self.request.POST.get("shared")),
        )
        messages.success(self.request, _("The view is kept."))
        return self.back(query)

    def do_remove_view(self) -> HttpResponseBase:
        """Forget one of the user's own views."""
        key = self.request.POST.get("view", "")
        if key.isdecimal():
            remove_view(user=self.user, list_key=self.list_key, view_id=int(key))
        return self.back()

    def do_export(self) -> HttpResponseBase:
        """Begin a file in the background and go to its progress page."""
        if not self.may_export:
            raise PermissionDenied
        reason = self.request.POST.get("reason", "").strip()
        if self.export_needs_reason and not reason:
            raise WutongError(_("Please say what the list is for; it is kept with the file."))
        return HttpResponseRedirect(
            begin_export(
                actor=Actor.of(self.user, reason=reason),
                list_key=self.list_key,
                query=State(self.request.GET).kept(),
                file_format=self.request.POST.get("format", "xlsx"),
                reason=reason,
                back_url=self.request.get_full_path(),
            )
        )

    def do_bulk(self) -> HttpResponseBase:
        """First say what will happen to how many; after a yes to that number, do it."""
        post = self.request.POST
        action = next((a for a in self.bulk_actions if a.key == post.get("action")), None)
        if action is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        if not can(self.user, action.permission):
            raise PermissionDenied
        rows = self.chosen_rows(post)
        count = rows.count()
        form = (
            action.form_class(post if "confirmed" in post else None) if action.form_class else None
        )
        agreed = post.get("confirmed") == str(count)
        if count == 0:
            raise WutongError(_("No row is chosen."))
        if agreed and (form is None or form.is_valid()):
            said = action.run(Actor.of(self.user), rows, form.cleaned_data if form else {})
            if said.startswith("/"):
                return HttpResponseRedirect(said)
            messages.success(self.request, said)
            return self.back()
        return self.confirm(action, count, form, changed="confirmed" in post and not agreed)

    def chosen_rows(self, post: QueryDict) -> QuerySet[Any]:
        """The picked rows of the filtered list, or all of it."""
        rows = self.rows.order_by()
        if post.get("all") == "1":
            return rows
        return rows.filter(pk__in=post.getlist("pick")[:MOST_PICKED])

    def confirm(self, action: BulkAction, count: int, form: Any, *, changed: bool) -> HttpResponse:
        """The page that asks, with the number."""
        post = self.request.POST
        kept = [("do", "bulk"), ("action", action.key), ("all", post.get("all", ""))]
        kept += [("pick", key) for key in post.getlist("pick")[:MOST_PICKED]]
        return self.answer(
            "office/lists/confirm.html",
            action=action,
            count=count,
            sentence=action.describe(count),
            form=form,
            changed=changed,
            kept=kept,
        )

    @property
    def rows(self) -> QuerySet[Any]:
        """The filtered rows; ``OfficeListView`` has them."""
        raise NotImplementedError

    def answer(self, template: str, **context: Any) -> HttpResponse:
        """A page; ``OfficeListView`` gives it."""
        raise NotImplementedError
