"""Issued documents and the series their numbers come from."""

from wutong.platform.documents.models.issued import IssuedDocument
from wutong.platform.documents.models.series import NumberSeries

__all__ = ["IssuedDocument", "NumberSeries"]
