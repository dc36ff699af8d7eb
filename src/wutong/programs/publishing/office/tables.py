"""Tables and filters of stories, pictures and profiles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.kernel import clock
from wutong.programs.publishing.enums import Licence, StoryState
from wutong.programs.publishing.models import Picture, Portrait, Profile, StoryPage, TopicPage
from wutong.programs.publishing.office.addresses import picture_url, story_url
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    TitleColumn,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

STORY_TONES = {
    StoryState.REVIEW: "autumn", StoryState.SCHEDULED: "slate", StoryState.PUBLISHED: "leaf",
    StoryState.WITHDRAWN: "seal",
}  # fmt: skip
SOON = 30


class StoryFilter(django_filters.FilterSet):
    """State, topic, languages, when."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=StoryState.choices, method="by_state"
    )
    topic = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("stories", "Topic"), field_name="topics",
        queryset=TopicPage.objects.filter(locale__language_code="zh-hans"),
        empty_label=_("All topics"),
    )  # fmt: skip
    both = django_filters.BooleanFilter(label=_("In both languages"), method="by_languages")
    published = django_filters.DateFromToRangeFilter(
        label=_("Published"), field_name="first_published_at"
    )

    class Meta:
        model = StoryPage
        fields: tuple[str, ...] = ()

    def by_state(self, rows: QuerySet[StoryPage], name: str, value: Any) -> QuerySet[StoryPage]:
        """As the list says it."""
        return rows.filter(state__in=value) if value else rows

    def by_languages(self, rows: QuerySet[StoryPage], name: str, value: Any) -> QuerySet[StoryPage]:
        """Whether there is another page of the same story."""
        others = StoryPage.objects.filter(translation_key=OuterRef("translation_key"))
        twice = Exists(others.exclude(pk=OuterRef("pk")))
        return rows.filter(twice if value else ~twice)


class StoryTable(OfficeTable):
    """Title, state, languages, when, by whom."""

    title = TitleColumn(verbose_name=_("Title"), link=lambda row: story_url(row.translation_key))
    state = BadgeColumn(verbose_name=_("State"), tones=STORY_TONES)
    languages = tables.Column(verbose_name=_("Languages"), orderable=False, empty_values=())
    first_published_at = DayColumn(verbose_name=_("Published"))
    latest_revision_created_at = DayColumn(verbose_name=_("Last saved"), time=True)
    byline = tables.Column(verbose_name=pgettext_lazy("story", "Written by"))
    source = tables.Column(verbose_name=_("First published in"))

    class Meta(OfficeTable.Meta):
        model = StoryPage
        fields: tuple[str, ...] = ()
        hidden_at_first = ("source", "latest_revision_created_at")

    def render_languages(self, record: Any) -> SafeString:
        """Both, or what is missing."""
        if record.other:
            return draw_badge("中文 · English", "leaf")
        return draw_badge(record.language_word)

    def value_languages(self, record: Any) -> str:
        """In words."""
        return "zh, en" if record.other else str(record.locale.language_code)

    def render_state(self, value: str) -> SafeString:
        """In its tone."""
        return draw_badge(StoryState(value).label, STORY_TONES.get(StoryState(value), ""))

    def value_state(self, value: str) -> str:
        """In words."""
        return str(StoryState(value).label)


class PictureFilter(django_filters.FilterSet):
    """What a clerk asks of pictures."""

    licence = django_filters.MultipleChoiceFilter(
        label=_("Licence"), choices=[("none", _("not asked yet")), *Licence.choices[1:]],
        method="by_licence",
    )  # fmt: skip
    soon = django_filters.BooleanFilter(label=_("Rights end within 30 days"), method="by_end")
    hidden = django_filters.BooleanFilter(label=_("No longer shown"), method="by_hidden")
    unasked = django_filters.BooleanFilter(label=_("Nobody named in it"), method="by_faces")

    class Meta:
        model = Picture
        fields: tuple[str, ...] = ()

    def by_licence(self, rows: QuerySet[Picture], name: str, value: Any) -> QuerySet[Picture]:
        """``none`` stands for what nobody asked."""
        return rows.filter(licence__in=["" if one == "none" else one for one in value])

    def by_end(self, rows: QuerySet[Picture], name: str, value: Any) -> QuerySet[Picture]:
        """Rights, or the time somebody gave."""
        last = clock.today() + timedelta(days=SOON)
        ends = Q(rights_until__lte=last) | Exists(
            Portrait.objects.filter(picture=OuterRef("pk"), until__lte=last, ended_at=None)
        )
        return rows.filter(ends) if value else rows.exclude(ends)

    def by_hidden(self, rows: QuerySet[Picture], name: str, value: Any) -> QuerySet[Picture]:
        """Nowhere at all."""
        return rows.filter(places=[]) if value else rows.exclude(places=[])

    def by_faces(self, rows: QuerySet[Picture], name: str, value: Any) -> QuerySet[Picture]:
        """Somebody may be to be seen, and nobody said who."""
        asked = Q(nobody=True) | Exists(Portrait.objects.filter(picture=OuterRef("pk")))
        return rows.exclude(asked) if value else rows.filter(asked)


class PictureTable(OfficeTable):
    """What, by what right, until when, who is in it, where it may stand."""

    title = TitleColumn(verbose_name=_("Picture"), link=lambda row: picture_url(row.pk))
    licence = tables.Column(verbose_name=_("Licence"), empty_values=())
    credit = tables.Column(verbose_name=_("Credit"))
    rights_until = DayColumn(verbose_name=_("May be shown until"))
    faces = NumberColumn(verbose_name=_("People in it"), orderable=False)
    shown = tables.Column(verbose_name=_("Shown"), orderable=False, empty_values=())
    created_at = DayColumn(verbose_name=_("Uploaded"))

    class Meta(OfficeTable.Meta):
        model = Picture
        fields: tuple[str, ...] = ()

    def render_licence(self, record: Picture) -> str:
        """In words, also where nothing was said."""
        return str(record.get_licence_display() or _("not asked yet"))

    def render_shown(self, record: Picture) -> SafeString:
        """Whether readers see it."""
        if not record.places:
            return draw_badge(_("nowhere"), "seal")
        return draw_badge(_("yes"), "leaf") if len(record.places) == 4 else draw_badge(_("in part"))

    def value_shown(self, record: Picture) -> str:
        """Where."""
        return ", ".join(record.places)


class ProfileTable(OfficeTable):
    """Name and line."""

    name_zh = TitleColumn(
        verbose_name=_("Name"), link=lambda row: f"/office/stories/people/{row.pk}/"
    )
    name_en = tables.Column(verbose_name=_("Name in English"))
    line_zh = tables.Column(verbose_name=_("Class and work in Chinese"))
    line_en = tables.Column(verbose_name=_("Class and work in English"))

    class Meta(OfficeTable.Meta):
        model = Profile
        fields: tuple[str, ...] = ()
