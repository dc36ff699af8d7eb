"""Figures of greetings: sent and delivered in letters, answered in people."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.public import aem_acts
from wutong.core.figures.public import (
    Batch,
    Column,
    DataSource,
    DerivedFigure,
    DrillDown,
    Figure,
    Reading,
    Rule,
    Unit,
    batches,
    figures,
    sources,
)
from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade, SourceGrade
from wutong.engines.outreach.services.replies import REPLY_ACT
from wutong.kernel.clock import CAMPUS
from wutong.platform.access.registry import scopers
from wutong.platform.outbox.enums import DeliveryState, Medium
from wutong.platform.outbox.models import Delivery, Stream
from wutong.platform.outbox.public import month_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "outreach"
SENT, DELIVERED, ANSWERED = "greetings.sent", "greetings.delivered", "greetings.answered"
NOTICES, NOTICES_ARRIVED = "greetings.notices_sent", "greetings.notices_arrived"
TEXTS, ARRIVED, PARTS = "greetings.texts_sent", "greetings.texts_arrived", "greetings.texts_parts"
LEFT = (DeliveryState.ACCEPTED, DeliveryState.BOUNCED, DeliveryState.REFUSED)
TAKEN = (DeliveryState.ACCEPTED, DeliveryState.BOUNCED)
"""What a gateway took is billed and was on its way."""
TOPIC = "greetings"
COUNTED: dict[str, dict[str, str]] = {
    Medium.EMAIL: {SENT: "sent", DELIVERED: "delivered"},
    Medium.TEXT: {TEXTS: "taken", ARRIVED: "arrived", PARTS: "parts"},
    Medium.WECHAT: {NOTICES: "taken", NOTICES_ARRIVED: "arrived"},
}


def letters(
    first: Any, last: Any, scopes: Scopes, *, medium: Medium | None = Medium.EMAIL
) -> QuerySet[Delivery]:
    """Greetings whose recipients were fixed from ``first`` to ``last`` and that left; by every
    channel where ``medium`` is None, then with those a gateway refused.

    Whoever sees one college counts the letters to its people; letters to people who are graded
    sensitive by now are counted for the cleared only.
    """
    start = datetime.combine(first, time.min, tzinfo=CAMPUS)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=CAMPUS)
    # The partition is that of the day in UTC or on campus: leave a day on both sides.
    rows = Delivery.objects.filter(
        campaign_month__gte=month_of(first - timedelta(days=1)),
        campaign_month__lte=month_of(last),
        created_at__gte=start,
        created_at__lt=end,
        state__in=LEFT if medium in {Medium.EMAIL, None} else TAKEN,
        stream__in=_streams(medium).values("key"),
    )
    if scopes.everything and scopes.cleared:
        return rows
    if scopes.everything:
        return rows.exclude(subject_ref__in=_refs(Person.objects.filter(grade=Grade.SENSITIVE)))
    return rows.filter(subject_ref__in=_refs(scopers.get(Person._meta.label)(scopes, "view")))


def _streams(medium: Medium | None) -> QuerySet[Stream]:
    greetings = Stream.objects.filter(topic=TOPIC)
    return greetings.filter(medium=medium) if medium else greetings


def _refs(people: QuerySet[Person]) -> QuerySet[Any]:
    return (
        people.order_by()
        .annotate(ref=Concat(Value("person:"), Cast("pk", CharField())))
        .values("ref")
    )


def letter_rows(period: Period, scopes: Scopes, *, delivered: bool) -> DrillDown:
    """One row a letter."""
    rows = letters(period.start, period.end, scopes)
    if delivered:
        rows = rows.filter(state=DeliveryState.ACCEPTED)
    return _rows_of(rows)


def _rows_of(rows: QuerySet[Delivery], *, weight: str | None = None) -> DrillDown:
    title = Stream.objects.filter(pk=OuterRef("stream")).values("label")
    return DrillDown(
        queryset=rows.values(
            "campaign_month",
            "id",
            "name",
            "subject_ref",
            "stream",
            "state",
            *((weight,) if weight else ()),
            day=TruncDate("created_at", tzinfo=CAMPUS),
            greeting=Subquery(title),
        ),
        keys=("campaign_month", "id"),
        weight=weight,
        order=("-campaign_month", "-id"),
        columns=(
            Column("day", _("Day")),
            Column("greeting", _("Greeting"), opens=("", "stream")),
            Column("name", _("Name"), opens=("", "subject_ref")),
            Column("state", _("State"), show=lambda value: DeliveryState(value).label),
        ),
    )


def sent_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Letters that left."""
    return letter_rows(period, scopes, delivered=False)


def delivered_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Letters taken by the next server and not returned."""
    return letter_rows(period, scopes, delivered=True)


def answered_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a person who answered at least once."""
    acts = aem_acts(scopes, period.start, period.end).filter(kind=REPLY_ACT)
    return DrillDown(
        queryset=acts.values("person_id", "participant_key").annotate(
            name=F("person__name"),
            pinyin=F("person__name_pinyin"),
            answers=Count("id"),
            last_day=Max("occurred_on"),
            best_grade=Min("source_grade"),
        ),
        keys=("person_id", "participant_key"),
        order=("pinyin", "person_id", "participant_key"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id"), blank=_("Erased person")),
            Column("answers", _("Answers"), numeric=True),
            Column("last_day", _("Last day")),
        ),
    )


def compute(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """Greetings by every channel, of all periods, in one statement over the months they touch.

    All of a sending's rows are written at one moment, so grouping by it gives a few rows, whose
    day on campus is found here and not once a letter.
    """
    first, last = min(one.start for one in periods), max(one.end for one in periods)
    taken = Q(state__in=TAKEN)
    rows = (
        letters(first, last, scopes, medium=None)
        .order_by()
        .values("stream", "created_at")
        .annotate(
            sent=Count("id"),
            taken=Count("id", filter=taken),
            delivered=Count("id", filter=Q(state=DeliveryState.ACCEPTED)),
            arrived=Count("received_at", filter=taken),
            parts=Sum("parts_billed", filter=taken, default=0),
        )
    )
    media = dict(_streams(None).values_list("key", "medium"))
    sums: dict[tuple[str, Period], int] = {
        (code, period): 0 for counted in COUNTED.values() for code in counted for period in periods
    }
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    for row in found:
        day = row["created_at"].astimezone(CAMPUS).date()
        for code, column in COUNTED[media[row["stream"]]].items():
            for period in periods:
                if period.start <= day <= period.end:
                    sums[code, period] += row[column]
    return {key: _reading(value) for key, value in sums.items()}


def count_answers(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """People who answered within each period, in one pass over the answers of all of them."""
    first, last = min(one.start for one in periods), max(one.end for one in periods)
    within = {
        f"in_{place}": Max(
            Case(
                When(occurred_on__gte=one.start, occurred_on__lte=one.end, then=1),
                default=0,
                output_field=IntegerField(),
            )
        )
        for place, one in enumerate(periods)
    }
    people = (
        aem_acts(scopes, first, last)
        .filter(kind=REPLY_ACT)
        .order_by()
        .values("person_id", "participant_key")
        .annotate(**within)
    )
    counts = people.aggregate(**{f"sum_{key}": Sum(key) for key in within})
    return {
        (ANSWERED, one): Reading(counts[f"sum_in_{place}"] or 0)
        for place, one in enumerate(periods)
    }


def _reading(value: int) -> Reading:
    return Reading(value, {SourceGrade.A.value: value} if value else {})


def version() -> str:
    """Changes whenever a letter is settled: from the counters of the streams, a few rows.

    Triggers on the deliveries would make every worker wait for one counter.
    """
    sums = Stream.objects.filter(topic=TOPIC).aggregate(
        streams=Count("key"),
        accepted=Sum("accepted"),
        arrived=Sum("arrived"),
        refused=Sum("refused"),
        bounced=Sum("bounced"),
    )
    graded = Person.objects.filter(grade=Grade.SENSITIVE).count()
    return ":".join(str(value) for value in (*sums.values(), graded))


def _register_letters() -> None:
    sources.register(SOURCE, DataSource(SOURCE, _("Outbox"), version=version))
    batches.register(SOURCE, Batch(SOURCE, SOURCE, compute))
    letters_of: dict[str, Any] = {
        "unit": Unit.MAIL,
        "rule": Rule.OBJECTS,
        "section": "alumni",
        "source": SOURCE,
        "batch": SOURCE,
        "source_grade": SourceGrade.A,
        "legal_body": "association",
    }
    figures.add(
        Figure(
            code=SENT,
            title=_("Greetings sent by e-mail"),
            definition=_(
                "Festival greetings that left for a receiving server in the period, one letter to"
                " one address: delivered, returned or refused. Letters of uncertain outcome and"
                " tests are not counted."
            ),
            rows=sent_rows,
            includes=(DELIVERED,),
            **letters_of,
        ),
        order=10,
    )
    figures.add(
        Figure(
            code=DELIVERED,
            title=_("Greetings delivered by e-mail"),
            definition=_(
                "Festival greetings sent in the period that the next server accepted and that"
                " have not come back since."
            ),
            rows=delivered_rows,
            within=SENT,
            **letters_of,
        ),
        order=11,
    )


def text_rows(
    period: Period, scopes: Scopes, *, arrived: bool, medium: Medium = Medium.TEXT
) -> DrillDown:
    """One row a text message, or a notice."""
    rows = letters(period.start, period.end, scopes, medium=medium)
    if arrived:
        rows = rows.filter(received_at__isnull=False)
    return _rows_of(rows)


def texts_sent_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Texts a gateway took."""
    return text_rows(period, scopes, arrived=False)


def texts_arrived_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Texts a carrier's receipt says have arrived."""
    return text_rows(period, scopes, arrived=True)


def notices_sent_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Notices WeChat took."""
    return text_rows(period, scopes, arrived=False, medium=Medium.WECHAT)


def notices_arrived_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Notices WeChat reported as shown to their reader."""
    return text_rows(period, scopes, arrived=True, medium=Medium.WECHAT)


def parts_rows(period: Period, scopes: Scopes) -> DrillDown:
    """Texts a gateway took, each with the parts it was billed in."""
    rows = letters(period.start, period.end, scopes, medium=Medium.TEXT)
    return _rows_of(rows.filter(parts_billed__gt=0), weight="parts_billed")


def _register_texts() -> None:
    texts_of: dict[str, Any] = {
        "unit": Unit.MESSAGE,
        "rule": Rule.OBJECTS,
        "section": "alumni",
        "source": SOURCE,
        "batch": SOURCE,
        "source_grade": SourceGrade.A,
        "legal_body": "association",
    }
    figures.add(
        Figure(
            code=TEXTS,
            title=_("Greetings sent by text message"),
            definition=_(
                "Festival greetings that a gateway for text messages took in the period, one text"
                " to one number, whatever the number of parts it was billed in. Those the carrier"
                " could not deliver are within; refused and uncertain ones and tests are not."
            ),
            rows=texts_sent_rows,
            includes=(ARRIVED,),
            **texts_of,
        ),
        order=14,
    )
    figures.add(
        Figure(
            code=ARRIVED,
            title=_("Greetings arrived by text message"),
            definition=_(
                "Festival greetings sent in the period of which the carrier's receipt says that"
                " the phone had them."
            ),
            rows=texts_arrived_rows,
            within=TEXTS,
            **texts_of,
        ),
        order=15,
    )
    figures.add(
        Figure(
            code=PARTS,
            title=_("Parts of text messages billed"),
            definition=_(
                "Parts in which the greetings sent by text message in the period were billed: up"
                " to 70 characters in one part, 67 in each of a longer text, the signature"
                " included."
            ),
            rows=parts_rows,
            **texts_of,
        ),
        order=16,
    )


def _register_notices() -> None:
    notices_of: dict[str, Any] = {
        "unit": Unit.MESSAGE,
        "rule": Rule.OBJECTS,
        "section": "alumni",
        "source": SOURCE,
        "batch": SOURCE,
        "source_grade": SourceGrade.A,
        "legal_body": "association",
    }
    figures.add(
        Figure(
            code=NOTICES,
            title=_("Greetings sent on WeChat"),
            definition=_(
                "Festival greetings that WeChat took in the period as subscription notices, one"
                " notice to one follower. Those it could not deliver are within; refused and"
                " uncertain ones and tests are not."
            ),
            rows=notices_sent_rows,
            includes=(NOTICES_ARRIVED,),
            **notices_of,
        ),
        order=17,
    )
    figures.add(
        Figure(
            code=NOTICES_ARRIVED,
            title=_("Greetings arrived on WeChat"),
            definition=_(
                "Festival greetings sent in the period of which WeChat reported that they were"
                " delivered."
            ),
            rows=notices_arrived_rows,
            within=NOTICES,
            **notices_of,
        ),
        order=18,
    )


def _register_answers() -> None:
    batches.register(ANSWERED, Batch(ANSWERED, "engagement", count_answers))
    figures.add(
        Figure(
            code=ANSWERED,
            title=_("Alumni who answered a greeting"),
            definition=_(
                "Distinct alumni who answered a greeting in the period through the link in it;"
                " answers that were taken back do not count, opening the letter does not either."
            ),
            unit=Unit.PERSON,
            rule=Rule.PEOPLE,
            section="alumni",
            source="engagement",
            rows=answered_rows,
            batch=ANSWERED,
            legal_body="association",
        ),
        order=12,
    )
    figures.add(
        DerivedFigure(
            code="greetings.delivered_share",
            title=_("Share of greetings delivered"),
            definition=_("Greetings delivered as a share of greetings sent in the period."),
            rule=Rule.RATIO,
            section="alumni",
            of=(DELIVERED, SENT),
            legal_body="association",
        ),
        order=13,
    )


_register_letters()
_register_texts()
_register_notices()
_register_answers()
