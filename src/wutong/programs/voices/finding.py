"""Published testimonials as the site's search and its machines know them."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wutong.kernel.clock import CAMPUS
from wutong.programs.voices.names import PATH
from wutong.programs.voices.selectors import wall
from wutong.programs.voices.site.showing import signature
from wutong.ui.site.registry import PublicText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST_SUMMARY = 120


class Voices:
    """What `findables` asks for: one text a testimonial, with its page in both languages."""

    label = _("Testimonials")
    icon = "heart"

    def texts(self, keys: Collection[str] | None = None) -> Iterator[PublicText]:
        """All, or those of ``keys``."""
        rows = wall()
        if keys is not None:
            wanted = [key.partition(":")[2] for key in keys if key.startswith("entry:")]
            rows = rows.filter(pk__in=[int(key) for key in wanted if key.isdecimal()])
        found = list(rows)
        for language, prefix in (("zh-hans", ""), ("en", "/en")):
            with override(language):
                for entry in found:
                    yield PublicText(
                        key=entry.ref,
                        language=language,
                        title=f"{signature(entry)} · {entry.call}",
                        path=f"{prefix}{PATH}{entry.pk}/",
                        text=entry.text,
                        summary=" ".join(entry.text.split())[:LONGEST_SUMMARY],
                        author=entry.shown_as,
                        published_at=datetime.combine(entry.published_on, time(8), CAMPUS)
                        if entry.published_on
                        else None,
                    )
