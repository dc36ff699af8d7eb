"""Public addresses of comments: write one, read all of a story, report one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import client_address
from wutong.programs.comments.enums import CommentState, Ground
from wutong.programs.comments.models import Comment
from wutong.programs.comments.names import EACH
from wutong.programs.comments.selectors import gate_of, published_below, standing_of
from wutong.programs.comments.services.reporting import report
from wutong.programs.comments.services.writing import write
from wutong.programs.comments.site.forms import CommentForm, ReportForm
from wutong.programs.comments.site.section import ANCHOR, areas
from wutong.programs.publishing.public import languages_of, story
from wutong.ui.site.public import PageMeta, keep

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.programs.publishing.public import Story


def story_of(key: UUID) -> Story:
    """In the language of the page where it has one; 404 where it is not public, or not any more."""
    here = get_language() or "zh-hans"
    codes = sorted(languages_of(key), key=lambda code: code != here)
    found = story(key, codes[0]) if codes else None
    if found is None or (found.site is not None and found.site.closed_at is not None):
        raise Http404
    return found


class ThreadPage(View):
    """All comments of a story, a page at a time."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        """404 where none are shown."""
        if not gate_of(key).shown:
            raise Http404
        found = story_of(key)
        keep(request, "stories", *areas(key))
        page = Paginator(published_below(key), EACH).get_page(request.GET.get("page"))
        context = {
            "found": found,
            "page": page,
            "story": key,
            "meta": PageMeta(title=_("Comments: %(title)s") % {"title": found.title}),
        }
        return render(request, "comments/site/thread.html", context)


@method_decorator(never_cache, name="dispatch")
class WriteView(View):
    """The form by itself; what is sent waits for a colleague."""

    http_method_names = ["get", "head", "post"]

    @cached_property
    def found(self) -> Story:
        """The story."""
        return story_of(self.kwargs["key"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever is signed in, where comments are taken."""
        if not gate_of(kwargs["key"]).takes:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(f"{self.found.path}#{ANCHOR}")
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: CommentForm | None = None, status: int = 200) -> HttpResponseBase:
        """The form as filled in so far, or why there is none."""
        standing = standing_of(self.request.user)
        if form is None and standing.proven:
            form = CommentForm(nickname=standing.nickname)
        context = {
            "found": self.found, "story": self.kwargs["key"], "form": form, "standing": standing,
            "known": True, "takes": True,
        }  # fmt: skip
        return render(self.request, "comments/site/write.html", context, status=status)

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        """Show."""
        del key
        return self.page()

    def post(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        """Into the queue, and back to the story."""
        form = CommentForm(request.POST, nickname=standing_of(request.user).nickname)
        if form.is_valid():
            try:
                write(
                    user=request.user, story=key, text=form.cleaned_data["text"],  # type: ignore[arg-type]
                    nickname=form.cleaned_data.get("nickname", ""),
                )  # fmt: skip
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, _("Thank you. A colleague reads it before it is published.")
                )
                return HttpResponseRedirect(f"{self.found.path}#{ANCHOR}")
        return self.page(form, 422)


@method_decorator(never_cache, name="dispatch")
class ReportView(View):
    """Say that a comment should not stand there; anybody may."""

    http_method_names = ["get", "head", "post"]

    @cached_property
    def comment(self) -> Comment:
        """A published one that is shown now; 404 for any other."""
        row = get_object_or_404(Comment, pk=self.kwargs["pk"], state=CommentState.PUBLISHED)
        if not gate_of(row.story).shown:
            raise Http404
        return row

    @property
    def known(self) -> bool:
        """Whether the answer reaches them without an address."""
        return standing_of(self.request.user).person is not None

    def page(self, form: ReportForm, status: int = 200) -> HttpResponseBase:
        """The comment and the form."""
        context = {"row": self.comment, "form": form, "found": story_of(self.comment.story)}
        response = render(self.request, "comments/site/report.html", context, status=status)
        response["X-Robots-Tag"] = "noindex"
        return response

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show."""
        del pk
        return self.page(ReportForm(known=self.known))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Into the queue."""
        found = story_of(self.comment.story)
        form = ReportForm(request.POST, known=self.known)
        if form.is_valid():
            data = form.cleaned_data
            try:
                report(
                    user=request.user, comment_id=pk, ground=Ground(data["ground"]),
                    words=data["words"], contact=data.get("contact", ""),
                    visitor=client_address.get() or "",
                )  # fmt: skip
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Thank you. A colleague looks into it."))
                return HttpResponseRedirect(f"{found.path}#{ANCHOR}")
        return self.page(form, 422)
