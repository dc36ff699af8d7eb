"""Migrations of a new database, without drawing every model again for every step.

Django renders the models of the state anew, and with them all that are related to them, whenever
one is added: with one ``Person`` and one ``User`` that is nearly all of them, 34,000 times for a
new database. Two things spare it most of that, and change nothing in what the database becomes:

- other people's apps come first: Wagtail's hundred old migrations then run while there are few
  models; our rooms follow in the order of their floors;
- a model that nothing knows yet is rendered alone, and an index or a constraint that is added is
  only written on the model.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_plan: Any = MigrationExecutor.migration_plan
_add_model: Any = vars(ProjectState)["add_model"]
_append_option: Any = vars(ProjectState)["_append_option"]


def _in_order(
    executor: MigrationExecutor, targets: Sequence[Any], clean_start: bool = False
) -> Any:
    places = {
        config.label: (config.name.startswith("wutong."), place)
        for place, config in enumerate(apps.get_app_configs())
    }
    ordered = sorted(targets, key=lambda target: places.get(target[0], (False, 0)))
    return _plan(executor, ordered, clean_start)


def _add_alone(state: Any, model_state: Any) -> None:
    key = model_state.app_label, model_state.name_lower
    if "apps" not in state.__dict__ or key in state.models:
        _add_model(state, model_state)
        return
    state.models[key] = model_state
    if state._relations is not None:  # noqa: SLF001 -- as Django's own method does
        state.resolve_model_relations(key)
    state.apps.render_multiple([model_state])
    state.apps.clear_cache()


def _append_in_place(
    state: Any, app_label: str, model_name: str, option_name: str, obj: Any
) -> None:
    if "apps" not in state.__dict__:
        _append_option(state, app_label, model_name, option_name, obj)
        return
    model_state = state.models[app_label, model_name]
    options = [*model_state.options[option_name], obj]
    model_state.options[option_name] = options
    setattr(state.apps.get_model(app_label, model_name)._meta, option_name, options)


@contextmanager
def light_rendering() -> Iterator[None]:
    """For the time of one ``migrate`` of a new database."""
    _install(_in_order, _add_alone, _append_in_place)
    try:
        yield
    finally:
        _install(_plan, _add_model, _append_option)


def _install(plan: Any, add_model: Any, append_option: Any) -> None:
    executor: Any = MigrationExecutor
    state: Any = ProjectState
    executor.migration_plan = plan
    state.add_model = add_model
    state._append_option = append_option  # noqa: SLF001 -- there is no public place for it
