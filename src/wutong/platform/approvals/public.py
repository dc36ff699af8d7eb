"""The door of the room: a second pair of eyes before something happens."""

from __future__ import annotations

from wutong.platform.approvals.chains import Chain, Step, chain_of, is_set, set_chain, unset_chain
from wutong.platform.approvals.enums import RequestState, StepName, StepState
from wutong.platform.approvals.registry import (
    Kind,
    Subject,
    kinds,
    listeners,
    same_person,
    subjects,
)
from wutong.platform.approvals.selectors import (
    StepTaken,
    approvers_of,
    requests_for,
    requests_waiting_for,
    steps_taken,
)
from wutong.platform.approvals.services import (
    add_comment,
    decide,
    decide_newest,
    may_take,
    obstacle_for,
    present_step,
    request_approval,
    withdraw,
)

__all__ = [
    "Chain",
    "Kind",
    "RequestState",
    "Step",
    "StepName",
    "StepState",
    "StepTaken",
    "Subject",
    "add_comment",
    "approvers_of",
    "chain_of",
    "decide",
    "decide_newest",
    "is_set",
    "kinds",
    "listeners",
    "may_take",
    "obstacle_for",
    "present_step",
    "request_approval",
    "requests_for",
    "requests_waiting_for",
    "same_person",
    "set_chain",
    "steps_taken",
    "subjects",
    "unset_chain",
    "withdraw",
]
