"""What other rooms may plug into joining."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class CodeChannel:
    """A way to send a code to one kind of contact: ``send(normalised value, code)``."""

    send: Callable[[str, str], None]


code_channels: Registry[CodeChannel] = Registry("joining.code_channels")
"""By kind of contact: ``email``, and ``phone`` where text messages can be sent."""
