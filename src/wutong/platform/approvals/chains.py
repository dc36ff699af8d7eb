"""Who approves what: the chain of each kind of request, as the office has set it or as it comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.kernel import clock
from wutong.platform.access.public import ROLES, can, roles_of, users_who_can, users_with_role
from wutong.platform.approvals.enums import StepName
from wutong.platform.approvals.errors import (
    ChangedMeanwhileError,
    NobodyError,
    NoStepsError,
    TooFewError,
)
from wutong.platform.approvals.models import ApprovalChain
from wutong.platform.approvals.registry import kinds
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

MAX_STEPS = 5


@dataclass(frozen=True)
class Step:
    """One step of a chain: its name, and who takes it: holders of ``role``, or without one all
    who hold ``permission``.
    """

    label: str
    permission: str
    role: str = ""

    def as_json(self) -> dict[str, str]:
        """As a request keeps it."""
        return {"label": self.label, "permission": self.permission, "role": self.role}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Step:
        """From what was kept."""
        return cls(str(kept["label"]), str(kept.get("permission", "")), str(kept.get("role", "")))

    @property
    def name(self) -> str:
        """What the step is called, in the reader's language."""
        return str(StepName(self.label).label) if self.label in StepName.values else self.label

    @property
    def whose(self) -> str:
        """The role that takes it; "" for all who may approve."""
        return str(ROLES[self.role].label) if self.role in ROLES else ""

    def taken_by(self, user: User) -> bool:
        """Whether ``user`` is one of those who take it."""
        if self.role:
            return user.is_superuser or any(role.code == self.role for role in roles_of(user))
        return can(user, self.permission)

    def people(self) -> list[User]:
        """Everybody who takes it."""
        return users_with_role(self.role) if self.role else users_who_can(self.permission)


@dataclass(frozen=True)
class Chain:
    """The steps of one kind of request, and the rules between them."""

    steps: tuple[Step, ...]
    one_step_each: bool = True
    notify: bool = True


def chain_of(kind: str, default: Sequence[Step] = ()) -> Chain:
    """The chain the office has set for ``kind``; else ``default``, else one step for those who
    may approve.
    """
    kept = ApprovalChain.objects.filter(pk=kind).first()
    if kept is not None:
        permission = kinds.get(kind).permission
        steps = tuple(
            Step(str(one["label"]), permission, str(one.get("role", ""))) for one in kept.steps
        )
        return Chain(steps, kept.one_step_each, kept.notify)
    if default:
        return Chain(tuple(default))
    return Chain((Step(StepName.APPROVAL, kinds.get(kind).permission),))


def is_set(kind: str) -> bool:
    """Whether the office has set a chain of its own."""
    return ApprovalChain.objects.filter(pk=kind).exists()


@transaction.atomic
def set_chain(
    *,
    actor: Actor,
    kind: str,
    steps: Iterable[tuple[str, str]],
    one_step_each: bool,
    notify: bool,
    version: int,
) -> ApprovalChain:
    """Set the chain of ``kind`` as (name, role) pairs; what waits already keeps its own.

    Raises NoStepsError, NobodyError for a step that nobody could take, TooFewError where fewer
    people could take steps than there are, ConflictError after somebody else's change.
    """
    known = kinds.get(kind)
    wanted = [Step(str(StepName(name)), known.permission, role) for name, role in steps]
    if not wanted or len(wanted) > MAX_STEPS:
        raise NoStepsError
    able = [{user.pk for user in step.people()} for step in wanted]
    for step, people in zip(wanted, able, strict=True):
        if not people:
            raise NobodyError(step.name)
    if one_step_each and not _one_each(able):
        raise TooFewError
    row = ApprovalChain.objects.select_for_update().filter(pk=kind).first()
    if (row.version if row else 0) != version:
        raise ChangedMeanwhileError
    before = row.steps if row else []
    row = row or ApprovalChain(kind=kind, version=0)
    row.steps = [{"label": step.label, "role": step.role} for step in wanted]
    row.one_step_each, row.notify = one_step_each, notify
    row.version, row.changed_at, row.changed_by_id = row.version + 1, clock.now(), actor.user_id
    row.save()
    record(
        actor=actor,
        verb="approvals.chain_set",
        subject=f"approval-chain:{kind}",
        subject_label=str(known.label),
        data={
            "before": before,
            "after": row.steps,
            "one_step_each": one_step_each,
            "notify": notify,
        },
    )
    return row


def _one_each(able: Sequence[set[int]]) -> bool:
    """Whether every step can be given to somebody who has no other."""
    given: dict[int, int] = {}

    def give(step: int, seen: set[int]) -> bool:
        for user in able[step] - seen:
            seen.add(user)
            if user not in given or give(given[user], seen):
                given[user] = step
                return True
        return False

    return all(give(step, set()) for step in range(len(able)))


@transaction.atomic
def unset_chain(*, actor: Actor, kind: str) -> bool:
    """Back to what the house brings; False when nothing was set."""
    row = ApprovalChain.objects.select_for_update().filter(pk=kind).first()
    if row is None:
        return False
    record(
        actor=actor,
        verb="approvals.chain_unset",
        subject=f"approval-chain:{kind}",
        subject_label=str(kinds.get(kind).label),
        data={"before": row.steps},
    )
    row.delete()
    return True
