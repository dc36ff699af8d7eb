"""People found again with the help of their classmates."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max
from django.db.models.functions import TruncDate
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
from wutong.core.reference.enums import SourceGrade
from wutong.kernel.clock import CAMPUS
from wutong.platform.access.registry import scopers
from wutong.programs.rosters.enums import SuggestionState
from wutong.programs.rosters.models import Suggestion

if TYPE_CHECKING:
    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "rosters"
FOUND = "rosters.found"


def found_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a person who was lost and whom a confirmed suggestion made reachable."""
    start = datetime.combine(period.start, time.min, tzinfo=CAMPUS)
    end = datetime.combine(period.end + timedelta(days=1), time.min, tzinfo=CAMPUS)
    people = scopers.get("people.Person")(scopes, "view")
    rows = Suggestion.objects.filter(
        found=True,
        state=SuggestionState.CONFIRMED,
        decided_at__gte=start,
        decided_at__lt=end,
        about__in=people.values("pk"),
    )
    return DrillDown(
        queryset=rows.values(person_id=F("about")).annotate(
            name=Max("about__name"),
            pinyin=Max("about__name_pinyin"),
            class_name=Max("class_group__name"),
            liaison=Max("keeper__person__name"),
            day=Max(TruncDate("decided_at", tzinfo=CAMPUS)),
        ),
        keys=("person_id",),
        order=("pinyin", "person_id"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id")),
            Column("class_name", _("Class")),
            Column("liaison", _("Liaison")),
            Column("day", _("Day")),
        ),
    )


def version() -> str:
    """Changes with every decision."""
    found = Suggestion.objects.filter(found=True).aggregate(n=Count("pk"), last=Max("decided_at"))
    return f"{found['n']}:{found['last']}"


sources.register(SOURCE, DataSource(SOURCE, _("Class rosters"), version=version))
figures.add(
    Figure(
        code=FOUND,
        title=_("Alumni found again by classmates"),
        definition=_(
            "Distinct alumni who could not be reached and can be since a class liaison told a way"
            " to reach them that was confirmed in the period by a second classmate or the office;"
            " what was taken back does not count."
        ),
        unit=Unit.PERSON,
        rule=Rule.PEOPLE,
        section="people",
        source=SOURCE,
        rows=found_rows,
        source_grade=SourceGrade.A,
    ),
    order=40,
)
