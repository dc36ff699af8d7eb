"""What was merged into a record, and taking it apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people import rules
from wutong.core.people.matching.decisions import propose_pair
from wutong.core.people.merging.undoing import facts_since, unmerge
from wutong.core.people.models import Merge, Person
from wutong.core.people.office.addresses import person_url
from wutong.core.people.office.duplicates import pair_url
from wutong.core.people.office.profile import PersonView
from wutong.core.people.search import search
from wutong.core.people.selectors.cards import people_cards
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

SHOWN = 20


def merges_of(person_id: int) -> QuerySet[Merge]:
    """Every merge into this record, standing or taken back, youngest first."""
    return (
        Merge.objects.filter(kept_id=person_id).select_related("gone").order_by("-merged_at", "-pk")
    )


class PersonMergesView(PersonView):
    """The records that became part of this one."""

    permission = rules.MERGE
    template_name = "people/office/merges.html"

    def get_page_title(self) -> str:
        """Whose."""
        return _("Records merged into %(name)s") % {"name": self.object.name}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """All of them."""
        return super().get_context_data(merges=list(merges_of(self.object.pk)), **extra)


class MergeWithView(PersonView):
    """Find the other record of the same person, and look at both side by side."""

    permission = rules.MERGE
    template_name = "people/office/merge_with.html"

    def get_page_title(self) -> str:
        """Whose."""
        return _("Merge %(name)s with another record") % {"name": self.object.name}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Who bears the same name, or whom the search finds, within sight."""
        text = self.request.GET.get("q", self.object.name).strip()
        people = scope(self.request.user, Person).exclude(pk=self.object.pk)
        found = people_cards(search(text, people=people)[:SHOWN]) if text else {}
        return super().get_context_data(query=text, found=list(found.values()), **extra)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Put the chosen one beside this one."""
        chosen = request.POST.get("other", "")
        people = scope(request.user, Person).exclude(pk=self.object.pk)
        other = get_object_or_404(people, pk=int(chosen) if chosen.isdecimal() else 0)
        try:
            candidate = propose_pair(actor=self.actor, one_id=self.object.pk, other_id=other.pk)
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(person_url(self.object.pk))
        return HttpResponseRedirect(pair_url(candidate.pk))


class UnmergeView(PersonView):
    """Take one apart: what came since is asked about."""

    permission = rules.MERGE
    template_name = "people/office/unmerge.html"
    page_title = gettext_lazy("Take the merge back")

    @cached_property
    def merge(self) -> Merge:
        """The standing merge of the address, into this person."""
        return get_object_or_404(
            merges_of(self.object.pk).filter(undone_at__isnull=True), pk=self.kwargs["merge"]
        )

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """What came onto the record since."""
        return super().get_context_data(
            merge=self.merge,
            since=facts_since(self.merge),
            cancel_url=reverse("office:people-merges", args=[self.object.pk]),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As the form says; each fact stays or goes."""
        since = facts_since(self.merge)
        going = [
            fact.ref
            for place, fact in enumerate(since, 1)
            if request.POST.get(f"fact-{place}") == "gone"
        ]
        try:
            unmerge(actor=self.actor, merge_id=self.merge.pk, to_gone=going)
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(person_url(self.object.pk))
        messages.success(
            request,
            _("%(kept)s and %(gone)s are two records again.")
            % {"kept": self.object.name, "gone": self.merge.gone.name},
        )
        return HttpResponseRedirect(person_url(self.object.pk))
