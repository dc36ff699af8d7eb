"""The door of the public shell: what may be kept, what changed, what a page is."""

from __future__ import annotations

from wutong.ui.site.cache.marks import keep, kept
from wutong.ui.site.cache.versions import drop_old_rows, page_changed
from wutong.ui.site.meta import absolute, crumbs, json_ld, prefix
from wutong.ui.site.registry import PageMeta, content_changed, section_feeds

__all__ = [
    "PageMeta",
    "absolute",
    "content_changed",
    "crumbs",
    "drop_old_rows",
    "json_ld",
    "keep",
    "kept",
    "page_changed",
    "prefix",
    "section_feeds",
]
