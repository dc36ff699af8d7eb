"""A member's own comments: what became of each, and what they may do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import View

from wutong.kernel.errors import WutongError
from wutong.programs.comments.enums import CommentState
from wutong.programs.comments.models import Comment, Report
from wutong.programs.comments.names import TRIES
from wutong.programs.comments.selectors import standing_of
from wutong.programs.comments.services.writing import appeal, mend, withdraw
from wutong.programs.comments.site.forms import AppealForm, MendForm
from wutong.programs.publishing.public import story_titles

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User

MOST = 100
TONES = {
    CommentState.WAITING: "autumn",
    CommentState.PUBLISHED: "leaf",
    CommentState.REFUSED: "seal",
    CommentState.HIDDEN: "seal",
    CommentState.WITHDRAWN: "",
}


class OwnView(LoginRequiredMixin, View):
    """``/me/comments/``: no id in the address; each form names a comment of one's own."""

    http_method_names = ["get", "head", "post"]

    @property
    def member(self) -> User:
        """The signed-in account."""
        return self.request.user  # type: ignore[return-value]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody's comments stay in a cache."""
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show."""
        return self.page()

    def page(
        self, *, wrong: int = 0, form: MendForm | AppealForm | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Everything of one's own; ``form`` of the comment ``wrong`` as it was filled in."""
        standing = standing_of(self.member)
        rows, reports = [], []
        if standing.person is not None:
            mine = Comment.objects.filter(person=standing.person).order_by("-received_at", "-pk")
            rows = list(mine[:MOST])
            given = Report.objects.filter(person=standing.person).select_related("comment")
            reports = list(given.order_by("-at")[:MOST])
        titles = story_titles([row.story for row in rows])
        context = {
            "rows": [self.line(row, titles.get(row.story, ""), wrong, form) for row in rows],
            "reports": reports,
            "standing": standing,
        }
        return render(self.request, "comments/site/own.html", context, status=status)

    def line(
        self, row: Comment, title: str, wrong: int, form: MendForm | AppealForm | None
    ) -> dict[str, Any]:
        """One comment and what may be done about it."""
        state = CommentState(row.state)
        mendable = state in (CommentState.WAITING, CommentState.REFUSED) and row.tries < TRIES
        arguable = state in (CommentState.REFUSED, CommentState.HIDDEN) and row.appealed_at is None
        ours = form if wrong == row.pk else None
        mending = ours if isinstance(ours, MendForm) else MendForm(
            initial={"text": row.text}, auto_id=f"mend_{row.pk}_%s"
        )  # fmt: skip
        arguing = ours if isinstance(ours, AppealForm) else AppealForm(
            auto_id=f"appeal_{row.pk}_%s"
        )  # fmt: skip
        return {
            "row": row,
            "title": title,
            "tone": TONES[state],
            "mend": mending if mendable else None,
            "appeal": arguing if arguable else None,
            "open": ours is not None,
            "may_withdraw": state != CommentState.WITHDRAWN,
        }

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Do one thing; then the page again."""
        given = request.POST.get("comment", "")
        key = int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0
        do = request.POST.get("do", "")
        form: MendForm | AppealForm | None = None
        try:
            if do == "withdraw":
                withdraw(user=self.member, comment_id=key)
                said = _("Withdrawn: nobody reads it any more.")
            elif do == "mend":
                form = MendForm(request.POST, auto_id=f"mend_{key}_%s")
                if not form.is_valid():
                    return self.page(wrong=key, form=form, status=422)
                mend(user=self.member, comment_id=key, text=form.cleaned_data["text"])
                said = _("Handed in again. A colleague reads it before it is published.")
            elif do == "appeal":
                form = AppealForm(request.POST, auto_id=f"appeal_{key}_%s")
                if not form.is_valid():
                    return self.page(wrong=key, form=form, status=422)
                appeal(user=self.member, comment_id=key, says=form.cleaned_data["says"])
                said = _("Thank you. Another colleague looks at it.")
            else:
                raise Http404
        except Comment.DoesNotExist as error:
            raise Http404 from error
        except WutongError as error:
            if form is None:
                messages.error(request, str(error))
                return HttpResponseRedirect(reverse("comments-own"))
            form.add_error(None, str(error))
            return self.page(wrong=key, form=form, status=422)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("comments-own"))
