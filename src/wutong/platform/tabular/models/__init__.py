from wutong.platform.tabular.models.batch import BatchState, ImportBatch
from wutong.platform.tabular.models.memory import MappingMemory
from wutong.platform.tabular.models.row import Choice, ImportRow, RowChoice, Verdict
from wutong.platform.tabular.models.source import (
    Every,
    Pull,
    PullState,
    RegisterSource,
    SourceKind,
)

__all__ = [
    "BatchState",
    "Choice",
    "Every",
    "ImportBatch",
    "ImportRow",
    "MappingMemory",
    "Pull",
    "PullState",
    "RegisterSource",
    "RowChoice",
    "SourceKind",
    "Verdict",
]
