"""Reading: whether comments are open, who may write, what stands below a story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.people.enums import ContactKind, ContactStatus
from wutong.core.people.models import ContactPoint, Person, PersonDocument
from wutong.kernel.clock import now
from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import ROLES, can, scope
from wutong.programs.comments import rules
from wutong.programs.comments.enums import CommentState, Outcome, ThreadState
from wutong.programs.comments.models import Comment, House, Nickname, Report, Thread
from wutong.programs.comments.names import SHOWN
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User

LONG_WAIT = timedelta(days=1)
ANY_STORY = UUID(int=0)
QUEUE = "/office/comments/?waiting=true"


@dataclass(frozen=True)
class Gate:
    """Whether comments of a story are shown, and whether new ones are taken."""

    shown: bool = False
    takes: bool = False


def with_standing(rows: QuerySet[House]) -> QuerySet[House]:
    """``stands``: whether somebody answers for comments now, an open account that may moderate."""
    codes = [code for code, role in ROLES.items() if role.grants(rules.MODERATE)]
    role = RoleAssignment.objects.filter(user=OuterRef("duty_editor"), role__in=codes)
    editor = Q(duty_editor__is_active=True) & (Exists(role) | Q(duty_editor__is_superuser=True))
    return rows.annotate(
        stands=Case(
            When(editor, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def house() -> House:
    """The one row, with ``stands``."""
    found = with_standing(House.objects.select_related("duty_editor")).first()
    return found if found is not None else House()


@lru_cache(maxsize=1)
def _gate_sql() -> tuple[str, tuple[Any, ...]]:
    """Written once: making it costs more than asking it."""
    own = Thread.objects.filter(key=ANY_STORY).values("state")[:1]
    rows = with_standing(House.objects.filter(is_open=True)).annotate(own=Subquery(own))
    made: tuple[str, tuple[Any, ...]] = rows.values_list("stands", "own")[
        :1
    ].query.sql_with_params()
    return made


def gate_of(story: UUID) -> Gate:
    """One statement. The house's switch is above every story's; nobody on duty closes it, too."""
    sql, parameters = _gate_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, [story if one == ANY_STORY else one for one in parameters])
        row = cursor.fetchone()
    if row is None or not row[0] or row[1] == ThreadState.OFF:
        return Gate()
    return Gate(shown=True, takes=row[1] != ThreadState.READING)


@dataclass(frozen=True)
class Standing:
    """Who is behind an account: the person, whether their identity is proven, their nickname."""

    person: Person | None = None
    proven: bool = False
    nickname: str = ""


def standing_of(user: User | AnonymousUser) -> Standing:
    """One statement. Proven: a mobile number that was confirmed, or an identity document."""
    if not user.is_authenticated:
        return Standing()
    phone = ContactPoint.objects.filter(
        person=OuterRef("pk"), kind=ContactKind.PHONE, status=ContactStatus.OK,
        valid_to__isnull=True, verified_at__isnull=False,
    )  # fmt: skip
    paper = PersonDocument.objects.filter(person=OuterRef("pk"))
    name = Nickname.objects.filter(person=OuterRef("pk")).values("name")[:1]
    rows: QuerySet[Any] = Person.objects.filter(
        user=user.pk, deceased=False, merged_into__isnull=True
    ).annotate(proven=Exists(phone) | Exists(paper), front=Subquery(name))
    person = rows.first()
    return Standing() if person is None else Standing(person, person.proven, person.front or "")


def shown_below(story: UUID, person_id: int | None = None) -> list[Any]:
    """The latest published ones, and what ``person_id`` has waiting; ``number`` of all published.

    One statement, oldest first.
    """
    published = Q(state=CommentState.PUBLISHED)
    wanted = published
    if person_id is not None:
        wanted |= Q(person=person_id, state=CommentState.WAITING)
    rows = (
        Comment.objects.filter(wanted, story=story)
        .annotate(number=Window(Count("pk", filter=published)))
        .defer("address", "appeal", "reason")
    )
    return list(rows.order_by("-received_at", "-pk")[:SHOWN])[::-1]


def published_below(story: UUID) -> QuerySet[Comment]:
    """All of them, oldest first."""
    rows: QuerySet[Comment] = Comment.objects.filter(story=story, state=CommentState.PUBLISHED)
    return rows.defer("address", "appeal", "reason").order_by("received_at", "pk")


def queue_for(user: User) -> QuerySet[Any]:
    """Comments that somebody may see, with ``reported`` (open reports) and ``rank``: what has to be
    decided comes first.
    """
    open_reports = Report.objects.filter(comment=OuterRef("pk"), outcome=Outcome.OPEN)
    number = open_reports.order_by().values("comment").annotate(n=Count("pk")).values("n")
    rows: QuerySet[Any] = scope(user, Comment).select_related("decided_by")
    rows = rows.annotate(reported=Subquery(number, output_field=IntegerField()))
    first = Q(state=CommentState.WAITING) | Q(reported__gt=0)
    ranked: QuerySet[Any] = rows.annotate(rank=Case(When(first, then=Value(0)), default=Value(1)))
    return ranked


def to_decide(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of a queue: what waits, and what is reported and stands."""
    return rows.filter(Q(state=CommentState.WAITING) | Q(reported__gt=0))


def is_own(user: User, comment: Comment) -> bool:
    """Whether somebody wrote it."""
    if comment.person_id is None:
        return False
    return Person.objects.filter(pk=comment.person_id, user=user.pk).exists()


def waiting_todos(user: User) -> Iterable[Todo]:
    """To the duty editor; to every moderator what has waited for a day, or that nobody is on duty."""
    if not can(user, rules.MODERATE):
        return []
    row = house()
    found: list[Todo] = []
    if row.is_open and not row.stands:  # type: ignore[attr-defined]
        found.append(
            Todo(
                title=_("Comments are closed: nobody is on duty"),
                url="/office/comments/house/",
                kind=_("Comments"),
            )
        )
    rows = to_decide(queue_for(user))
    if row.duty_editor_id != user.pk:
        rows = rows.filter(received_at__lt=now() - LONG_WAIT)
    number = rows.count()
    if number:
        words = ngettext("%(number)s comment to decide", "%(number)s comments to decide", number)
        found.append(Todo(title=words % {"number": number}, url=QUEUE, kind=_("Comments")))
    return found


def panel_context(person_id: int, viewer: User) -> dict[str, Any] | None:
    """How many; which they are is shown for a click that is logged."""
    rows = Comment.objects.filter(person=person_id)
    counted = rows.aggregate(
        all=Count("pk"),
        published=Count("pk", filter=Q(state=CommentState.PUBLISHED)),
        refused=Count("pk", filter=Q(state__in=(CommentState.REFUSED, CommentState.HIDDEN))),
    )
    return {**counted, "person_id": person_id} if counted["all"] else None
