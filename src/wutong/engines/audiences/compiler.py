"""From a definition to one queryset, and to words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext as _

from wutong.core.people.public import visible_people
from wutong.engines.audiences.definitions import Condition, Group
from wutong.engines.audiences.errors import UnknownCriterionError
from wutong.engines.audiences.registry import Criterion, criteria

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User


def criterion_of(condition: Condition) -> Criterion:
    """The registered criterion; raises UnknownCriterionError."""
    found = criteria.find(condition.criterion)
    if found is None:
        raise UnknownCriterionError(condition.criterion)
    return found


def to_q(node: Condition | Group) -> Q:
    """The condition on ``Person`` that a node stands for; never an empty one below the root, which
    Django would leave out of "at least one of these".
    """
    if isinstance(node, Condition):
        return criterion_of(node).to_q(node.params) or Q(pk__isnull=False)
    parts = [to_q(item) or Q(pk__isnull=False) for item in node.items]
    if not parts:
        return Q()
    joined = Q(*parts, _connector=Q.AND if node.op == "all" else Q.OR)
    return ~joined if node.op == "none" else joined


def people_in(root: Group, user: User) -> QuerySet[Person]:
    """Those whom ``user`` may see and the definition covers: one statement, nobody twice."""
    return visible_people(user).filter(to_q(root))


@dataclass(frozen=True)
class Finding:
    """Whether one person meets a node, and why: ``value`` is what they have in its respect,
    ``fits`` whether it speaks for them (in "None of these" what does not hold).
    """

    text: str
    holds: bool
    items: tuple[Finding, ...] = ()
    value: str = ""
    fits: bool = True

    def failing(self) -> Iterator[Finding]:
        """The conditions that keep the person out, in reading order: those that do not hold, and
        in a group "None of these" those that do. Nothing where the person is in.
        """
        if self.holds:
            return
        if not self.items:
            yield self
        for item in self.items:
            if not item.fits:
                yield from (item,) if item.holds else item.failing()


def explain(
    root: Group, user: User, person_id: int, *, with_values: bool = False
) -> Finding | None:
    """Node by node, whether the person is covered; None for somebody ``user`` may not see. One
    statement, and with ``with_values`` one or two more for each condition.
    """
    return explain_among(root, visible_people(user), person_id, with_values=with_values)


def explain_among(
    root: Group, people: QuerySet[Person], person_id: int, *, with_values: bool = False
) -> Finding | None:
    """``explain`` for a caller who has looked whom one may see."""
    leaves = root.conditions()
    flags = {
        f"leaf_{number}": Case(
            When(to_q(leaf), then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
        for number, leaf in enumerate(leaves)
    }
    row = people.filter(pk=person_id).annotate(**flags).values(*flags, "pk").first()
    if row is None:
        return None
    answers = {
        id(leaf): (bool(row[name]), _value_of(leaf, person_id) if with_values else "")
        for leaf, name in zip(leaves, flags, strict=True)
    }
    return _finding(root, answers)


def _value_of(leaf: Condition, person_id: int) -> str:
    value = criterion_of(leaf).value
    return value(leaf.params, person_id) if value else ""


def _finding(node: Condition | Group, answers: dict[int, tuple[bool, str]]) -> Finding:
    if isinstance(node, Condition):
        holds, value = answers[id(node)]
        return Finding(text=in_words(node), holds=holds, value=value)
    found = [_finding(item, answers) for item in node.items]
    held = [item.holds for item in found]
    items = tuple(replace(item, fits=item.holds != (node.op == "none")) for item in found)
    holds = not held or {"all": all(held), "any": any(held), "none": not any(held)}[node.op]
    return Finding(text=op_label(node.op), holds=holds, items=items)


def op_label(op: str) -> str:
    """How a group reads."""
    return {
        "all": _("All of these"),
        "any": _("At least one of these"),
        "none": _("None of these"),
    }[op]


def in_words(node: Condition | Group) -> str:
    """A node in words, for people who did not build it."""
    if isinstance(node, Condition):
        criterion = criteria.find(node.criterion)
        if criterion is None:
            return _("a condition that is no longer known")
        return _("%(label)s: %(value)s") % {
            "label": criterion.label,
            "value": criterion.describe(node.params),
        }
    if not node.items:
        return _("Everybody")
    inner = [in_words(item) for item in node.items]
    if node.op == "any":
        return _(" or ").join(inner)
    if node.op == "none":
        return _("not (%(items)s)") % {"items": _("; ").join(inner)}
    return _("; ").join(inner)
