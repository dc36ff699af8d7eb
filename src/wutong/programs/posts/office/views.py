"""The list of posts, one post with its curve, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope
from wutong.programs.posts import rules
from wutong.programs.posts.drawing import curve
from wutong.programs.posts.enums import State
from wutong.programs.posts.models import Account, Post
from wutong.programs.posts.office import forms
from wutong.programs.posts.office.addresses import account_url, post_url
from wutong.programs.posts.office.tables import TONES, PostFilter, PostTable
from wutong.programs.posts.office.wechat import article_context
from wutong.programs.posts.selectors import (
    corrections_of,
    elsewhere,
    is_counted_by_itself,
    known_readers,
    line_of,
    snapshots_of,
)
from wutong.programs.posts.services.posts import save_post, withdraw_post
from wutong.programs.posts.services.snapshots import Count, daily_growth, note_figures
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
    OfficeObjectView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

TITLE = gettext_lazy("Posts on official channels")
POSTS = (TITLE, "/office/posts/")
SHOWN_DAYS = 60


@register_list
class PostListView(OfficeListView[Post]):
    """Every post, the latest first."""

    model = Post
    list_key = "posts"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "posts/office/posts.html"
    table_class = PostTable
    filterset_class = PostFilter
    search_fields = ("title", "address")
    search_placeholder = gettext_lazy("Title or address")
    default_order = ("-published_on", "-pk")
    unit = pgettext_lazy("unit", "posts")
    create_url = "new/"
    create_label = gettext_lazy("New post")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "posts"
    export_columns = (
        "title", "account", "kind", "state", "published_on", "reads", "shares", "likes",
        "counted_on", "address",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Post]:
        """With their channels."""
        return super().get_base_queryset().select_related("account")

    def get_row_url(self, row: Post) -> str:
        """Its page."""
        return post_url(row.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Whether lists may be brought in."""
        may = can(self.user, rules.IMPORT) and can(self.user, "imports.view")
        return super().get_context_data(may_import=may, **extra)


class PostNewView(OfficeFormView):
    """A post entered by hand."""

    permission = rules.CHANGE
    page_title = gettext_lazy("New post")
    breadcrumbs = (POSTS,)
    form_class = forms.PostForm
    cancel_url = "/office/posts/"

    def get_initial(self) -> dict[str, Any]:
        """Today, on the channel in the address or that of the last post."""
        asked = self.request.GET.get("account", "")
        rows = scope(self.user, Account).filter(closed_on=None)
        if asked.isdigit():
            rows = rows.filter(pk=int(asked))
        return {
            "published_on": clock.today(),
            "account": rows.filter(platform="wechat").first() or rows.first(),
        }

    def perform(self, form: forms.PostForm) -> str:
        """To its page."""
        post = save_post(actor=self.actor, values=form.values())
        messages.success(self.request, _("Saved. Note its figures when you read them."))
        return post_url(post.pk)


class PostPage(OfficeObjectView[Post]):
    """What every page about one post shares."""

    model = Post
    permission = rules.VIEW

    def get_queryset(self) -> QuerySet[Post]:
        """With its channel."""
        return super().get_queryset().select_related("account__legal_body", "article")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The posts / the post."""
        if type(self) is PostView:
            return (POSTS,)
        return (POSTS, (self.object.title, post_url(self.object.pk)))


class PostView(PostPage, OfficeDetailView[Post]):
    """How it was read, day by day."""

    template_name = "posts/office/post.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Curve, table, corrections, the story elsewhere."""
        post, user = self.object, self.user
        rows = line_of(post)
        points = list({row.day: row.reads for row in reversed(rows)}.items())
        if points and post.published_on and points[0][0] > post.published_on:
            points.insert(0, (post.published_on, 0))
        label = _("Reads of “%(title)s” day by day; the table below says the same.")
        growth = daily_growth(rows)
        return super().get_context_data(
            tone=TONES[State(post.state)],
            drawing=curve(points, label % {"title": post.title}),
            days=growth[:SHOWN_DAYS],
            more_days=len(growth) - SHOWN_DAYS,
            corrections=corrections_of(post),
            by_itself=is_counted_by_itself(post),
            readers=known_readers(post.story_key) if by_site(post) else 0,
            elsewhere=elsewhere(post),
            formers=list(post.continues.order_by("published_on", "pk")),
            may_tie=can(user, rules.CHANGE)
            and can(user, "newsroom.view")
            and getattr(post, "article", None) is None,
            may_change=can(user, rules.CHANGE),
            channel_url=account_url(post.account_id),
            may_see_stories=can(user, "newsroom.view"),
            **article_context(post, user),
            **extra,
        )


def by_site(post: Post) -> bool:
    """Whether it stands on our own site."""
    return post.account.platform == "site"


class PostEditView(PostPage, OfficeEditView[Post]):
    """A post changed."""

    permission = rules.CHANGE
    template_name = "office/form.html"
    page_title = gettext_lazy("Change the post")
    form_class = forms.PostForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is there."""
        return {"instance": self.object}

    def get_cancel_url(self) -> str:
        """Its page."""
        return post_url(self.object.pk)

    def perform(self, form: forms.PostForm) -> str:
        """Back to its page."""
        save_post(
            actor=self.actor, values=form.values(), post=self.object,
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
        messages.success(self.request, _("Saved."))
        return post_url(self.object.pk)


class PostFiguresView(PostPage, OfficeFormView):
    """Figures read off a console."""

    permission = rules.CHANGE
    action = "change"
    template_name = "office/form.html"
    page_title = gettext_lazy("Note figures")
    form_class = forms.FiguresForm

    def get_initial(self) -> dict[str, Any]:
        """Today, with what is known."""
        last = next(iter(snapshots_of(self.object)), None)
        return {
            "day": clock.today(), "reads": last.reads if last else 0,
            "shares": last.shares if last else 0, "likes": last.likes if last else 0,
        }  # fmt: skip

    def get_cancel_url(self) -> str:
        """Its page."""
        return post_url(self.object.pk)

    def perform(self, form: forms.FiguresForm) -> str:
        """Back to its page."""
        given = form.cleaned_data
        count = Count(
            self.object.pk, given["day"], given["reads"], given["shares"] or 0, given["likes"] or 0
        )
        if note_figures(actor=self.actor, post=self.object, count=count, why=given["why"].strip()):
            messages.success(self.request, _("The figures are noted."))
        else:
            messages.info(self.request, _("These figures are on record already."))
        return post_url(self.object.pk)


class PostDo(PostPage):
    """One step; every step needs the right to change."""

    permission = rules.CHANGE
    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(post_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back with a word about it."""
        if request.POST.get("do", "") != "withdraw":
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            if withdraw_post(actor=self.actor, post=self.object):
                messages.success(
                    request, _("The post no longer counts. Its figures stay on record.")
                )
        except WutongError as error:
            messages.error(request, str(error))
        return self.get(request)
