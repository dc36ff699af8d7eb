"""The first page of the day: what I have to do, what runs, what needs a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.kernel.clock import CAMPUS, now, today
from wutong.platform.access.public import can
from wutong.platform.jobs.models import Progress
from wutong.ui.office.registry import Todo, home_panels, todos
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

SHOWN = 8


@dataclass(frozen=True)
class Panel:
    """A panel with what its template sees."""

    template: str
    context: dict[str, Any]
    wide: bool


@dataclass(frozen=True)
class Due:
    """A to-do with whether its day has passed."""

    todo: Todo
    late: bool


def _day(value: date | datetime | None) -> date:
    if value is None:
        return date.max
    return value.astimezone(CAMPUS).date() if isinstance(value, datetime) else value


def my_todos(user: User) -> list[Due]:
    """Everything asked of ``user``, what is due first on top."""
    found = [todo for provider in todos.values() for todo in provider(user)]
    found.sort(key=lambda todo: (_day(todo.due), todo.title))
    return [Due(todo, _day(todo.due) < today()) for todo in found]


def work_of(user: User, *, limit: int) -> list[Progress]:
    """The user's own background work, newest first."""
    return list(Progress.objects.filter(owner=user)[:limit])


def panels_for(user: User) -> list[Panel]:
    """The rooms' panels this user may see, in order."""
    found = []
    for panel in sorted(home_panels.values(), key=lambda item: item.order):
        if can(user, panel.permission):
            context = panel.context(user)
            if context is not None:
                found.append(Panel(panel.template, context, panel.wide))
    return found


class HomeView(OfficeView):
    """The office's home page."""

    permission = "office.enter"
    template_name = "office/home.html"

    def get_page_title(self) -> str:
        """A greeting by the hour on campus."""
        return greeting(self.user)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """To-dos apart by who they wait for, own work, panels."""
        due = my_todos(self.user)
        work = work_of(self.user, limit=5)
        return super().get_context_data(
            todos=[item for item in due if not item.todo.needs_second_person][:SHOWN],
            second=[item for item in due if item.todo.needs_second_person][:SHOWN],
            todo_count=sum(not item.todo.needs_second_person for item in due),
            running=[item for item in work if not item.is_over],
            finished=[item for item in work if item.is_over][:3],
            panels=panels_for(self.user),
            today=today(),
            **extra,
        )


def greeting(user: User) -> str:
    """Good morning, by the clock on campus."""
    hour = now().astimezone(CAMPUS).hour
    words = _("Good morning, %(name)s")
    if hour >= 18 or hour < 4:
        words = _("Good evening, %(name)s")
    elif hour >= 12:
        words = _("Good afternoon, %(name)s")
    return str(words) % {"name": user}
