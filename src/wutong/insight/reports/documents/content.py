"""What both printed forms say, and in which words."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.core.reference.enums import SourceGrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.insight.reports.shapes import Account, FigureLine, SectionView

GRADES = {grade.value: grade.label for grade in SourceGrade}


def facts(account: Account) -> list[tuple[str, str]]:
    """The header of the account: what everybody asks first."""
    return [
        (_("As of"), account.as_of),
        (_("Compared with"), account.compared_label),
        (_("Covers"), account.scope),
        (_("Given by"), account.body),
    ]


def counted(account: Account) -> tuple[str, str]:
    """The population that the account counts, and the groups it includes."""
    words = pgettext("figure", "%(population)s (%(groups)s)")
    return pgettext("figure", "Population"), words % {
        "population": account.population,
        "groups": account.groups,
    }


def grade_legend() -> list[tuple[str, str]]:
    """What the footnote letters mean."""
    return [
        (code, str(label).split(":", 1)[-1].strip().split("：", 1)[-1])
        for code, label in GRADES.items()
    ]


def detail(line: FigureLine) -> str:
    """What a figure includes or lies within, in one sentence; empty if neither."""
    parts = []
    if line.includes:
        parts.append(_("Includes: %(figures)s.") % {"figures": _(", ").join(line.includes)})
    if line.within:
        parts.append(_("Lies within: %(figure)s.") % {"figure": line.within})
    if line.made_of:
        parts.append(_("Made of: %(figures)s.") % {"figures": _(", ").join(line.made_of)})
    return " ".join(parts)


def standing_note(line: FigureLine) -> str:
    """For a closed year: today's count and why it differs, and restatements."""
    standing = line.standing
    if standing is None or not (standing.differs or standing.restatements):
        return ""
    parts = []
    if standing.differs:
        parts.append(
            _("%(title)s: as closed %(stored)s; counted today %(today)s, because %(reasons)s.")
            % {
                "title": line.title,
                "stored": line.value,
                "today": standing.today,
                "reasons": _("; ").join(standing.reasons),
            }
        )
    parts += [
        _("%(title)s: %(note)s.") % {"title": line.title, "note": note}
        for note in standing.restatements
    ]
    return " ".join(parts)


def printed(account: Account) -> dict[str, Any]:
    """The account as plain data for the Typst template and for Word."""
    with translation.override(account.language):
        numbers = count(1)
        return {
            "lang": "zh" if account.language.startswith("zh") else "en",
            "university": account.university,
            "title": account.title,
            "label": account.label,
            "facts": facts(account),
            "counted": counted(account),
            "summary": list(account.summary),
            "definition": account.definition,
            "notes": list(account.notes),
            "headline": [
                {
                    "title": line.title,
                    "value": line.value,
                    "unit": line.unit,
                    "before": line.before,
                    "change": line.change,
                }
                for line in account.headline
            ],
            "sections": [_section(section, numbers) for section in account.sections],
            "legend": grade_legend(),
            "closing": account.closing_text,
            "words": _words(account),
        }


def _section(section: SectionView, numbers: Iterator[int]) -> dict[str, Any]:
    return {
        "title": section.title,
        "lead": section.lead,
        "lines": [_line(line, next(numbers)) for line in section.lines],
        "charts": [
            {
                "title": chart.title,
                "alt": chart.alt,
                "file": f"{chart.digest}.svg",
                "heads": list(chart.heads),
                "rows": [list(row) for row in chart.rows],
            }
            for chart in section.charts
        ],
        "tables": [
            {
                "title": table.title,
                "heads": [table.row_title, *table.heads],
                "rows": [[row.label, *(cell.text for cell in row.cells)] for row in table.lines],
                "note": _table_note(table.note, hides=table.hides),
            }
            for table in section.tables
        ],
    }


def _line(line: FigureLine, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "title": line.title,
        "value": line.value,
        "unit": line.unit,
        "before": line.before,
        "change": line.change,
        "grades": line.letters,
        "definition": line.definition,
        "detail": detail(line),
        "rule": line.rule,
        "version": line.version,
        "standing": standing_note(line),
    }


def _words(account: Account) -> dict[str, str]:
    return {
        "figure": _("Figure"),
        "unit": _("Unit"),
        "change": pgettext("figure", "Change"),
        "source": pgettext("figure", "Source"),
        "this": account.label if account.period.is_year else _("This period"),
        "before": account.compared.label
        if account.compared.is_year
        else pgettext("figure", "Before"),
        "definitions": _("Definitions"),
        "who": _("Who is an alumnus"),
        "grades": _("Source grades"),
        "version": _("definition version"),
        "last": pgettext("figure", "before"),
        "notes": _("Notes"),
        "standing": _("Closed values and today's count"),
        "as_of_line": _("As of %(day)s") % {"day": account.as_of},
    }


def _table_note(note: str, *, hides: bool) -> str:
    if not hides:
        return note
    return f"{note} " + _("Cells under 5 are hidden, and the rate in their row with them.")
