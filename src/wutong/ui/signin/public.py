"""The door of the door: where other rooms send whoever stands before a password page of theirs."""

from __future__ import annotations

from wutong.ui.signin.demo import DEMO_LOGINS, DEMO_PASSWORD, DemoLogin
from wutong.ui.signin.doors import (
    sign_in_or_refuse,
    sign_out,
    to_password_reset,
    to_security,
    to_sign_in,
    to_staff,
)

__all__ = [
    "DEMO_LOGINS",
    "DEMO_PASSWORD",
    "DemoLogin",
    "sign_in_or_refuse",
    "sign_out",
    "to_password_reset",
    "to_security",
    "to_sign_in",
    "to_staff",
]
