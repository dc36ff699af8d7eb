"""One step of an issue after the other; how the journal comes to somebody. Only POST."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.consent.public import Method
from wutong.core.people.models import Person
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.jobs.public import defer, start_progress
from wutong.platform.outbox.models import WechatTemplate
from wutong.programs.journal import rules
from wutong.programs.journal.enums import Wish
from wutong.programs.journal.models import Article
from wutong.programs.journal.office import forms
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.office.views import IssuePage
from wutong.programs.journal.reading import set_wish
from wutong.programs.journal.services import counting, issues, ledger, mailing
from wutong.programs.journal.tasks import paper_job
from wutong.ui.design.typography import exact
from wutong.ui.office.views import OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class IssueDo(IssuePage):
    """One step; every step needs the right to change."""

    permission = rules.CHANGE
    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(issue_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back with a word about it."""
        does: dict[str, Callable[[], str]] = {
            "publish": self.publish,
            "withdraw": self.withdraw,
            "letter": self.letter,
            "notice": self.notice,
            "count": self.count,
            "fix": self.fix,
            "take_back": self.take_back,
            "refresh": self.refresh,
        }
        name, _colon, key = request.POST.get("do", "").partition(":")
        act = does.get(name)
        if name in {"remove", "restore"} and key.isdigit():
            act = partial(self.article, int(key), remove=name == "remove")
        if name == "paper":
            return HttpResponseRedirect(self.paper())
        if act is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        target = issue_url(self.object.pk)
        try:
            said = act()
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
            written = {"letter": self.object.campaign_id, "notice": self.object.notice_id}
            if written.get(name) and can(self.user, "campaigns.view"):
                target = reverse("office:campaigns-detail", args=[written[name]])
        return HttpResponseRedirect(target)

    def day(self) -> date | None:
        """The day given; raises what is wrong with it."""
        form = forms.DayForm(self.request.POST)
        if not form.is_valid():
            raise WutongError(str(next(iter(form.errors.values()))[0]))
        given: date | None = form.cleaned_data["on"]
        return given

    def paper(self) -> str:
        """The issue is set as PDF in the background; where its progress stands."""
        with transaction.atomic():
            progress = start_progress(
                kind="journal.paper",
                title=_("PDF: %(issue)s") % {"issue": self.object.label},
                owner=self.actor,
                url=issue_url(self.object.pk),
            )
            defer(
                paper_job, progress_id=str(progress.pk), user_id=self.user.pk,
                issue_id=self.object.pk,
            )  # fmt: skip
        return reverse("office:progress", args=[progress.pk])

    def publish(self) -> str:
        """Readers see it."""
        issues.publish_issue(actor=self.actor, issue=self.object, on=self.day())
        return _("Published. Now send it: by letter, by post, or both.")

    def withdraw(self) -> str:
        """Back to being made."""
        issues.withdraw_issue(actor=self.actor, issue=self.object)
        return _("The issue is off the web again.")

    def letter(self) -> str:
        """A draft that goes the way of every letter."""
        campaign = mailing.write_letter(actor=self.actor, user=self.user, issue=self.object)
        self.object.campaign = campaign
        return _("The letter is written as a draft. Look it over, then hand it in for approval.")

    def notice(self) -> str:
        """The same on WeChat."""
        asked = self.request.POST.get("template", "")
        chosen = WechatTemplate.objects.filter(standing=True)
        template = get_object_or_404(chosen, pk=int(asked) if asked.isdecimal() else 0)
        self.object.notice = mailing.write_notice(
            actor=self.actor, user=self.user, issue=self.object, template=template
        )
        return _("The notice is written as a draft. Look it over, then hand it in for approval.")

    def count(self) -> str:
        """Who gets a copy by post."""
        gets = counting.count_post(issue=self.object, user=self.user).get("", 0)
        return ngettext(
            "%(number)s person gets a copy by post. Below is why others do not.",
            "%(number)s people get a copy by post. Below is why others do not.",
            gets,
        ) % {"number": exact(gets)}

    def fix(self) -> str:
        """From here on the list is what the labels print."""
        counts = ledger.fix_postal_list(
            actor=self.actor, user=self.user, issue=self.object, on=self.day()
        )
        return ngettext(
            "The postal list is fixed: %(number)s copy.",
            "The postal list is fixed: %(number)s copies.",
            counts[""],
        ) % {"number": exact(counts[""])}

    def take_back(self) -> str:
        """As if it had not been fixed."""
        gone = ledger.take_list_back(actor=self.actor, issue=self.object)
        return ngettext(
            "The postal list is taken back: %(number)s copy.",
            "The postal list is taken back: %(number)s copies.",
            gone,
        ) % {"number": exact(gone)}

    def refresh(self) -> str:
        """Bring the ledger to where the letters stand."""
        ledger.take_letters_over(actor=self.actor, issue=self.object)
        ledger.tally(self.object)
        return _("The ledger is up to date.")

    def article(self, article_id: int, *, remove: bool) -> str:
        """Out, or back in."""
        article = get_object_or_404(Article, pk=article_id, issue=self.object)
        if remove:
            issues.remove_article(actor=self.actor, article=article)
            return _("“%(title)s” is taken out. It can be put back below.") % {
                "title": article.title
            }
        issues.restore_article(actor=self.actor, article=article)
        return _("“%(title)s” is back in the issue.") % {"title": article.title}


class WishView(OfficeObjectView[Person]):
    """Somebody told the office how the journal shall come."""

    model = Person
    permission = rules.CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(reverse("office:people-detail", args=[self.object.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing but the journal changes."""
        asked = request.POST.get("wish", "")
        if not can(self.user, "consent.change"):
            raise PermissionDenied
        if asked not in Wish.values:
            return HttpResponseBadRequest(_("Nothing to do."))
        set_wish(
            actor=self.actor, person_id=self.object.pk, wish=Wish(asked), method=Method.STAFF,
            source_ref="journal:office",
        )  # fmt: skip
        words = {"wish": Wish(asked).label}
        messages.success(request, _("The journal comes %(wish)s from now on.") % words)
        return self.get(request)
