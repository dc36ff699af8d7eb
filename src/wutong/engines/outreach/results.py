"""Reading the results of a sending: groups, and the names behind each number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Lower, Substr
from django.utils.translation import gettext as _

from wutong.core.consent.models import PreferenceChange
from wutong.core.consent.public import unsubscriptions_from
from wutong.core.people.models import Degree, Person
from wutong.core.reference.models import AcademicUnit, ClassGroup, Region
from wutong.core.reference.public import colleges_of_today
from wutong.engines.outreach.enums import BY_LETTER, BY_PHONE, Dimension, Result
from wutong.engines.outreach.models import Recipient, Reply, ResultCount, ResultRow
from wutong.engines.outreach.services.grants import grant_keys
from wutong.platform.links.models import LinkUse
from wutong.platform.outbox.enums import DeliveryState, InboundKind
from wutong.platform.outbox.models import Delivery, InboundMessage, Stream

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from wutong.engines.outreach.models import Campaign

STATES = {
    Result.DELIVERED: DeliveryState.ACCEPTED,
    Result.ARRIVED: DeliveryState.ACCEPTED,
    Result.REFUSED: DeliveryState.REFUSED,
    Result.BOUNCED: DeliveryState.BOUNCED,
    Result.UNCERTAIN: DeliveryState.UNCERTAIN,
    Result.CANCELLED: DeliveryState.CANCELLED,
}
MODELS: dict[Dimension, tuple[Any, tuple[str, ...]]] = {
    Dimension.COLLEGE: (AcademicUnit, ("name_zh", "name_en")),
    Dimension.CLASS: (ClassGroup, ("name", "code")),
    Dimension.CITY: (Region, ("name_zh", "name_en")),
}
LOST = (Result.REFUSED, Result.BOUNCED, Result.CANCELLED, Result.UNCERTAIN)


class _SplitPart(Func):
    function = "SPLIT_PART"
    output_field = TextField()


FEW = 10_000  # letters that can be looked up one by one; where there are more, a page fills soon


@dataclass(frozen=True)
class Line:
    """One group; ``numbers`` stand in the order of the columns."""

    key: str
    label: str
    row: ResultRow
    columns: tuple[Result, ...]

    @property
    def numbers(self) -> list[tuple[str, int]]:
        """(what, how many) for each column."""
        return [(column.value, getattr(self.row, column.value)) for column in self.columns]

    @property
    def parts(self) -> list[tuple[int, str]]:
        """For the bar: what arrived, what of it was answered first, and what was lost."""
        row = self.row
        answered = min(row.answered, row.delivered)
        lost = sum(getattr(row, what.value) for what in LOST)
        return [(answered, "autumn"), (row.delivered - answered, "leaf"), (lost, "seal")]

    @property
    def rate(self) -> float | None:
        """The share that was delivered, of what was tried."""
        tried = self.row.total - self.row.cancelled
        return self.row.delivered / tried if tried else None

    @property
    def answer_rate(self) -> float | None:
        """The share that answered, of what was delivered."""
        return self.row.answered / self.row.delivered if self.row.delivered else None


@dataclass(frozen=True)
class Overview:
    """The line of everybody, and when it was counted; ``line`` is None before the first time."""

    line: Line | None
    counted_at: dt.datetime | None
    dimensions: Sequence[Dimension] = field(default=())


def columns_of(campaign: Campaign) -> tuple[Result, ...]:
    """The columns that mean something on its channel."""
    return BY_LETTER if campaign.by_mail else BY_PHONE


def dimensions_of(campaign: Campaign) -> tuple[Dimension, ...]:
    """By what it can be broken down; a phone number has no provider one could name."""
    found = (Dimension.COLLEGE, Dimension.CLASS, Dimension.CITY, Dimension.PROVIDER)
    return found if campaign.by_mail else found[:3]


def overview_of(campaign: Campaign) -> Overview:
    """Two rows, whatever the size."""
    count = ResultCount.objects.filter(pk=campaign.pk, counted_at__isnull=False).first()
    row = ResultRow.objects.filter(campaign=campaign, dimension=Dimension.ALL).first()
    line = Line("", _("Everybody"), row, columns_of(campaign)) if row and count else None
    return Overview(line, count.counted_at if count else None, dimensions_of(campaign))


def groups_of(campaign: Campaign, by: Dimension, *, sort: str = "", text: str = "") -> QuerySet:  # type: ignore[type-arg]
    """The groups, largest first or by the column asked for."""
    rows = ResultRow.objects.filter(campaign=campaign, dimension=by)
    if text and by == Dimension.PROVIDER:
        rows = rows.filter(key__icontains=text)
    elif text:
        model, names = MODELS[by]
        wanted = Q()
        for name in names:
            wanted |= Q(**{f"{name}__icontains": text})
        found = model.objects.filter(wanted).values_list("pk", flat=True)
        rows = rows.filter(key__in=[str(pk) for pk in found])
    column = sort if sort in Result.values else Result.TOTAL.value
    return rows.order_by(f"-{column}", "key")


def lines_of(
    campaign: Campaign,
    by: Dimension,
    rows: Iterable[ResultRow],
    columns: tuple[Result, ...] = (),
) -> list[Line]:
    """Rows with the names of their groups, in one query; all columns unless some are named."""
    rows = list(rows)
    labels = labels_of(by, [row.key for row in rows])
    columns = columns or columns_of(campaign)
    return [Line(row.key, labels[row.key], row, columns) for row in rows]


def labels_of(by: Dimension, keys: Iterable[str]) -> dict[str, str]:
    """What each group is called, in the reader's language."""
    keys = list(keys)
    found = {key: key for key in keys}
    if by in MODELS:
        model, _names = MODELS[by]
        named = model.objects.in_bulk([int(key) for key in keys if key.isdigit()])
        found |= {str(pk): str(one) for pk, one in named.items()}
    if "" in found:
        found[""] = _("not known")
    return found


def people_behind(
    campaign: Campaign, *, by: Dimension, key: str, what: Result, people: QuerySet[Person]
) -> QuerySet[Recipient]:
    """The recipients behind one number whom the reader may see (``people``), by person id.

    The statement walks the sending's recipients in order and stops when a page is full; where
    few letters went astray, it begins at these.
    """
    rows = Recipient.objects.filter(
        campaign=campaign, reason="", person__in=people.values("pk")
    ).order_by("person_id")
    stream = Stream.objects.filter(pk=campaign.ref).first()
    if stream is None:
        return rows.none()
    letters = Delivery.objects.filter(
        campaign_month=stream.campaign_month,
        stream=stream.key,
        address_hash=OuterRef("address_hash"),
    )
    if by == Dimension.PROVIDER:
        # As it was counted. An equality besides: of a LIKE the planner expects next to nothing,
        # and would rather read all of them than walk until a page is full.
        rows = (
            rows.alias(provider=Lower(_SplitPart("address", Value("@"), Value(2)))).filter(
                provider=key
            )
            if key
            else rows.none()
        )
    if what in STATES:
        letters = letters.filter(state=STATES[what])
        if what == Result.ARRIVED:
            letters = letters.filter(received_at__isnull=False)
    rows = rows.filter(Exists(letters))
    if what in LOST and (astray := _astray(stream, STATES[what])) is not None:
        rows = rows.filter(person_id__in=astray)
    if what in _DID:
        rows = rows.filter(_who_did(campaign, what))
    return _of_group(rows, by, key)


def _astray(stream: Stream, state: DeliveryState) -> set[int] | None:
    """Who the few letters in ``state`` were for, under the records they go by today; None where
    there are many.
    """
    letters = Delivery.objects.filter(
        campaign_month=stream.campaign_month, stream=stream.key, state=state
    )
    refs = letters.values_list("subject_ref", flat=True)[: FEW + 1]
    found = {int(number) for ref in refs for number in [ref.partition(":")[2]] if number.isdigit()}
    if len(found) > FEW:
        return None
    merged = found
    while merged:  # a record merged since goes by another one, and that one perhaps as well
        merged = set(
            Person.objects.filter(pk__in=merged, merged_into__isnull=False).values_list(
                "merged_into_id", flat=True
            )
        )
        found = found | merged
    return found


def _of_group(rows: QuerySet[Recipient], by: Dimension, key: str) -> QuerySet[Recipient]:
    """Those whose main time of study, or place, is of the group."""
    if by in {Dimension.ALL, Dimension.PROVIDER}:
        return rows
    if by == Dimension.CITY:
        people = Person.objects.filter(region=int(key) if key else None).order_by()
        there = people.values_list("pk", flat=True)
        few = list(there[: FEW + 1])
        return rows.filter(person_id__in=few if len(few) <= FEW else there)
    main = Degree.objects.filter(person=OuterRef("person_id")).order_by(
        _says(Q(class_group__isnull=False)).desc(),
        _says(Q(level="bachelor")).desc(),
        "leave_year",
        "pk",
    )
    column = "class_group_id" if by == Dimension.CLASS else "unit_id"
    if not key:
        return rows.annotate(group=Subquery(main.values(column)[:1])).filter(group=None)
    wanted = [int(key)]
    if by == Dimension.COLLEGE:
        wanted = [unit for unit, college in colleges_of_today().items() if college == int(key)]
    studied = Degree.objects.filter(**{f"{column}__in": wanted}).values("person_id")
    return rows.filter(person_id__in=studied).annotate(
        group=Subquery(main.values(column)[:1])
    ).filter(group__in=wanted)  # fmt: skip


def _says(condition: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _who_did(campaign: Campaign, what: Result) -> Q:
    """Them by name where they are few, which spares a walk through all recipients."""
    parts = list(_DID[what](campaign))
    found: set[int] = set()
    for part in parts:
        found.update(part.values_list("reader", flat=True)[: FEW + 1])
        if len(found) > FEW:
            wanted = Q()
            for one in parts:
                wanted |= Q(person_id__in=one.values("reader"))
            return wanted
    return Q(person_id__in=found)


def _answered(campaign: Campaign) -> Iterator[QuerySet[Any]]:
    yield _replied(campaign)
    yield InboundMessage.objects.filter(
        stream=campaign.ref, kind=InboundKind.REPLY, subject_ref__startswith="person:"
    ).annotate(reader=Cast(Substr("subject_ref", 8), BigIntegerField()))


def _replied(campaign: Campaign) -> QuerySet[Any]:
    found = Reply.objects.filter(campaign=campaign, undone_at__isnull=True)
    return found.annotate(reader=F("person_id"))


def _left(campaign: Campaign) -> Iterator[QuerySet[Any]]:
    yield unsubscriptions_from(campaign.ref).annotate(reader=F("person_id"))


def _used(campaign: Campaign) -> Iterator[QuerySet[Any]]:
    yield _replied(campaign)
    yield LinkUse.objects.filter(
        grant__key__in=grant_keys(campaign.ref), undone_at__isnull=True
    ).annotate(reader=F("subject_id"))
    yield PreferenceChange.objects.filter(source_ref=campaign.ref, undone_at__isnull=True).annotate(
        reader=F("person_id")
    )


_DID = {Result.ANSWERED: _answered, Result.UNSUBSCRIBED: _left, Result.USED: _used}
