"""The guards as Django's checks: ``python manage.py check --deploy``."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from wutong.platform.accounts.public import findings


@register(Tags.security, deploy=True)
def production_guards(**_kwargs: Any) -> list[CheckMessage]:
    """Findings as errors; those overridden with a reason as information that stays visible."""
    return [
        checks.Warning(
            f"{item.message} Allowed because: {item.reason}", id=item.code.replace("E", "W")
        )
        if item.reason
        else Error(item.message, hint=_hint(item.hint, item.override), id=item.code)
        for item in findings()
    ]


def _hint(hint: str, override: str) -> str:
    if not override:
        return hint
    return f"{hint} Or allow it in writing: {override}='who decided, and why'."
