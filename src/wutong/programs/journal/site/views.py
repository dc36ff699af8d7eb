"""The journal on the web, for everybody: the archive and one issue, made for a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from wutong.platform.files.public import open_stored
from wutong.programs.journal.enums import IssueState, Openness
from wutong.programs.journal.laying import lay_out, shown_pictures
from wutong.programs.journal.models import Article, Issue
from wutong.programs.journal.selectors import (
    articles_of,
    open_issues,
    paper_is_open,
    paper_is_withheld,
)
from wutong.programs.journal.site.addresses import AREA
from wutong.ui.site.public import PageMeta, kept

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.files.models import StoredFile

SHELF = 24


def issue_context(issue: Issue, *, personal: bool) -> dict[str, Any]:
    """What a page of an issue shows; texts that are not for everybody only to a reader."""
    articles: list[Any] = list(articles_of(issue))
    withheld = paper_is_withheld(issue)
    return {
        "issue": issue,
        "articles": [
            (
                one,
                (one.text.strip() or one.link) and (personal or one.is_public),
                lay_out(
                    one.text,
                    one.shown if one.is_public and issue.openness == Openness.PUBLIC else (),
                    led=one.picture_id is not None,
                ),
            )
            for one in articles
        ],
        "paper": bool(issue.paper_id) and not withheld if personal else paper_is_open(issue),
        "withheld": withheld,
        "some_closed": not personal and any(not one.is_public for one in articles),
    }


@method_decorator(kept(AREA), name="dispatch")
class ArchiveView(View):
    """Every issue that anybody may read, the latest first."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """A shelf."""
        page = Paginator(open_issues().order_by("-number"), SHELF).get_page(request.GET.get("page"))
        meta = PageMeta(
            title=_("Alumni journal"),
            description=_("Every issue of the alumni journal that is open to everybody."),
        )
        return render(request, "journal/site/archive.html", {"page": page, "meta": meta})


@method_decorator(kept(AREA), name="dispatch")
class IssueView(View):
    """One issue: cover, foreword, articles to unfold."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """404 for what is not there for everybody."""
        issue = get_object_or_404(open_issues().select_related("legal_body"), number=number)
        return render(request, "journal/site/issue.html", issue_context(issue, personal=False))


class CoverView(View):
    """The cover of a published issue."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """A picture, kept by browsers for a day."""
        rows = Issue.objects.filter(state=IssueState.PUBLISHED).select_related("cover")
        issue = get_object_or_404(rows, number=number)
        if issue.cover is None:
            raise Http404
        response = send_file(issue.cover)
        response["Cache-Control"] = "public, max-age=86400"
        return response


class PictureView(View):
    """The picture of an article that anybody may read."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
        """Kept by browsers for a day."""
        rows = Article.objects.filter(issue__in=open_issues(), removed_at=None, is_public=True)
        article = get_object_or_404(
            rows.select_related("picture"), pk=pk, issue__number=number, picture__isnull=False
        )
        assert article.picture is not None
        response = send_file(article.picture)
        response["Cache-Control"] = "public, max-age=86400"
        return response


class StoryPictureView(View):
    """A picture that came over with a story, for as long as it may be shown."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
        """Asked for again after a minute: it may have been withdrawn."""
        rows = shown_pictures().filter(
            article__issue__in=open_issues(), article__issue__number=number,
            article__removed_at=None, article__is_public=True,
        )  # fmt: skip
        stored = get_object_or_404(rows, pk=pk).stored
        assert stored is not None
        response = send_file(stored)
        response["Cache-Control"] = "public, max-age=60"
        return response


class PaperView(View):
    """The PDF of an issue that anybody may read."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Opens in the browser."""
        issue = get_object_or_404(open_issues().select_related("paper"), number=number)
        if issue.paper is None or not paper_is_open(issue):
            raise Http404
        return send_file(issue.paper)


def send_file(stored: StoredFile) -> FileResponse:
    """As what it was checked to be, and nothing else."""
    response = FileResponse(open_stored(stored), content_type=stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
