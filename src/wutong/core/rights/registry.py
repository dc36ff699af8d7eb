"""What calls for an impact assessment: each room may say what of its doings does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wutong.core.rights.enums import Trigger


@dataclass(frozen=True)
class Occasion:
    """Something done with personal data now that the law wants assessed. ``facts`` are what the
    house knows of it, for whoever writes the assessment.
    """

    key: str
    trigger: Trigger
    title: str
    facts: str = ""


occasions: Registry[Callable[[], Iterable[Occasion]]] = Registry("rights.occasions")
