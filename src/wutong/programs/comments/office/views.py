"""One comment: its words with what was found, reports, log, the decision; and a person's comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.public import visible_people
from wutong.engines.wording.public import look_at, pieces
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.audit.public import viewed_sensitive
from wutong.programs.comments import rules
from wutong.programs.comments.enums import CommentState, Outcome
from wutong.programs.comments.models import Comment
from wutong.programs.comments.office.addresses import comment_url, queue_url
from wutong.programs.comments.office.lists import TITLE, TONES
from wutong.programs.comments.selectors import is_own, queue_for, to_decide
from wutong.programs.comments.services.deciding import hide, publish, refuse, show, undo
from wutong.programs.comments.services.reporting import answer_reports
from wutong.programs.comments.services.telling import title_of
from wutong.programs.comments.wording import text_to_check
from wutong.programs.publishing.public import languages_of, story, story_titles
from wutong.ui.office.views import OfficeDetailView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

CRUMBS = ((TITLE, "/office/comments/"),)


class CommentPage(OfficeDetailView[Comment]):
    """What pages about one comment share; out of sight answers 404."""

    model = Comment
    permission = rules.VIEW
    breadcrumbs = CRUMBS
    page_title = gettext_lazy("A comment")
    template_name = "comments/office/comment.html"

    def get_queryset(self) -> QuerySet[Any]:
        """With open reports."""
        return queue_for(self.user)

    @cached_property
    def following(self) -> Comment | None:
        """The one that waits longest besides this."""
        rows = to_decide(queue_for(self.user)).exclude(pk=self.object.pk)
        return rows.order_by("received_at", "pk").first()

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Marks, reports, log, what may be done."""
        comment = self.object
        state = CommentState(comment.state)
        own = is_own(self.user, comment)
        may = can(self.user, rules.MODERATE) and not own
        seen = look_at(text_to_check(comment)) if comment.text else []
        after = self.following
        public = next(
            (
                found.path
                for code in languages_of(comment.story)
                if (found := story(comment.story, code))
            ),
            "",
        )
        return super().get_context_data(
            pieces=pieces(comment.text, seen),
            seen=[one for one in seen if one.kept is None],
            tone=TONES.get(state, ""),
            steps=list(comment.steps.all()),
            reports=list(comment.reports.order_by("-at")),
            story_title=title_of(comment),
            story_url=public,
            own=own and can(self.user, rules.MODERATE),
            may_decide=may and state == CommentState.WAITING and bool(comment.text),
            may_hide=may and state == CommentState.PUBLISHED,
            may_show=may and state == CommentState.HIDDEN,
            may_undo=may and comment.decided_at is not None
            and state in (CommentState.PUBLISHED, CommentState.REFUSED, CommentState.HIDDEN),
            may_answer=may and comment.reports.filter(outcome=Outcome.OPEN).exists(),
            may_unmask=can(self.user, rules.UNMASK) and comment.person_id is not None,
            done=self.done(),
            next_url=comment_url(after.pk) if after else "",
            queue_url=queue_url(),
            reasons=(
                _("It attacks a person instead of speaking of the matter."),
                _("It names another person who has not agreed to it."),
                _("It has nothing to do with this story."),
                _("It holds advertising or a link."),
            ),
            **extra,
        )  # fmt: skip

    def done(self) -> Comment | None:
        """What was decided a moment ago, to be taken back with one click."""
        key = self.request.GET.get("done", "")
        if not (key.isascii() and key.isdecimal()):
            return None
        return queue_for(self.user).filter(pk=key, decided_at__isnull=False).first()


class CommentView(CommentPage):
    """GET shows the comment; POST shows the person behind the nickname, and that is logged."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who wrote it."""
        if not can(self.user, rules.UNMASK) or self.object.person_id is None:
            raise Http404
        rows = visible_people(self.user)
        person = rows.filter(pk=self.object.person_id).first()
        if person is None:
            messages.error(request, _("You may not see the record behind this comment."))
            return HttpResponseRedirect(comment_url(self.object.pk))
        viewed_sensitive(
            actor=self.actor, subject=f"person:{person.pk}", subject_label=person.name,
            fields=["nickname"], reason=self.object.ref,
        )  # fmt: skip
        return self.render(person=person)


class CommentDo(CommentPage):
    """A decision; only POST. The next one that has to be decided follows."""

    permission = rules.MODERATE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(comment_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide, say so, go on."""
        key = self.object.pk
        after = self.following
        does = self.does().get(request.POST.get("do", ""))
        if does is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        act, said, goes_on = does
        try:
            act()
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(comment_url(key))
        messages.success(request, said)
        if not goes_on:
            return HttpResponseRedirect(comment_url(key))
        target = comment_url(after.pk) if after else reverse("office:comments-list")
        return HttpResponseRedirect(f"{target}?done={key}")

    def does(self) -> dict[str, tuple[Callable[[], Any], str, bool]]:
        """By button: what is done, what is said, whether the next one follows."""
        given = self.request.POST.get("version", "")
        version = int(given) if given.isascii() and given.isdecimal() else None
        reason = self.request.POST.get("reason", "")
        one: dict[str, Any] = {"actor": self.actor, "comment_id": self.object.pk}
        with_reason = {**one, "reason": reason}
        return {
            "publish": (lambda: publish(**with_reason, version=version), _("Published."), True),
            "refuse": (
                lambda: refuse(**with_reason, version=version),
                _("Refused; its author is told in five minutes."),
                True,
            ),
            "hide": (lambda: hide(**with_reason), _("Hidden: nobody reads it any more."), False),
            "show": (lambda: show(**one), _("It is shown again."), False),
            "undo": (
                lambda: undo(**one),
                pgettext("comments", "The decision is taken back."),
                False,
            ),
            "uphold": (
                lambda: answer_reports(**one, upheld=True, answer=reason),
                _("Hidden, and those who reported it are told."),
                True,
            ),
            "dismiss": (
                lambda: answer_reports(**one, upheld=False, answer=reason),
                _("It stays, and those who reported it are told."),
                True,
            ),
        }


class OfPersonView(OfficeDetailView[Person]):
    """Everything one person wrote; only POST, and every look is logged."""

    model = Person
    permission = rules.UNMASK
    template_name = "comments/office/of_person.html"
    page_title = pgettext_lazy("office", "Comments of a person")

    def get_queryset(self) -> QuerySet[Person]:
        """Of those in sight."""
        return visible_people(self.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking is asked for, from the person's page."""
        return HttpResponseRedirect(reverse("office:people-detail", args=[self.object.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list."""
        person = self.object
        rows = list(queue_for(self.user).filter(person=person.pk).order_by("-received_at")[:200])
        titles = story_titles([row.story for row in rows])
        viewed_sensitive(
            actor=self.actor, subject=f"person:{person.pk}", subject_label=person.name,
            fields=["nickname"],
        )  # fmt: skip
        shown = [(row, comment_url(row.pk), titles.get(row.story, "")) for row in rows]
        return self.render(
            rows=shown,
            breadcrumbs=((person.name, reverse("office:people-detail", args=[person.pk])),),
        )
