"""A register source in the demo: it fetches only when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.kernel.actors import Actor
from wutong.platform.tabular.models import Every, RegisterSource, SourceKind
from wutong.platform.tabular.pulling.sources import save_source
from wutong.platform.tabular.registry import importers

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld


def build_sources(world: DemoWorld) -> None:
    """The registrar's folder, once a week, within limits."""
    known = [key for key, _importer in importers.items()]
    if not known or RegisterSource.objects.exists():
        return
    save_source(
        actor=Actor.system("demo"),
        values={
            "name": "教务处毕业生库",
            "importer": known[0],
            "kind": SourceKind.FOLDER,
            "options": {"path": "registrar", "pattern": "*.xlsx"},
            "every": Every.WEEK,
            "hour": 3,
            "enabled": False,
            "enters_alone": True,
        },
    )
    world.say("one register source")
