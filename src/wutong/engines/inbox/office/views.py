"""The box in the office: the list, one message with what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.engines.inbox import rules
from wutong.engines.inbox.naming import masked_address, writer_of
from wutong.engines.inbox.office.forms import AnswerForm, AssignForm
from wutong.engines.inbox.office.tables import (
    BY_PEOPLE,
    STATE_TONES,
    TONES,
    InboxFilter,
    InboxTable,
    message_url,
)
from wutong.engines.inbox.registry import home_of, message_actions, single_about
from wutong.engines.inbox.services.answering import answer, way_of
from wutong.kernel.errors import WutongError
from wutong.kernel.masking import in_words
from wutong.platform.access.public import can
from wutong.platform.outbox.enums import FOR_PEOPLE, InboundKind, InboundState
from wutong.platform.outbox.models import InboundMessage as Message
from wutong.platform.outbox.public import assign, close, own_words, reopen
from wutong.ui.office.lists.bulk import BulkAction
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.kernel.actors import Actor

LIST = (pgettext_lazy("inbox", "Answers"), reverse_lazy("office:inbox-list"))


def _close_all(actor: Actor, rows: QuerySet[Any], data: dict[str, Any]) -> str:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    done = sum(close(actor=actor, message_id=key) for key in keys)
    return ngettext(
        "%(count)s message is marked as done.", "%(count)s messages are marked as done.", done
    ) % {"count": done}


def _take_all(actor: Actor, rows: QuerySet[Any], data: dict[str, Any]) -> str:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        assign(actor=actor, message_id=key, user_id=actor.user_id)
    return ngettext(
        "%(count)s message is in your hands.", "%(count)s messages are in your hands.", len(keys)
    ) % {"count": len(keys)}


@register_list
class InboxList(OfficeListView[Message]):
    """What came in, youngest first; what people wrote before what machines sent back."""

    model = Message
    permission = rules.VIEW
    list_key = "inbox"
    page_title = pgettext_lazy("inbox", "Answers")
    table_class = InboxTable
    filterset_class = InboxFilter
    search_placeholder = gettext_lazy("Words, name or a whole address")
    default_order = ("-received_at",)
    unit = gettext_lazy("messages")
    export_permission = rules.VIEW
    export_name = "answers"
    export_columns = (
        "writer", "kind", "words", "stream_label", "assigned_to", "state", "received_at", "channel",
    )  # fmt: skip
    bulk_actions = (
        BulkAction(
            "take",
            gettext_lazy("Take into my hands"),
            rules.CHANGE,
            lambda count: (
                ngettext(
                    "%(count)s message comes into your hands.",
                    "%(count)s messages come into your hands.",
                    count,
                )
                % {"count": count}
            ),
            _take_all,
            icon="person",
        ),
        BulkAction(
            "done",
            gettext_lazy("Mark as done"),
            rules.CHANGE,
            lambda count: (
                ngettext(
                    "%(count)s message is marked as done.",
                    "%(count)s messages are marked as done.",
                    count,
                )
                % {"count": count}
            ),
            _close_all,
        ),
    )

    def search(self, rows: QuerySet[Message], text: str) -> QuerySet[Message]:
        """By words and names; by an address or number only whole, since the list masks them."""
        meant = Q(person_name__icontains=text) | Q(name__icontains=text)
        meant |= Q(subject__icontains=text) | Q(text__icontains=text) | Q(address__iexact=text)
        return rows.filter(meant)

    def get_base_queryset(self) -> QuerySet[Message]:
        """With whoever takes care of it; machines' mail only where somebody asks for it."""
        rows = super().get_base_queryset().select_related("assigned_to")
        if self.request.GET.get("kind"):
            return rows
        return rows.exclude(
            kind__in=[
                InboundKind.BOUNCE_HARD, InboundKind.BOUNCE_SOFT, InboundKind.DELAYED,
                InboundKind.AUTO, InboundKind.UNREAD,
            ],
            state=InboundState.DONE,
        )  # fmt: skip


class InboxMessage(OfficeDetailView[Message]):
    """One message: the words, whom it is from, what it answers, what to do."""

    model = Message
    permission = rules.VIEW
    template_name = "inbox/message.html"

    def get_queryset(self) -> QuerySet[Message]:
        """With whoever takes care of it."""
        return super().get_queryset().select_related("assigned_to")

    def get_page_title(self) -> str:
        """Who wrote."""
        return writer_of(self.object)

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the list."""
        return [LIST]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The words, apart from what they quote, and the forms one may use."""
        row = self.object
        own = own_words(row.text)
        by_people = row.kind in BY_PEOPLE
        home, about = home_of(row.stream), single_about(row.stream)
        may_change = can(self.user, rules.CHANGE)
        way = way_of(row) if may_change else None
        return super().get_context_data(
            own=own if by_people else in_words(own),
            quoted=row.text[len(own) :].strip() if by_people and row.text.startswith(own) else "",
            tone=TONES.get(InboundKind(row.kind), ""),
            state_tone=STATE_TONES.get(InboundState(row.state), ""),
            masked=masked_address(row),
            detail=in_words(row.detail),
            stream_url=home.page(row.stream) if home else about.url if about else "",
            about=about.label if about else "",
            is_open=row.state == InboundState.OPEN,
            may_change=may_change,
            way=way,
            actions=self._actions(),
            **{
                "assign_form": AssignForm(initial={"user": row.assigned_to_id}),
                "answer_form": AnswerForm(longest=way.longest if way else 0),
                **extra,
            },
        )

    def _actions(self) -> list[dict[str, Any]]:
        """What other rooms make of a message somebody wrote, or have made of it."""
        row = self.object
        if row.kind not in FOR_PEOPLE:
            return []
        return [
            {"label": one.label, "icon": one.icon, "url": one.url(row.pk),
             "made": one.made(self.user, row.pk)}
            for one in message_actions.values()
            if can(self.user, one.permission)
        ]  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do`` is a step; an answer with something missing comes back as it was typed."""
        if not can(self.user, rules.CHANGE):
            raise PermissionDenied
        steps: dict[str, Callable[[], HttpResponseBase]] = {
            "assign": self._assign,
            "done": self._done,
            "reopen": self._reopen,
            "answer": self._answer,
        }
        step = steps.get(request.POST.get("do", ""))
        if step is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            return step()
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(message_url(self.object.pk))

    def _back(self, said: str) -> HttpResponseBase:
        messages.success(self.request, said)
        return HttpResponseRedirect(message_url(self.object.pk))

    def _assign(self) -> HttpResponseBase:
        form = AssignForm(self.request.POST)
        if not form.is_valid():
            return self.render(assign_form=form, status=422)
        user = form.cleaned_data["user"]
        assign(actor=self.actor, message_id=self.object.pk, user_id=user.pk if user else None)
        return self._back(
            _("It is in the hands of %(name)s.") % {"name": user}
            if user
            else _("It is in nobody's hands.")
        )

    def _done(self) -> HttpResponseBase:
        close(actor=self.actor, message_id=self.object.pk)
        return self._back(_("It is marked as done."))

    def _reopen(self) -> HttpResponseBase:
        reopen(actor=self.actor, message_id=self.object.pk)
        return self._back(_("It is open again."))

    def _answer(self) -> HttpResponseBase:
        way = way_of(self.object)
        form = AnswerForm(self.request.POST, longest=way.longest if way else 0)
        if not form.is_valid():
            return self.render(answer_form=form, status=422)
        answer(actor=self.actor, message_id=self.object.pk, text=form.cleaned_data["text"])
        return self._back(_("Your answer is on its way."))
