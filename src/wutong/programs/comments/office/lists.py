"""The queue: what has to be decided first, then everything that was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.programs.comments import rules
from wutong.programs.comments.enums import CommentState
from wutong.programs.comments.models import Comment
from wutong.programs.comments.office.addresses import comment_url
from wutong.programs.comments.selectors import house, queue_for, to_decide
from wutong.programs.comments.services.deciding import publish, refuse, undo
from wutong.programs.publishing.public import story_titles
from wutong.ui.office.lists import (
    BadgeColumn,
    BulkAction,
    DayColumn,
    NumberColumn,
    OfficeListView,
    OfficeTable,
    TextColumn,
    TitleColumn,
    register_list,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor

TITLE = pgettext_lazy("office", "Comments")
TONES = {
    CommentState.WAITING: "autumn",
    CommentState.PUBLISHED: "leaf",
    CommentState.REFUSED: "",
    CommentState.HIDDEN: "seal",
    CommentState.WITHDRAWN: "",
}
LONGEST_BEGINNING = 26


class CommentTable(OfficeTable):
    """The words first, then what the lists found in them."""

    text = TitleColumn(link=lambda row: comment_url(row.pk))
    found = TextColumn(orderable=False)
    nickname = TextColumn()
    story_title = TextColumn(
        accessor="story_title", orderable=False, verbose_name=pgettext_lazy("comments", "Story")
    )
    reported = NumberColumn(
        accessor="reported", verbose_name=pgettext_lazy("comments", "Open reports")
    )
    state = BadgeColumn(tones=TONES)
    received_at = DayColumn(time=True)
    published_at = DayColumn(time=True)
    place = TextColumn()
    decided_by = TextColumn(orderable=False)
    reason = TextColumn(orderable=False)
    appeal = TextColumn(orderable=False)

    class Meta(OfficeTable.Meta):
        model = Comment
        fields = ("text", "found", "nickname", "story_title", "reported", "state", "received_at",
                  "published_at", "place", "decided_by", "reason", "appeal")  # fmt: skip
        hidden_at_first = ("published_at", "place", "decided_by", "reason", "appeal")

    def render_text(self, value: str, record: Comment, bound_column: Any) -> Any:
        """Its beginning."""
        words = " ".join(value.split())
        cut = f"{words[: LONGEST_BEGINNING - 1]}\N{HORIZONTAL ELLIPSIS}"
        short = words if len(words) <= LONGEST_BEGINNING else cut
        return bound_column.column.render(value=short or "\N{EN DASH}", record=record)

    def value_text(self, value: str) -> str:
        """The whole of it, in a file."""
        return value


def _stories() -> list[tuple[str, str]]:
    keys = list(Comment.objects.order_by("story").values_list("story", flat=True).distinct()[:300])
    titles = story_titles(keys)
    named = [(str(key), titles.get(key, str(key))) for key in keys]
    return sorted(named, key=lambda pair: pair[1])


class CommentFilter(django_filters.FilterSet):
    """By what is to be done, state, story and what was found."""

    waiting = django_filters.BooleanFilter(
        label=pgettext_lazy("comments", "To be decided"), method="by_waiting"
    )
    state = django_filters.ChoiceFilter(choices=CommentState.choices)
    story = django_filters.ChoiceFilter(label=pgettext_lazy("comments", "Story"), choices=_stories)
    found = django_filters.BooleanFilter(
        label=gettext_lazy("The lists found something"), method="by_found"
    )
    reported = django_filters.BooleanFilter(
        label=gettext_lazy("Reported, not answered"), method="by_reported"
    )
    appealed = django_filters.BooleanFilter(
        label=gettext_lazy("Its author asked to look again"), method="by_appeal"
    )

    class Meta:
        model = Comment
        fields = ("waiting", "state", "story", "found", "reported", "appealed")

    def by_waiting(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Waiting or reported, or neither."""
        return to_decide(rows) if value else rows.exclude(pk__in=to_decide(rows).values("pk"))

    def by_found(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Something or nothing."""
        return rows.exclude(found="") if value else rows.filter(found="")

    def by_reported(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """With an open report."""
        return rows.filter(reported__isnull=not value)

    def by_appeal(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Looked at a second time."""
        return rows.filter(appealed_at__isnull=not value)


class ReasonForm(forms.Form):
    """Why; every author reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Why they are refused"), max_length=300,
        help_text=gettext_lazy("Every author reads this sentence."),
    )  # fmt: skip


def _each(keys: list[int], does: Any) -> tuple[int, int]:
    done = left = 0
    for key in keys:
        try:
            does(key)
        except WutongError:
            left += 1
        else:
            done += 1
    return done, left


def _left(said: str, left: int) -> str:
    if not left:
        return said
    more = ngettext("%(left)s needs a closer look.", "%(left)s need a closer look.", left)
    return f"{said} {more % {'left': left}}"


def _waiting_keys(rows: QuerySet[Any]) -> list[int]:
    waiting = rows.filter(state=CommentState.WAITING).order_by("received_at", "pk")
    return list(waiting.values_list("pk", flat=True))


def _publish_all(actor: Actor, rows: QuerySet[Any], data: dict[str, Any]) -> str:
    keys = _waiting_keys(rows)
    done, left = _each(keys, lambda key: publish(actor=actor, comment_id=key))
    said = ngettext("%(done)s comment is published.", "%(done)s comments are published.", done)
    return _left(said % {"done": done}, left)


def _refuse_all(actor: Actor, rows: QuerySet[Any], data: dict[str, Any]) -> str:
    why = data["reason"]
    done, left = _each(
        _waiting_keys(rows), lambda key: refuse(actor=actor, comment_id=key, reason=why)
    )
    said = ngettext("%(done)s comment is refused.", "%(done)s comments are refused.", done)
    return _left(said % {"done": done}, left)


def _undo_all(actor: Actor, rows: QuerySet[Any], data: dict[str, Any]) -> str:
    keys = list(rows.filter(decided_at__isnull=False).values_list("pk", flat=True))
    done, left = _each(keys, lambda key: undo(actor=actor, comment_id=key))
    said = ngettext("%(done)s decision is taken back.", "%(done)s decisions are taken back.", done)
    return _left(said % {"done": done}, left)


def _describe_publish(count: int) -> str:
    return ngettext(
        "Of %(number)s comment: published if it waits and nothing was found in it.",
        "Of %(number)s comments those are published that wait and in which nothing was found.",
        count,
    ) % {"number": count}


def _describe_refuse(count: int) -> str:
    return ngettext(
        "Of %(number)s comment: refused if it waits.",
        "Of %(number)s comments those are refused that wait.",
        count,
    ) % {"number": count}


def _describe_undo(count: int) -> str:
    return ngettext(
        "Of %(number)s comment: its last decision is taken back.",
        "Of %(number)s comments the last decisions are taken back.",
        count,
    ) % {"number": count}


@register_list
class CommentListView(OfficeListView[Comment]):
    """What has to be decided first."""

    model = Comment
    permission = rules.VIEW
    list_key = "comments"
    page_title = TITLE
    template_name = "comments/office/list.html"
    table_class = CommentTable
    filterset_class = CommentFilter
    search_placeholder = gettext_lazy("Words or nickname")
    default_order = ("rank", "-received_at", "-pk")
    unit = pgettext_lazy("unit", "comments")
    export_permission = rules.EXPORT
    export_name = "comments"
    export_needs_reason = True
    export_columns = ("text", "found", "nickname", "story_title", "reported", "state",
                      "received_at", "published_at", "place", "decided_by", "reason", "appeal")  # fmt: skip
    bulk_actions = (
        BulkAction("publish", pgettext_lazy("comments", "Publish"), rules.MODERATE,
                   _describe_publish, _publish_all, icon="check-circle"),
        BulkAction("refuse", pgettext_lazy("comments", "Refuse"), rules.MODERATE,
                   _describe_refuse, _refuse_all, icon="close", form_class=ReasonForm),
        BulkAction("undo", gettext_lazy("Take decisions back"), rules.MODERATE,
                   _describe_undo, _undo_all, icon="undo"),
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Any]:
        """In sight, with open reports."""
        return queue_for(self.user)

    def get_default_order(self) -> tuple[str, ...]:
        """A queue begins with who waits longest."""
        if self.state.query.get("waiting") == "true":
            return ("received_at", "pk")
        return self.default_order

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """By words and by the name in front; never by the one behind."""
        return rows.filter(Q(text__icontains=text) | Q(nickname__icontains=text))

    def dress(self, rows: Sequence[Any]) -> None:
        """The stories' titles, for all at once."""
        titles = story_titles(list({row.story for row in rows}))
        for row in rows:
            row.story_title = titles.get(row.story, "")

    def get_row_url(self, row: Comment) -> str:
        """Its page."""
        return comment_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The switch, at hand."""
        return super().get_context_data(
            house=house(), may_close=can(self.user, rules.MODERATE), **extra
        )
