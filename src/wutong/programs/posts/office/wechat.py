"""What is done with an article on WeChat, from the page of its post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from wutong.engines.wechat.public import words_of
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.programs.posts import rules
from wutong.programs.posts.models import Article, Post
from wutong.programs.posts.office import forms
from wutong.programs.posts.office.addresses import post_url
from wutong.programs.posts.services import articles
from wutong.ui.office.views import OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User

TONES = {
    "writing": "slate", "draft": "autumn", "publishing": "slate", "checking": "slate",
    "published": "leaf", "refused": "seal", "uncertain": "seal", "withdrawing": "slate",
    "withdrawn": "slate",
}  # fmt: skip


def article_context(post: Post, user: User) -> dict[str, Any]:
    """The card beside the figures; nothing for a post that went another way."""
    article: Article | None = getattr(post, "article", None)
    if article is None:
        return {"article": None}
    return {
        "article": article,
        "article_tone": TONES[article.step],
        "article_problem": words_of(article.code, article.said),
        "article_form": forms.ArticleForm(initial={"title": article.title}),
        "settle_form": forms.SettleForm(),
        "may_publish": can(user, rules.PUBLISH),
    }


class ArticleDo(OfficeObjectView[Post]):
    """One step of an article. Only POST."""

    model = Post
    permission = rules.PUBLISH
    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(post_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back with a word about it."""
        does: dict[str, Callable[[], str]] = {
            "publish": self.publish,
            "rewrite": self.rewrite,
            "withdraw": self.withdraw,
            "settle": self.settle,
        }
        act = does.get(request.POST.get("do", ""))
        if act is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            messages.success(request, act())
        except WutongError as error:
            messages.error(request, str(error))
        return self.get(request)

    def publish(self) -> str:
        """From here on it is WeChat's to look over."""
        articles.publish_article(actor=self.actor, post=self.object)
        return _("Handed in. WeChat looks it over; this page says when it is out.")

    def rewrite(self) -> str:
        """As the story is now."""
        form = forms.ArticleForm(self.request.POST)
        if not form.is_valid():
            raise WutongError(str(next(iter(form.errors.values()))[0]))
        articles.rewrite_article(
            actor=self.actor, post=self.object, title=form.cleaned_data["title"]
        )
        return _("The story is on its way into the drafts.")

    def withdraw(self) -> str:
        """Draft or article."""
        articles.withdraw_article(actor=self.actor, post=self.object)
        return _("It is being deleted on WeChat.")

    def settle(self) -> str:
        """Somebody has looked."""
        form = forms.SettleForm(self.request.POST)
        if not form.is_valid():
            raise WutongError(str(next(iter(form.errors.values()))[0]))
        articles.settle_article(
            actor=self.actor, post=self.object, address=form.cleaned_data["address"]
        )
        return _("Noted.")
