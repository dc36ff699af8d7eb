"""The house's switch, and what a single story allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, users_who_can
from wutong.platform.audit.public import actor_words, entries_about
from wutong.platform.audit.registry import verbs
from wutong.programs.comments import rules
from wutong.programs.comments.enums import ThreadState
from wutong.programs.comments.models import Comment, Thread
from wutong.programs.comments.office.addresses import house_url
from wutong.programs.comments.office.lists import TITLE
from wutong.programs.comments.selectors import house
from wutong.programs.comments.services.house import (
    REF,
    close_house,
    name_editor,
    open_house,
    set_thread,
)
from wutong.programs.publishing.public import languages_of, story_titles
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User

LINES = 20


class EditorForm(forms.Form):
    """Who is on duty."""

    editor = forms.TypedChoiceField(label=gettext_lazy("Duty editor"), coerce=int)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        staff = sorted(users_who_can(rules.MODERATE), key=str)
        self.fields["editor"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a colleague")), *((user.pk, str(user)) for user in staff)
        ]  # fmt: skip


class HouseView(OfficeView):
    """Open or closed, who is on duty, what was changed when; opening asks for a right of its own."""

    permission = rules.VIEW
    template_name = "comments/office/house.html"
    page_title = gettext_lazy("Comments of the house")
    breadcrumbs = ((TITLE, "/office/comments/"),)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """As it stands."""
        row = house()
        threads = list(Thread.objects.order_by("-changed_at")[:50])
        titles = story_titles([one.key for one in threads])
        form = EditorForm(initial={"editor": row.duty_editor_id or ""})
        return super().get_context_data(
            house=row,
            may_open=can(self.user, rules.OPEN_HOUSE),
            may_close=can(self.user, rules.MODERATE),
            form=form,
            published=Comment.objects.filter(state="published").count() if row.is_open else 0,
            threads=[(one, titles.get(one.key, ""), _story_url(one.key)) for one in threads],
            lines=[
                (verbs.find(one.verb) or one.verb, actor_words(one.actor_label), one)
                for one in entries_about(REF)[:LINES]
            ],
            places=settings.COMMENTS_PLACES is not None,
            keep_days=settings.COMMENTS_KEEP_DAYS,
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Name somebody, or open."""
        if not can(self.user, rules.OPEN_HOUSE):
            raise Http404
        try:
            if request.POST.get("do") == "name":
                given = request.POST.get("editor", "")
                key = int(given) if given.isascii() and given.isdecimal() else 0
                name_editor(actor=self.actor, user_id=key)
                messages.success(request, _("The duty editor is named."))
            elif request.POST.get("do") == "open":
                open_house(actor=self.actor)
                messages.success(request, _("Comments are open."))
        except WutongError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(house_url())


class CloseView(OfficeView):
    """The one button; only POST, for everybody who may decide on comments."""

    permission = rules.MODERATE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking closes nothing."""
        return HttpResponseRedirect(house_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Closed, everywhere, now."""
        close_house(actor=self.actor, reason=request.POST.get("reason", ""))
        messages.success(request, _("Closed: comments are neither shown nor taken, on any page."))
        return HttpResponseRedirect(house_url())


class ThreadView(OfficeView):
    """What one story allows; only POST, back to the story."""

    permission = rules.MODERATE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(_story_url(self.kwargs["key"]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Set it."""
        key = self.kwargs["key"]
        wanted = request.POST.get("state", "")
        if wanted not in ThreadState.values or not story_titles([key]):
            raise Http404
        try:
            set_thread(actor=self.actor, story=key, state=ThreadState(wanted))
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("What the story allows is set."))
        return HttpResponseRedirect(_story_url(key))


def _story_url(key: UUID) -> str:
    return reverse("office:stories-detail", args=[key])


def story_panel(user: User, key: UUID) -> dict[str, Any] | None:
    """The card on the story's page; None while the story is no public one."""
    if not languages_of(key):
        return None
    row = house()
    thread = Thread.objects.filter(key=key).first()
    waiting = Comment.objects.filter(story=key, state="waiting").count()
    published = Comment.objects.filter(story=key, state="published").count()
    return {
        "key": key,
        "house_open": row.is_open and row.stands,  # type: ignore[attr-defined]
        "state": thread.state if thread else ThreadState.HOUSE.value,
        "thread": thread,
        "choices": ThreadState.choices,
        "waiting": waiting,
        "published": published,
        "may_set": can(user, rules.MODERATE),
        "list_url": f"{reverse('office:comments-list')}?story={key}",
    }
