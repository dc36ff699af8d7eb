"""Who may do what, role by role and account by account, and the quarterly look through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import ROLES, can
from wutong.platform.access.registry import permissions
from wutong.platform.audit.public import actor_words
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.exports.public import ExportTable, exports, start_export
from wutong.ui.office.registry import Todo
from wutong.ui.office.views import OfficeView
from wutong.ui.signin import reviewing
from wutong.ui.signin.office.views import CRUMB
from wutong.ui.signin.selectors import scope_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User
    from wutong.platform.audit.models import AuditEntry

TITLE = _("Who may do what")
HERE = reverse_lazy("office:users-review")
VIEW, CHANGE = "accounts.view", "accounts.change"
EXPORT = "signin.review"
SHOWN, RECENT = 200, 12
WORDS = {
    "yes": pgettext_lazy("permission", "yes"),
    "ask": pgettext_lazy("permission", "on request"),
}


class ReviewView(OfficeView):
    """Accounts with what a reviewer should look at, changes since the last look, and the table of
    permissions and roles; for administrators and auditors. ``?permission=`` keeps those accounts
    that hold it.
    """

    permission = VIEW
    template_name = "signin/office/review.html"
    page_title = TITLE
    breadcrumbs = (CRUMB,)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Everything the page tells."""
        people = reviewing.holders()
        chosen = permissions.find(self.request.GET.get("permission", ""))
        kept = [one for one in people if one.holds(chosen.code)] if chosen else people
        last = reviewing.last_closed()
        changes = reviewing.changes_since(last)
        return super().get_context_data(
            roles=list(ROLES.values()),
            matrix=reviewing.matrix(people),
            words=WORDS,
            chosen=chosen,
            people=kept[:SHOWN],
            number=len(kept),
            remarks=sum(bool(one.remarks) for one in people),
            waiting=reviewing.open_one(),
            last=last,
            changes=[
                (row, actor_words(row.actor_label), verbs.find(row.verb) or row.verb, _about(row))
                for row in changes[:RECENT]
            ],
            may_change=can(self.user, CHANGE),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A file of it, or one's name to it."""
        do = request.POST.get("do", "")
        if do in TABLES:
            progress = start_export(
                actor=self.actor, key=EXPORT, params={"table": do}, back_url=str(HERE)
            )
            return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))
        if not can(self.user, CHANGE):
            raise PermissionDenied
        if do == "close":
            self._close(request.POST.get("note", ""))
        else:
            messages.error(request, gettext("Nothing to do."))
        return HttpResponseRedirect(str(HERE))

    def _close(self, note: str) -> None:
        try:
            review = reviewing.close_review(actor=self.actor, user=self.user, note=note)
        except WutongError as error:
            messages.error(self.request, str(error))
        else:
            said = gettext("%(quarter)s has been looked through; your name stands under it.")
            messages.success(self.request, said % {"quarter": review})


def _about(entry: AuditEntry) -> str:
    """Whom it was given to, and what, limited to what."""
    role = ROLES.get(entry.data.get("role", ""))
    known = permissions.find(entry.data.get("permission", ""))
    kind = "organisation" if role and role.code == "officer" else "college"
    scope = entry.data.get("scope", "")
    parts = [
        entry.subject_label,
        str(role.label) if role else "",
        str(known.label) if known else "",
    ]
    parts.append(scope_label(kind, scope) if scope else "")
    return " \u00b7 ".join(part for part in parts if part)


def _accounts() -> ExportTable:
    columns = [
        gettext("Name"), gettext("E-mail"), gettext("Role"), gettext("Limited to"),
        gettext("Last signed in"), gettext("Second step"), gettext("To look at"),
    ]  # fmt: skip
    rows = [
        [
            str(one.user), one.user.mailbox, str(role.label), role.scope, one.user.last_login,
            gettext("turned on") if one.second_factor else gettext("turned off"),
            "; ".join(one.remarks),
        ]
        for one in reviewing.holders()
        for role in one.roles
    ]  # fmt: skip
    return ExportTable(name="accounts-and-roles", columns=columns, rows=rows, total=len(rows))


def _permissions() -> ExportTable:
    found = reviewing.matrix(reviewing.holders())
    labels = [str(role.label) for role in ROLES.values()]
    columns = [gettext("Permission"), gettext("Code"), *labels, gettext("Accounts")]
    rows = [
        [str(row.label), row.code, *(str(WORDS.get(cell, "")) for cell in row.cells), row.holders]
        for row in found
    ]
    return ExportTable(name="permissions-and-roles", columns=columns, rows=rows, total=len(rows))


TABLES = {"accounts": _accounts, "permissions": _permissions}


class ReviewSource:
    """Accounts with their roles, or permissions by role, as a file to be filed."""

    label = TITLE

    def permission(self, params: dict[str, Any]) -> str:
        """Whoever sees it on the screen."""
        return VIEW

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """It names colleagues alone."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """As it stands now."""
        return TABLES[params["table"]]()


exports.register(EXPORT, ReviewSource())


def review_todos(user: User) -> Iterator[Todo]:
    """Of the administrators, until one of them has looked."""
    waiting = reviewing.open_one() if can(user, CHANGE) else None
    if waiting:
        yield Todo(
            title=gettext("Look through who may do what: %(quarter)s") % {"quarter": waiting},
            url=str(HERE),
            due=waiting.opened_at + reviewing.DUE,
            kind=gettext("Accounts"),
        )
