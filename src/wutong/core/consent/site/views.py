"""The preference page behind "unsubscribe", and the one-click door of mail programs.

``GET`` shows and never changes anything: mail firewalls fetch every link. ``POST`` with
``List-Unsubscribe=One-Click`` (RFC 8058) leaves the topic of the letter at once, without
cookie, log-in, redirect or second page. The token in the address is the permission.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from wutong.core.consent.enums import ALL_TOPICS, PREFERENCES_ACTION, Channel, Method
from wutong.core.consent.models import PreferenceChange
from wutong.core.consent.registry import topics
from wutong.core.consent.selectors import comes_also_by, preference_sheet
from wutong.core.consent.services import pause, set_topic, undo_change
from wutong.core.people.models import Person
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import client_address
from wutong.platform.links.errors import BusyLinkError, LinkError, UnknownLinkError
from wutong.platform.links.public import read_link, within_limit
from wutong.ui.site.links.views import chosen_language, no_traces, refusal

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.links.public import LinkContext

LOOKS, CHANGES, ONE_CLICKS = 120, 60, 5_000


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class PreferencesView(View):
    """``/u/<token>``."""

    http_method_names = ["get", "head", "post"]
    context: LinkContext

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Brake, read the token; every problem ends on a page."""
        try:
            self.brake(request)
            _grant, self.context = read_link(kwargs["token"])
            if self.context.action != PREFERENCES_ACTION:
                raise UnknownLinkError
            response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            response = refusal(request, error)
        return no_traces(response)

    def brake(self, request: HttpRequest) -> None:
        """Mail providers post for thousands from one address: they get a wide limit."""
        one_click = "List-Unsubscribe" in request.POST if request.method == "POST" else False
        limit = ONE_CLICKS if one_click else CHANGES if request.method == "POST" else LOOKS
        kind = f"u:{request.method}:{one_click}"
        if not within_limit(kind, client_address.get() or "", limit=limit):
            raise BusyLinkError

    @property
    def channel(self) -> Channel:
        """The channel of the letter."""
        return Channel(self.context.params.get("channel", Channel.EMAIL))

    @property
    def topic(self) -> str:
        """The topic of the letter."""
        return str(self.context.params.get("topic", ""))

    @property
    def actor(self) -> Actor:
        """The person behind the link."""
        return Actor.link(self.context.action, self.context.subject_ref)

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show."""
        del token
        return self.page()

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """One-click, or what was pressed on the page."""
        del token
        if request.POST.get("List-Unsubscribe", "").strip() == "One-Click":
            self.leave(self.topic, Method.ONE_CLICK)
            return HttpResponse(_("You are unsubscribed."), content_type="text/plain")
        command, _sep, value = request.POST.get("do", "").partition(":")
        if command == "leave" and value in topics:
            self.leave(value, Method.LINK)
        elif command == "leave_too" and self.topic in topics:
            self.leave_too(value)
        elif command == "join" and value in topics:
            self.join(value)
        elif command == "pause":
            self.pause()
        elif command in {"stop", "resume"}:
            self.set(ALL_TOPICS, wanted=command == "resume")
        elif command == "undo" and value.isdecimal():
            self.undo(int(value))
        return HttpResponseRedirect(request.path)

    def leave(self, topic: str, method: Method) -> None:
        """Out of one topic; the others stay."""
        self.set(topic, wanted=False, method=method)

    def leave_too(self, channel: str) -> None:
        """The topic of the letter on another channel, too."""
        if channel in topics.get(self.topic).channels:
            self.set(self.topic, wanted=False, channel=Channel(channel))

    def join(self, topic: str) -> None:
        """Into one topic; this also ends a stop of everything."""
        sheet = preference_sheet(self.context.subject_id, self.channel)
        if sheet.stopped:
            self.set(ALL_TOPICS, wanted=True)
        self.set(topic, wanted=True)

    def set(
        self,
        topic: str,
        *,
        wanted: bool,
        method: Method = Method.LINK,
        channel: Channel | None = None,
    ) -> None:
        """Write one wish."""
        set_topic(
            actor=self.actor,
            person_id=self.context.subject_id,
            topic=topic,
            channel=channel or self.channel,
            wanted=wanted,
            method=method,
            source_ref=str(self.context.params.get("source_ref", "")),
        )

    def pause(self) -> None:
        """Nothing for six months."""
        pause(
            actor=self.actor,
            person_id=self.context.subject_id,
            channel=self.channel,
            method=Method.LINK,
            source_ref=str(self.context.params.get("source_ref", "")),
        )

    def undo(self, change_id: int) -> None:
        """Take back the last change, if it is this person's."""
        mine = PreferenceChange.objects.filter(pk=change_id, person_id=self.context.subject_id)
        if mine.exists():
            undo_change(actor=self.actor, change_id=change_id, person_id=self.context.subject_id)

    def page(self) -> HttpResponse:
        """What this person receives, in their language."""
        person = Person.objects.filter(pk=self.context.subject_id).first()
        if person is None:
            raise UnknownLinkError
        language = chosen_language(self.request) or person.language
        last = (
            PreferenceChange.objects.filter(Q(channel=self.channel) | Q(topic=self.topic))
            .filter(person=person)
            .order_by("-pk")
            .first()
        )
        last = last if last is not None and last.undone_at is None else None
        with translation.override(language):
            context = {
                "name": (person.name_latin or person.name) if language == "en" else person.name,
                "sheet": preference_sheet(person.pk, self.channel),
                "topic": topics.find(self.topic),
                "last": last,
                "said": words_of(last) if last is not None else "",
                "apart": apart_from(last) if last is not None else [],
                "page_language": "en" if language == "en" else "zh-Hans",
            }
            return render(self.request, "consent/preferences.html", context)


BY = {
    Channel.EMAIL: gettext_lazy("by e-mail"),
    Channel.SMS: gettext_lazy("by text message"),
    Channel.WECHAT: gettext_lazy("on WeChat"),
    Channel.POST: gettext_lazy("on paper"),
}


def words_of(change: PreferenceChange) -> str:
    """A change as a fact, for the one who made it."""
    if change.topic == ALL_TOPICS:
        if change.after["paused_until"]:
            return _("You receive nothing from us for six months.")
        if change.after["wanted"]:
            return _("You receive our letters again.")
        return _("You receive nothing from us any more.")
    topic = topics.find(change.topic)
    if change.after["wanted"]:
        words = _("You receive “%(topic)s” again.")
    else:
        words = _("You no longer receive “%(topic)s”. Everything else stays as it was.")
    if topic is not None and len(topic.channels) > 1:
        if change.after["wanted"]:
            words = _("“%(topic)s” comes to you %(by)s again.")
        else:
            words = _("“%(topic)s” no longer comes to you %(by)s. Everything else stays as it was.")
    return words % {
        "topic": topic.label if topic else change.topic,
        "by": BY[Channel(change.channel)],
    }


def apart_from(change: PreferenceChange) -> list[tuple[Channel, str, str]]:
    """After a topic was left on one channel: the others it still comes by, in words, with what
    the button says that ends it there, too.
    """
    topic = topics.find(change.topic)
    if topic is None or change.after["wanted"]:
        return []
    words = {
        Channel.EMAIL: (_("Letters by e-mail are another matter: they go on."), _("No letters either")),
        Channel.SMS: (_("Text messages are another matter: they go on."), _("No text messages either")),
        Channel.WECHAT: (_("Notices on WeChat are another matter: they go on."), _("No notices on WeChat either")),
        Channel.POST: (_("The printed copy is another matter: where one is sent to you, it goes on."), _("No paper either")),
    }  # fmt: skip
    others = comes_also_by(change.person_id, topic, Channel(change.channel))
    return [(one, *words[one]) for one in others]
