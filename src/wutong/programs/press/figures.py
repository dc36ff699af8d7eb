"""Media that reported, self-media apart, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, Min, OuterRef
from django.utils.translation import gettext_lazy as _

from wutong.core.figures.public import (
    Column,
    DataSource,
    DrillDown,
    Figure,
    Rule,
    Unit,
    figures,
    sources,
)
from wutong.core.reference.enums import Population, SourceGrade
from wutong.platform.access.registry import scopers
from wutong.programs.press.enums import PROVEN, OutletKind
from wutong.programs.press.models import Mention, Outlet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "press"
EVERYBODY = tuple(Population)


def _mentions(period: Period, scopes: Scopes) -> QuerySet[Mention]:
    rows: QuerySet[Mention] = scopers.get(Mention._meta.label)(scopes, "view").order_by()
    return rows.filter(
        published_on__gte=period.start, published_on__lte=period.end,
        evidence__in=[one.value for one in PROVEN],
    )  # fmt: skip


def outlet_rows(period: Period, scopes: Scopes, *, self_media: bool) -> DrillDown:
    """One row an outlet that reported within the period with a link or a clipping to show."""
    outlets: QuerySet[Outlet] = scopers.get(Outlet._meta.label)(scopes, "view").order_by()
    kind = {"kind": OutletKind.SELF}
    outlets = outlets.filter(**kind) if self_media else outlets.exclude(**kind)
    mentions = _mentions(period, scopes)
    outlets = outlets.filter(Exists(mentions.filter(outlet=OuterRef("pk"))))
    of_outlet = mentions.filter(outlet=OuterRef("pk")).values("outlet")
    return DrillDown(
        queryset=outlets.values(
            "id", "name", "kind",
            written=of_outlet.annotate(n=Count("pk")).values("n"),
            first=of_outlet.annotate(d=Min("published_on")).values("d"),
            last=of_outlet.annotate(d=Max("published_on")).values("d"),
        ),
        counted=outlets.values("id"),
        keys=("id",),
        order=("-written", "id"),
        columns=(
            Column("name", _("Media outlet"), opens=("outlet", "id")),
            Column("kind", _("Kind"), show=lambda value: OutletKind(value).label),
            Column("written", _("Mentions"), numeric=True),
            Column("first", _("First on")),
            Column("last", _("Last on")),
        ),
    )  # fmt: skip


def mention_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a mention with evidence."""
    return DrillDown(
        queryset=_mentions(period, scopes).values(
            "id", "title", "published_on", "about", "outlet_id",
            outlet_name=F("outlet__name"), outlet_kind=F("outlet__kind"),
        ),
        keys=("id",),
        order=("-published_on", "-id"),
        columns=(
            Column("title", _("Title"), opens=("mention", "id")),
            Column("outlet_name", _("Media outlet"), opens=("outlet", "outlet_id")),
            Column("outlet_kind", _("Kind"), show=lambda value: OutletKind(value).label),
            Column("published_on", _("Published on")),
            Column("about", _("Reports about")),
        ),
    )  # fmt: skip


def _media(period: Period, scopes: Scopes) -> DrillDown:
    return outlet_rows(period, scopes, self_media=False)


def _self_media(period: Period, scopes: Scopes) -> DrillDown:
    return outlet_rows(period, scopes, self_media=True)


sources.register(SOURCE, DataSource(SOURCE, _("Register of media")))
figures.add(
    Figure(
        code="press.outlets",
        title=_("Media that reported"),
        definition=_(
            "Distinct media outlets with at least one report in the period for which a link or a"
            " clipping is on file; self-media are counted apart."
        ),
        unit=Unit.OUTLET,
        rule=Rule.OBJECTS,
        section="society",
        source=SOURCE,
        rows=_media,
        source_grade=SourceGrade.B,
        populations=EVERYBODY,
        rounded_from=20,
    ),
    order=70,
)
figures.add(
    Figure(
        code="press.self_media",
        title=_("Self-media that reported"),
        definition=_(
            "Distinct self-media accounts with at least one report in the period for which a link or"
            " a clipping is on file; not among the media."
        ),
        unit=Unit.OUTLET,
        rule=Rule.OBJECTS,
        section="society",
        source=SOURCE,
        rows=_self_media,
        source_grade=SourceGrade.B,
        populations=EVERYBODY,
    ),
    order=71,
)
figures.add(
    Figure(
        code="press.mentions",
        title=_("Reports in the media"),
        definition=_(
            "Reports of media and self-media in the period for which a link or a clipping is on"
            " file."
        ),
        unit=Unit.POST,
        rule=Rule.OBJECTS,
        section="society",
        source=SOURCE,
        rows=mention_rows,
        source_grade=SourceGrade.B,
        populations=EVERYBODY,
    ),
    order=72,
)
