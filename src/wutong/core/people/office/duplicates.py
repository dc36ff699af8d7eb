"""The queue of possible duplicates: the list, and two records side by side, worked by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wutong.core.people import rules
from wutong.core.people.enums import MatchDecision, MatchStrength
from wutong.core.people.matching.decisions import decide_otherwise, decide_same, take_back
from wutong.core.people.matching.wording import in_words
from wutong.core.people.merging.survivors import CHOOSABLE, GONE, KEPT
from wutong.core.people.models import Degree, MatchCandidate, MatchRun
from wutong.core.people.office.addresses import list_url
from wutong.core.people.office.filters import _colleges
from wutong.core.people.selectors.cards import latest_studies, study_label
from wutong.core.people.selectors.pairs import side_by_side
from wutong.core.people.services.locking import ref
from wutong.core.people.tasks import match_now
from wutong.core.reference.enums import Grade
from wutong.core.reference.public import unit_with_ancestors
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scope
from wutong.platform.audit.public import viewed_sensitive
from wutong.platform.jobs.public import defer
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import DayColumn, OfficeTable, PersonColumn, TextColumn
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeObjectView, OfficeView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise
    from django.utils.safestring import SafeString

TONES = {
    MatchStrength.CERTAIN: "leaf",
    MatchStrength.STRONG: "autumn",
    MatchStrength.POSSIBLE: "slate",
}
FILTERS = ("strength", "college", "decision")
DECIDED_FROM = "decided"


def queue_url(query: str = "") -> str:
    """The list of possible duplicates."""
    return reverse("office:people-duplicates") + (f"?{query}" if query else "")


def pair_url(candidate_id: int, query: str = "") -> str:
    """Two records side by side."""
    url = reverse("office:people-duplicate", args=[candidate_id])
    return f"{url}?{query}" if query else url


class CandidateFilter(django_filters.FilterSet):
    """By strength, college of either, and what was decided; undecided unless asked."""

    strength = django_filters.ChoiceFilter(
        label=gettext_lazy("Strength"),
        choices=MatchStrength.choices,
        empty_label=gettext_lazy("All strengths"),
    )
    college = django_filters.ModelChoiceFilter(
        label=gettext_lazy("College"),
        queryset=_colleges,
        method="of_college",
        empty_label=gettext_lazy("All colleges"),
    )
    decision = django_filters.ChoiceFilter(
        label=gettext_lazy("Decision"),
        choices=[
            (MatchDecision.LATER.value, MatchDecision.LATER.label),
            (MatchDecision.SAME.value, MatchDecision.SAME.label),
            (MatchDecision.DIFFERENT.value, MatchDecision.DIFFERENT.label),
        ],
        method="decided",
        empty_label=MatchDecision.OPEN.label,
    )

    class Meta:
        model = MatchCandidate
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[MatchCandidate]) -> QuerySet[MatchCandidate]:
        """What is still to decide, unless something else is asked for."""
        rows: QuerySet[MatchCandidate] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("decision"):
            return rows
        return rows.filter(decision=MatchDecision.OPEN)

    def decided(
        self, rows: QuerySet[MatchCandidate], name: str, value: str
    ) -> QuerySet[MatchCandidate]:
        """With that decision."""
        return rows.filter(decision=value)

    def of_college(
        self, rows: QuerySet[MatchCandidate], name: str, unit: Any
    ) -> QuerySet[MatchCandidate]:
        """Either of the two studied there, or at what it grew out of."""
        units = sorted(unit_with_ancestors(unit.pk))
        studied = Degree.objects.filter(unit__in=units)
        return rows.filter(
            Exists(studied.filter(person=OuterRef("first")))
            | Exists(studied.filter(person=OuterRef("second")))
        )


class CandidateTable(OfficeTable):
    """Both names, what speaks for it, how strongly."""

    first = PersonColumn(
        verbose_name=gettext_lazy("One record"),
        link=lambda candidate: pair_url(candidate.pk),
        note=lambda candidate: candidate.studies[0],
        orderable=False,
    )
    second = tables.Column(verbose_name=gettext_lazy("The other"), orderable=False)
    evidence = TextColumn(verbose_name=gettext_lazy("What was found"), orderable=False)
    strength = tables.Column(
        verbose_name=gettext_lazy("Strength"), order_by=("-strength", "-score", "pk")
    )
    found_at = DayColumn(verbose_name=gettext_lazy("Found on"))
    decision = tables.Column(verbose_name=gettext_lazy("Decision"), orderable=False)
    decided_label = tables.Column(verbose_name=gettext_lazy("Decided by"), orderable=False)

    class Meta(OfficeTable.Meta):
        model = MatchCandidate
        fields: tuple[str, ...] = ()
        hidden_at_first = ("decision", "decided_label")

    def render_second(self, record: Any) -> str:
        return " · ".join(part for part in (record.second.name, record.studies[1]) if part)

    def render_evidence(self, record: Any) -> str:
        return _("; ").join(said.text for said in in_words(record.evidence))

    def render_strength(self, record: MatchCandidate) -> SafeString:
        return strength_badge(record)

    def value_strength(self, record: MatchCandidate) -> str:
        """In a file: the word alone."""
        return str(record.get_strength_display())

    def render_decision(self, record: MatchCandidate) -> str:
        return str(record.get_decision_display())


def strength_badge(candidate: MatchCandidate) -> SafeString:
    """How strong the likeness is."""
    strength = MatchStrength(candidate.strength)
    return draw_badge(strength.label, TONES[strength])


@register_list
class DuplicatesView(OfficeListView[MatchCandidate]):
    """Pairs that may be one person, strongest first."""

    model = MatchCandidate
    list_key = "duplicates"
    template_name = "people/office/duplicates.html"
    permission = rules.MERGE
    page_title = pgettext_lazy("office", "Possible duplicates")
    table_class = CandidateTable
    filterset_class = CandidateFilter
    default_order = ("-strength", "-score", "pk")
    search_fields = ("first__name", "second__name", "first__name_pinyin")
    search_placeholder = gettext_lazy("Name or pinyin")
    unit = gettext_lazy("pairs")
    empty_template = "people/office/duplicates_empty.html"
    export_permission = rules.EXPORT
    export_name = "duplicates"
    export_needs_reason = True
    export_columns = ("first", "second", "evidence", "strength", "found_at", "decision")

    def get_base_queryset(self) -> QuerySet[MatchCandidate]:
        """With both people."""
        return (
            super()
            .get_base_queryset()
            .select_related("first", "second")
            .defer("first__search_tokens", "second__search_tokens")
        )

    def dress(self, rows: Sequence[Any]) -> None:
        """What both studied."""
        found = latest_studies(key for row in rows for key in (row.first_id, row.second_id))
        for row in rows:
            row.studies = tuple(
                study_label(found.get(key)) for key in (row.first_id, row.second_id)
            )

    def get_row_url(self, row: MatchCandidate) -> str:
        """Side by side."""
        return pair_url(row.pk, self.query())

    def query(self) -> str:
        """The filters, to be carried along the queue."""
        return kept_query(self.request)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Where work begins, and when the last search was."""
        run = MatchRun.objects.filter(finished_at__isnull=False).order_by("-started_at").first()
        return super().get_context_data(
            begin_url=reverse("office:people-duplicates-next") + f"?{self.query()}",
            last_run=run,
            **extra,
        )


def kept_query(request: HttpRequest) -> str:
    """The filters of the queue in this address."""
    return urlencode({name: request.GET[name] for name in FILTERS if request.GET.get(name)})


class _Queue(OfficeView):
    """The pairs in their order under the filters of the address."""

    permission = rules.MERGE

    def rows(self) -> QuerySet[MatchCandidate]:
        """Strongest first."""
        rows = scope(self.user, MatchCandidate)
        found: QuerySet[MatchCandidate] = CandidateFilter(
            self.request.GET, queryset=rows, request=self.request
        ).qs
        return found.order_by("-strength", "-score", "pk")

    def neighbour(self, candidate: MatchCandidate, *, before: bool = False) -> int | None:
        """The pair after (or before) this one in the queue."""
        strength, score, key = candidate.strength, candidate.score, candidate.pk
        if before:
            beside = Q(strength__gt=strength) | (
                Q(strength=strength) & (Q(score__gt=score) | Q(score=score, pk__lt=key))
            )
            rows = self.rows().filter(beside).reverse()
        else:
            beside = Q(strength__lt=strength) | (
                Q(strength=strength) & (Q(score__lt=score) | Q(score=score, pk__gt=key))
            )
            rows = self.rows().filter(beside)
        return rows.values_list("pk", flat=True).first()


class NextDuplicateView(_Queue):
    """To the first pair of the queue, or back to the list when there is none left."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A redirect."""
        first = self.rows().values_list("pk", flat=True).first()
        query = kept_query(request)
        if first is None:
            messages.info(request, _("Nothing is left to decide here."))
            return HttpResponseRedirect(queue_url(query))
        return HttpResponseRedirect(pair_url(first, query))


class DuplicateView(_Queue, OfficeObjectView[MatchCandidate]):
    """Two records side by side, and the decision."""

    model = MatchCandidate
    template_name = "people/office/duplicate.html"

    def get_queryset(self) -> QuerySet[MatchCandidate]:
        """With both people and their places."""
        return super().get_queryset().select_related("first__region", "second__region", "merge")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Opening a record graded sensitive is logged here too."""
        for person in (self.object.first, self.object.second):
            if person.grade == Grade.SENSITIVE:
                viewed_sensitive(
                    actor=self.actor,
                    subject=ref(person.pk),
                    subject_label=person.name,
                    fields=["record"],
                )
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> _StrOrPromise:
        """The question."""
        return _("Are these the same person?")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, str]]:
        """People / the queue."""
        return (
            (pgettext("office", "People"), list_url()),
            (_("Possible duplicates"), queue_url(kept_query(self.request))),
        )

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Both records, the evidence, and the way on."""
        candidate, query = self.object, kept_query(self.request)
        after, before = self.neighbour(candidate), self.neighbour(candidate, before=True)
        decided = self.request.GET.get(DECIDED_FROM, "")
        return super().get_context_data(
            pair=side_by_side(candidate.first, candidate.second),
            evidence=in_words(candidate.evidence),
            badge=strength_badge(candidate),
            open=candidate.decision in {MatchDecision.OPEN, MatchDecision.LATER},
            left=self.rows().count(),
            next_url=pair_url(after, query) if after else "",
            previous_url=pair_url(before, query) if before else "",
            undo_url=reverse("office:people-duplicate-undo", args=[decided])
            if decided.isdecimal()
            else "",
            query=query,
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`decide` says what; on to the next pair."""
        candidate, query = self.object, kept_query(request)
        after = self.neighbour(candidate)
        try:
            said = self._decide(request, candidate)
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(pair_url(candidate.pk, query))
        if said is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        messages.success(request, said)
        following = "&".join(part for part in (query, f"{DECIDED_FROM}={candidate.pk}") if part)
        return HttpResponseRedirect(pair_url(after, following) if after else queue_url(query))

    def _decide(self, request: HttpRequest, candidate: MatchCandidate) -> str | None:
        names = {"one": candidate.first.name, "other": candidate.second.name}
        decision = request.POST.get("decide", "")
        if decision == MatchDecision.SAME:
            chosen = {
                name: request.POST[name]
                for name in CHOOSABLE
                if request.POST.get(name) in {KEPT, GONE}
            }
            kept = request.POST.get("kept", "")
            decide_same(
                actor=self.actor,
                candidate_id=candidate.pk,
                kept_id=int(kept) if kept.isdecimal() else 0,
                choices=chosen,
            )
            return _("%(one)s and %(other)s are one record now.") % names
        if decision in {MatchDecision.DIFFERENT, MatchDecision.LATER}:
            decide_otherwise(
                actor=self.actor, candidate_id=candidate.pk, decision=MatchDecision(decision)
            )
            if decision == MatchDecision.LATER:
                return _("%(one)s and %(other)s are put aside.") % names
            return _("%(one)s and %(other)s stay two; nobody is asked about them again.") % names
        return None


class UndoDuplicateView(OfficeObjectView[MatchCandidate]):
    """Take the decision about a pair back."""

    model = MatchCandidate
    permission = rules.MERGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the pair: an address alone changes nothing."""
        return HttpResponseRedirect(pair_url(self.object.pk, kept_query(request)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Into the queue again."""
        try:
            take_back(actor=self.actor, candidate_id=self.object.pk)
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The decision is taken back."))
        return HttpResponseRedirect(pair_url(self.object.pk, kept_query(request)))


class SearchNowView(OfficeView):
    """Look for duplicates now, without waiting for the night."""

    permission = rules.MERGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the queue."""
        return HttpResponseRedirect(queue_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One search waits at most."""
        defer(match_now, once="people.match_now", lane="bulk")
        messages.info(request, _("The search has begun; it takes a few minutes."))
        return HttpResponseRedirect(queue_url())
