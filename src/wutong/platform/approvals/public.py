"""The door of the room: a second pair of eyes before something happens."""

from __future__ import annotations

from wutong.platform.approvals.enums import RequestState
from wutong.platform.approvals.registry import Subject, same_person, subjects
from wutong.platform.approvals.selectors import requests_for, requests_waiting_for
from wutong.platform.approvals.services import (
    Step,
    add_comment,
    decide,
    obstacle_for,
    request_approval,
    withdraw,
)

__all__ = [
    "RequestState",
    "Step",
    "Subject",
    "add_comment",
    "decide",
    "obstacle_for",
    "request_approval",
    "requests_for",
    "requests_waiting_for",
    "same_person",
    "subjects",
    "withdraw",
]
