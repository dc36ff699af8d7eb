"""Reading the environment: one `env`, one base folder."""

from __future__ import annotations

from pathlib import Path

from environs import Env

env = Env()

REPOSITORY = Path(__file__).resolve().parents[5]
DATA = Path(env.str("WUTONG_DATA", str(REPOSITORY / ".data"))).resolve()
