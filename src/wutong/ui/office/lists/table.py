"""The table of a list: django-tables2 with our cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.utils.html import format_html
from django_tables2 import Column

from wutong.ui.design import typography
from wutong.ui.design.templatetags.design import draw_avatar, draw_badge

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.safestring import SafeString

DASH = "–"


class OfficeTable(tables.Table):
    """Base of every table: plain cells, an en dash for nothing.

    Columns listed in ``Meta.hidden_at_first`` can be chosen but are not shown at first. The
    first column is the row's heading and cannot be hidden.
    """

    class Meta:
        template_name = "office/lists/table.html"
        default = DASH
        orderable = True
        hidden_at_first: tuple[str, ...] = ()


class TitleColumn(Column):
    """The row's name, linked to its page by ``link(record)``."""

    def __init__(self, *, link: Callable[[Any], str], **options: Any) -> None:
        super().__init__(**options)
        self.link_of = link

    def render(self, value: Any, record: Any) -> SafeString:
        """A link that Enter opens."""
        return format_html('<a class="row-link" href="{}">{}</a>', self.link_of(record), value)


class PersonColumn(TitleColumn):
    """A person: initials, name, and a second line by ``note(record)``."""

    def __init__(self, *, note: Callable[[Any], str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.note_of = note

    def render(self, value: Any, record: Any) -> SafeString:
        """Initials and a link that Enter opens."""
        note = self.note_of(record) if self.note_of else ""
        return format_html(
            '<span class="person">{}<span><a class="row-link" href="{}">{}</a>{}</span></span>',
            draw_avatar(str(value)),
            self.link_of(record),
            value,
            format_html('<span class="row-note">{}</span>', note) if note else "",
        )


class TextColumn(Column):
    """Longer text, cut after two lines; the whole of it on hover."""

    def render(self, value: Any) -> SafeString:
        """The text in a box of two lines."""
        return format_html('<span class="clamp" title="{0}">{0}</span>', value)


class NumberColumn(Column):
    """A number, right-aligned in tabular figures."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("attrs", {"td": {"class": "number"}, "th": {"class": "number"}})
        super().__init__(**options)

    def render(self, value: Any) -> str:
        """1,234."""
        return typography.exact(value)


class DayColumn(Column):
    """A day or a moment; with ``time=True`` to the minute."""

    def __init__(self, *, time: bool = False, **options: Any) -> None:
        options.setdefault("attrs", {"td": {"class": "nowrap"}})
        super().__init__(**options)
        self.with_time = time

    def render(self, value: Any) -> SafeString:
        """On campus time, in the reader's language."""
        words = typography.as_moment(value) if self.with_time else typography.as_day(value)
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


class BadgeColumn(Column):
    """A state in words, with a tone by value."""

    def __init__(self, *, tones: dict[Any, str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.tones = tones or {}

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """The choice's label in its tone."""
        raw = bound_column.accessor.resolve(record, quiet=True)
        return draw_badge(value, self.tones.get(raw, ""))
