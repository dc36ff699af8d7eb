"""The dossier: one page on a person, its timeline, its history, and contact values on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.people import rules
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.office.addresses import list_url, person_url
from wutong.core.people.office.lists import reach_badge
from wutong.core.people.registry import person_actions, person_panels
from wutong.core.people.selectors.history import history_of
from wutong.core.people.selectors.profile import profile_of
from wutong.core.people.selectors.timeline import timeline_of
from wutong.core.people.services.locking import ref
from wutong.core.reference.enums import Grade
from wutong.platform.access.public import can, scope
from wutong.platform.audit.public import viewed_sensitive
from wutong.ui.office.views import OfficeDetailView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.core.people.registry import PersonPanel

REASONS: dict[str, _StrOrPromise] = {
    "contact": gettext_lazy("to get in touch"),
    "check": gettext_lazy("to check the record"),
    "request": gettext_lazy("because the person asked"),
}


class PersonView(OfficeObjectView[Person]):
    """A page about one person; merged, foreign and too sensitive ones answer 404."""

    model = Person
    permission = rules.VIEW

    def get_queryset(self) -> QuerySet[Person]:
        """With the place, without the tokens."""
        return super().get_queryset().select_related("region").defer("search_tokens")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, str]]:
        """People / the person."""
        return (
            (pgettext("office", "People"), list_url()),
            (self.object.name, person_url(self.object.pk)),
        )


class PersonDetailView(PersonView, OfficeDetailView[Person]):
    """The dossier."""

    template_name = "people/office/detail.html"

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, str]]:
        """People."""
        return ((pgettext("office", "People"), list_url()),)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A merged record leads to the one that stayed; opening a sensitive one is logged."""
        kept = self._kept_id()
        if kept is not None:
            return HttpResponseRedirect(person_url(kept))
        if self.object.grade == Grade.SENSITIVE:
            self.note_unmasked(ref(self.object.pk), ["record"])
        return super().get(request, *args, **kwargs)

    def _kept_id(self) -> int | None:
        merged = Person.objects.filter(pk=self.kwargs["pk"], merged_into__isnull=False)
        merged = merged.exclude(merged_into=F("pk"))  # erased
        kept_id = merged.values_list("merged_into_id", flat=True).first()
        return kept_id if kept_id and self.get_queryset().filter(pk=kept_id).exists() else None

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The record, the newest page of the timeline, the panels of other rooms."""
        person = self.object
        return super().get_context_data(
            profile=profile_of(person),
            timeline=timeline_of(person.pk, self.user),
            panels=list(self._panels()),
            badge=reach_badge(person),
            sensitive=person.grade == Grade.SENSITIVE,
            may_change=can(self.user, rules.CHANGE),
            may_unmask=can(self.user, rules.UNMASK),
            may_read_history=can(self.user, rules.HISTORY),
            may_merge=can(self.user, rules.MERGE),
            may_change_documents=can(self.user, rules.CHANGE_DOCUMENTS),
            reasons=REASONS.items(),
            actions=[
                (action, action.url(person.pk))
                for action in person_actions.values()
                if can(self.user, action.permission)
                and (action.for_the_dead or not person.deceased)
            ],
            **extra,
        )

    def _panels(self) -> Iterable[tuple[PersonPanel, dict[str, Any]]]:
        for panel in person_panels.values():
            if panel.permission and not can(self.user, panel.permission):
                continue
            context = panel.context(self.object.pk, self.user)
            if context is not None:
                yield panel, context


class PersonTimelineView(PersonView):
    """Older events, as a fragment or a page of its own."""

    template_name = "people/office/timeline_page.html"

    def before(self) -> datetime | None:
        """The moment in the address, None where there is none or it makes no sense."""
        try:
            return parse_datetime(self.request.GET.get("before", ""))
        except ValueError:
            return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The next page of events."""
        moment = self.before()
        if moment is not None and moment.tzinfo is None:
            moment = None
        page = timeline_of(self.object.pk, self.user, before=moment)
        context = self.get_context_data(timeline=page)
        if getattr(request, "htmx", None):
            return TemplateResponse(request, "people/office/timeline.html", context)
        return TemplateResponse(request, self.template_name, context)


class PersonHistoryView(PersonView):
    """Who changed what and when."""

    permission = rules.HISTORY
    template_name = "people/office/history.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The history in words."""
        return super().get_context_data(history=history_of(self.object), **extra)


class ShowContactView(PersonView):
    """A contact value unmasked: asked for by POST, with a reason, and logged."""

    permission = rules.UNMASK

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the page: looking at an address shows nothing."""
        return HttpResponseRedirect(person_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Log, then show."""
        point = get_object_or_404(
            scope(self.user, ContactPoint), pk=self.kwargs["contact"], person=self.object
        )
        reason = request.POST.get("reason", "")
        with transaction.atomic():
            viewed_sensitive(
                actor=self.actor,
                subject=ref(self.object.pk),
                subject_label=self.object.name,
                fields=[f"contact:{point.pk}:{point.kind}"],
                reason=reason if reason in REASONS else "contact",
            )
        context = self.get_context_data(point=point)
        if getattr(request, "htmx", None):
            return TemplateResponse(request, "people/office/contact_shown.html", context)
        return TemplateResponse(request, "people/office/contact_page.html", context)
