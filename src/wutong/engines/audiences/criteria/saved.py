"""Chosen by a saved segment or by a list somebody brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.people.models import Person
from wutong.engines.audiences.compiler import explain_among, to_q
from wutong.engines.audiences.criteria.words import listed, shown
from wutong.engines.audiences.definitions import MAX_DEPTH, loads
from wutong.engines.audiences.enums import LineVerdict
from wutong.engines.audiences.errors import DefinitionError
from wutong.engines.audiences.models import ListLine, PeopleList, Segment
from wutong.engines.audiences.registry import CriterionForm
from wutong.platform.access.public import scope

Params = Mapping[str, Any]
_opened: ContextVar[tuple[int, ...]] = ContextVar("opened segments", default=())


class SegmentForm(CriterionForm):
    """Other segments; they are followed as they change."""

    chosen = forms.ModelMultipleChoiceField(
        label=gettext_lazy("In one of these segments"),
        queryset=Segment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        """Those the user may use."""
        field = self.fields["chosen"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = (
            scope(self.user, Segment).order_by("name", "pk")
            if self.user
            else Segment.objects.filter(archived_at__isnull=True)
        )


@contextmanager
def _opening(pk: int) -> Iterator[None]:
    """Follow a reference; what leads back to itself or too far is refused."""
    way = _opened.get()
    if pk in way or len(way) > MAX_DEPTH:
        raise DefinitionError(_("Segments refer to each other in a circle or too deep."))
    token = _opened.set((*way, pk))
    try:
        yield
    finally:
        _opened.reset(token)


def segment_q(params: Params) -> Q:
    """In one of the segments as they are now; nobody where none is left."""
    rows = Segment.objects.filter(pk__in=params.get("chosen", [])).order_by("pk")
    condition = Q(pk__in=[])
    for pk, definition in rows.values_list("pk", "definition"):
        with _opening(pk):
            condition |= to_q(loads(definition)) or Q(pk__isnull=False)
    return condition


def segment_words(params: Params) -> str:
    rows = Segment.objects.filter(pk__in=params.get("chosen", [])).order_by("name")
    return listed(rows.values_list("name", flat=True)) or "–"


def segment_value(params: Params, person_id: int) -> str:
    """The segments the person is in; where there is none, what keeps them out of the first."""
    rows = Segment.objects.filter(pk__in=params.get("chosen", [])).order_by("name")
    out = ""
    for pk, name, definition in rows.values_list("pk", "name", "definition"):
        with _opening(pk):
            found = explain_among(
                loads(definition), Person.objects.all(), person_id, with_values=True
            )
        if found is None or found.holds:
            return str(name)
        out = out or shown(
            _("%(condition)s, on record: %(value)s") % {"condition": one.text, "value": one.value}
            if one.value
            else one.text
            for one in found.failing()
        )
    return _("not in it because of %(conditions)s") % {"conditions": out} if out else ""


class ListForm(CriterionForm):
    """Lists from files; to leave people out, put this into a group "None of these"."""

    chosen = forms.ModelMultipleChoiceField(
        label=gettext_lazy("On one of these lists"),
        queryset=PeopleList.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        """Those the user may use."""
        field = self.fields["chosen"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = (
            scope(self.user, PeopleList).order_by("-created_at", "pk")
            if self.user
            else PeopleList.objects.filter(archived_at__isnull=True)
        )


def list_q(params: Params) -> Q:
    """Recognised on one of the lists."""
    lines = ListLine.objects.filter(
        person=OuterRef("pk"),
        people_list__in=params.get("chosen", []),
        verdict=LineVerdict.MATCHED,
    )
    return Q(Exists(lines))


def list_words(params: Params) -> str:
    rows = PeopleList.objects.filter(pk__in=params.get("chosen", [])).order_by("name")
    return listed(rows.values_list("name", flat=True)) or "–"


def list_value(params: Params, person_id: int) -> str:
    lines = ListLine.objects.filter(
        person=person_id, people_list__in=params.get("chosen", []), verdict=LineVerdict.MATCHED
    ).select_related("people_list")
    return shown(
        _("%(list)s, line %(place)s (%(how)s)")
        % {
            "list": line.people_list,
            "place": line.place,
            "how": line.get_matched_by_display(),
        }
        for line in lines[:3]
    ) or pgettext("list", "on none of them")
