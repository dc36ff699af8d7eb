"""The names in the icon sprite, in the order it draws them."""

from __future__ import annotations

import re
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "design" / "icons.svg"
ICONS: tuple[str, ...] = tuple(
    name for name in re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text()) if name != "mark"
)
