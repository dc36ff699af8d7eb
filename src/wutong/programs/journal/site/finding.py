"""Issues of the journal as the site's search and its machines know them."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wutong.kernel.clock import CAMPUS
from wutong.programs.journal.models import Article
from wutong.programs.journal.selectors import open_issues
from wutong.programs.journal.site.addresses import PATH
from wutong.ui.site.registry import PublicText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wutong.programs.journal.models import Issue

LONGEST_FOREWORD = 200


class Issues:
    """What `findables` asks for: issues that everybody may read, with what stands in them."""

    label = _("Alumni journal")
    icon = "book"

    def texts(self, keys: Collection[str] | None = None) -> Iterator[PublicText]:
        """In both languages."""
        shown = Article.objects.filter(removed_at=None).prefetch_related("credits")
        rows = open_issues().prefetch_related(Prefetch("articles", shown, to_attr="shown"))
        if keys is not None:
            wanted = [key.partition(":")[2] for key in keys if key.startswith("journal:")]
            rows = rows.filter(pk__in=[int(key) for key in wanted if key.isdecimal()])
        found = list(rows)
        for language, prefix in (("zh-hans", ""), ("en", "/en")):
            with override(language):
                for issue in found:
                    yield _text(issue, language, prefix)


def _text(issue: Issue, language: str, prefix: str) -> PublicText:
    articles: list[Article] = issue.shown  # type: ignore[attr-defined]
    parts = [issue.foreword]
    for one in articles:
        parts.append(f"{one.column} {one.title}")
        if one.is_public:
            parts.append(one.text)
    cover = f"{prefix}{PATH}{issue.number}/cover" if issue.cover_id else ""
    return PublicText(
        key=issue.ref,
        language=language,
        title=issue.label,
        path=f"{prefix}{PATH}{issue.number}/",
        summary=" ".join(issue.foreword.split())[:LONGEST_FOREWORD],
        text="\n".join(part for part in parts if part.strip()),
        names=tuple(sorted({credit.name for one in articles for credit in one.credits.all()})),
        published_at=datetime.combine(issue.published_on, time(8), CAMPUS)
        if issue.published_on
        else None,
        changed_at=issue.updated_at,
        picture=cover,
        schema="PublicationIssue",
    )
