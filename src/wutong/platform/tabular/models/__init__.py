from wutong.platform.tabular.models.batch import BatchState, ImportBatch
from wutong.platform.tabular.models.memory import MappingMemory
from wutong.platform.tabular.models.row import ImportRow, Verdict

__all__ = ["BatchState", "ImportBatch", "ImportRow", "MappingMemory", "Verdict"]
