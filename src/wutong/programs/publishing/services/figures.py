"""Changes of what the public pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from wutong.core.figures.public import Figure, Period, figures, read_figures
from wutong.kernel import clock
from wutong.platform.access.public import Scopes
from wutong.programs.publishing.models import PublicFigure

if TYPE_CHECKING:
    from datetime import date

#: What the office tells everybody, in this order; those that are not registered are left out.
SHOWN = ("people.on_record", "people.contactable", "engagement.engaged")

#: A published cell under this says too much about single people.
SMALLEST = 5

#: The public total counts everybody and names nobody.
EVERYBODY = Scopes(everything=True, cleared=True)


def refresh_public_figures(*, today: date | None = None) -> int:
    """Count the public figures for this year to date and store them; how many are shown.

    Runs in a worker. A figure that became too small or unknown disappears from the page.
    """
    day = today or clock.today()
    period = Period.year(day.year).until(day)
    wanted = [figure for code in SHOWN if isinstance(figure := figures.find(code), Figure)]
    computed = read_figures([figure.code for figure in wanted], [period], EVERYBODY)
    moment = clock.now()
    kept: list[str] = []
    with transaction.atomic():
        for position, figure in enumerate(wanted):
            value = computed.value(figure.code, period)
            if value is None or value < SMALLEST:
                continue
            PublicFigure.objects.update_or_create(
                code=figure.code,
                defaults={
                    "value": value,
                    "definition_version": str(figure.version),
                    "as_of": day,
                    "position": position,
                    "computed_at": moment,
                    **_words(figure, "zh"),
                    **_words(figure, "en"),
                },
            )
            kept.append(figure.code)
        PublicFigure.objects.exclude(code__in=kept).delete()
    return len(kept)


def _words(figure: Figure, language: str) -> dict[str, str]:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return {
            f"title_{language}": str(figure.title),
            f"unit_{language}": str(figure.unit.label),
            f"definition_{language}": str(figure.definition),
        }
