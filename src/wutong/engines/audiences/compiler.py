"""From a definition to one queryset, and to words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext as _

from wutong.core.people.public import visible_people
from wutong.engines.audiences.definitions import Condition, Group
from wutong.engines.audiences.errors import UnknownCriterionError
from wutong.engines.audiences.registry import Criterion, criteria

if TYPE_CHECKING:
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
    """The condition on ``Person`` that a node stands for."""
    if isinstance(node, Condition):
        return criterion_of(node).to_q(node.params)
    parts = [to_q(item) for item in node.items]
    if not parts:
        return Q()
    joined = Q(*parts, _connector=Q.AND if node.op == "all" else Q.OR)
    return ~joined if node.op == "none" else joined


def people_in(root: Group, user: User) -> QuerySet[Person]:
    """Those whom ``user`` may see and the definition covers: one statement, nobody twice."""
    return visible_people(user).filter(to_q(root))


@dataclass(frozen=True)
class Finding:
    """Whether one person meets a node, and why."""

    text: str
    holds: bool
    items: tuple[Finding, ...] = ()


def explain(root: Group, user: User, person_id: int) -> Finding | None:
    """Node by node, whether the person is covered; None for somebody ``user`` may not see."""
    leaves = root.conditions()
    flags = {
        f"leaf_{number}": Case(
            When(criterion_of(leaf).to_q(leaf.params), then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
        for number, leaf in enumerate(leaves)
    }
    row = visible_people(user).filter(pk=person_id).annotate(**flags).values(*flags, "pk").first()
    if row is None:
        return None
    answers = iter([bool(row[name]) for name in flags])
    return _finding(root, {id(leaf): next(answers) for leaf in leaves})


def _finding(node: Condition | Group, answers: dict[int, bool]) -> Finding:
    if isinstance(node, Condition):
        return Finding(text=in_words(node), holds=answers[id(node)])
    items = tuple(_finding(item, answers) for item in node.items)
    held = [item.holds for item in items]
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
