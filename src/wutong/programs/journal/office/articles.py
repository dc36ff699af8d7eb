"""Articles of an issue, and who is meant by the names below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.public import WhoForm
from wutong.platform.access.public import scope
from wutong.programs.journal import rules
from wutong.programs.journal.enums import CreditRole
from wutong.programs.journal.models import Article, Credit, Issue
from wutong.programs.journal.office import forms
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.office.views import ISSUES
from wutong.programs.journal.services.issues import save_article, tie_credit
from wutong.ui.office.views import OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise


class ArticlePage(OfficeFormView):
    """What writing and changing an article share."""

    permission = rules.CHANGE
    form_class = forms.ArticleForm

    @cached_property
    def article(self) -> Article | None:
        """The one of the address; None for a new one."""
        return None

    @cached_property
    def issue(self) -> Issue:
        """The issue it stands in; a foreign one answers 404."""
        return get_object_or_404(scope(self.user, Issue, "change"), pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The issues / the issue."""
        return (ISSUES, (self.issue.label, issue_url(self.issue.pk)))

    def get_cancel_url(self) -> str:
        """The issue."""
        return issue_url(self.issue.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is there."""
        return {"instance": self.article}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 before anything is shown."""
        _found = self.issue
        return super().get(request, *args, **kwargs)

    def perform(self, form: forms.ArticleForm) -> str:
        """To the issue."""
        save_article(
            actor=self.actor, issue=self.issue, values=form.values(), makers=form.makers(),
            article=self.article, picture=form.cleaned_data["picture"],
        )  # fmt: skip
        messages.success(self.request, _("The article is saved."))
        return issue_url(self.issue.pk)


class ArticleNewView(ArticlePage):
    """One more article."""

    page_title = gettext_lazy("New article")


class ArticleEditView(ArticlePage):
    """An article changed."""

    page_title = gettext_lazy("Change the article")

    @cached_property
    def article(self) -> Article | None:
        """Through the issues in sight."""
        issues = scope(self.user, Issue, "change")
        rows = Article.objects.filter(issue__in=issues).select_related("issue")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def issue(self) -> Issue:
        """Its own."""
        assert self.article is not None
        return self.article.issue

    def get_initial(self) -> dict[str, Any]:
        """The names as printed."""
        names: dict[str, list[str]] = {role.value: [] for role in CreditRole}
        for credit in self.article.credits.all() if self.article else ():
            names[credit.role].append(credit.name)
        return {role: "、".join(found) for role, found in names.items()}


class CreditView(OfficeFormView):
    """Who is meant by a printed name: their record shows what they wrote."""

    permission = rules.CHANGE
    form_class = WhoForm
    submit_label = gettext_lazy("This is who is meant")
    template_name = "journal/office/credit.html"

    @cached_property
    def credit(self) -> Credit:
        """Through the issues in sight."""
        rows = Credit.objects.filter(article__issue__in=scope(self.user, Issue, "change"))
        rows = rows.select_related("article__issue", "person")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> _StrOrPromise:
        """The name."""
        return _("Who is “%(name)s”?") % {"name": self.credit.name}

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The issues / the issue."""
        issue = self.credit.article.issue
        return (ISSUES, (issue.label, issue_url(issue.pk)))

    def get_cancel_url(self) -> str:
        """The issue."""
        return issue_url(self.credit.article.issue_id)

    def get_initial(self) -> dict[str, Any]:
        """Whom it is tied to, or the name itself."""
        if self.credit.person_id:
            return {"person": self.credit.person_id}
        return {"who": self.credit.name}

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Whether it can be untied."""
        return super().get_context_data(credit=self.credit, **extra)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Tied, or untied."""
        if request.POST.get("do") == "untie":
            tie_credit(actor=self.actor, credit=self.credit, person=None)
            messages.success(request, _("The name leads to nobody now."))
            return self.render(form=self.form_class(**self.get_form_kwargs()))
        return super().post(request, *args, **kwargs)

    def perform(self, form: WhoForm) -> str:
        """To the issue."""
        person = get_object_or_404(scope(self.user, Person), pk=form.cleaned_data["person"])
        tie_credit(actor=self.actor, credit=self.credit, person=person)
        messages.success(self.request, _("%(name)s is meant.") % {"name": person.name})
        return issue_url(self.credit.article.issue_id)
