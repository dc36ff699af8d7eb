"""Posts on official channels."""

from __future__ import annotations

from pathlib import Path

from .environment import DATA, env

# Reads of the site are appended to files here and counted by a worker; several machines share it.
POSTS_READS = Path(env.str("POSTS_READS", str(DATA / "reads")))
