"""Comments below stories."""

from __future__ import annotations

from pathlib import Path

from .environment import env

# Days for which words, times and addresses of comments are logged: at least 183 (Cybersecurity Law).
COMMENTS_KEEP_DAYS = max(183, env.int("COMMENTS_KEEP_DAYS", 365))
# A table of network addresses and regions (first|last|country|area|province|…); empty shows none.
_places = env.str("COMMENTS_PLACES", "")
COMMENTS_PLACES = Path(_places) if _places else None
