"""The door of the door: where other rooms send whoever stands before a password page of theirs."""

from __future__ import annotations

from wutong.ui.signin.campus.identity import (
    Identity,
    connect_identity,
    forget_identity,
    pending_identity,
)
from wutong.ui.signin.campus.ways import CampusWay, ways_in
from wutong.ui.signin.demo import DEMO_LOGINS, DEMO_PASSWORD, DemoLogin
from wutong.ui.signin.doors import (
    sign_in_or_refuse,
    sign_out,
    to_password_reset,
    to_security,
    to_sign_in,
    to_staff,
)
from wutong.ui.signin.sessions import choose_first_password, open_session

__all__ = [
    "DEMO_LOGINS",
    "DEMO_PASSWORD",
    "CampusWay",
    "DemoLogin",
    "Identity",
    "choose_first_password",
    "connect_identity",
    "forget_identity",
    "open_session",
    "pending_identity",
    "sign_in_or_refuse",
    "sign_out",
    "to_password_reset",
    "to_security",
    "to_sign_in",
    "to_staff",
    "ways_in",
]
