"""The form a segment is kept in: a tree of conditions, as JSON with a schema version.

::

    {"schema": 1, "root": {"op": "all", "items": [
        {"criterion": "study", "params": {"units": [3], "leave_from": 2001}},
        {"op": "none", "items": [{"criterion": "place", "params": {"regions": [11]}}]}]}}

``all``: every item holds. ``any``: at least one. ``none``: not a single one. An empty group
asks nothing and holds for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.engines.audiences.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = 1
OPS = ("all", "any", "none")
MAX_NODES = 60
MAX_DEPTH = 4


@dataclass
class Condition:
    """One criterion with its parameters (JSON values)."""

    criterion: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Group:
    """Conditions and groups held together by ``op``."""

    op: str = "all"
    items: list[Condition | Group] = field(default_factory=list)

    def walk(self) -> Iterator[Condition | Group]:
        """This group and everything below it, top down."""
        yield self
        for item in self.items:
            if isinstance(item, Group):
                yield from item.walk()
            else:
                yield item

    def conditions(self) -> list[Condition]:
        """Every condition below, in reading order."""
        return [node for node in self.walk() if isinstance(node, Condition)]


def loads(data: object) -> Group:
    """Read a stored definition; raises DefinitionError for anything that is not one."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise DefinitionError(_("This segment was saved in a form that is not known here."))
    root = _node(data.get("root"), 0)
    if not isinstance(root, Group) or sum(1 for _node_ in root.walk()) > MAX_NODES:
        raise DefinitionError(
            _("A segment has at most %(count)s conditions.") % {"count": MAX_NODES}
        )
    return root


def _node(data: object, depth: int) -> Condition | Group:
    if depth > MAX_DEPTH:
        raise DefinitionError(
            _("Groups lie at most %(depth)s deep in each other.") % {"depth": MAX_DEPTH}
        )
    if isinstance(data, dict) and isinstance(data.get("criterion"), str):
        params = data.get("params", {})
        if isinstance(params, dict):
            return Condition(data["criterion"], dict(params))
    if isinstance(data, dict) and data.get("op") in OPS and isinstance(data.get("items"), list):
        return Group(data["op"], [_node(item, depth + 1) for item in data["items"]])
    raise DefinitionError(_("This segment was saved in a form that is not known here."))


def dumps(root: Group) -> dict[str, Any]:
    """The JSON that ``loads`` reads."""
    return {"schema": SCHEMA, "root": _plain(root)}


def _plain(node: Condition | Group) -> dict[str, Any]:
    if isinstance(node, Condition):
        return {"criterion": node.criterion, "params": node.params}
    return {"op": node.op, "items": [_plain(item) for item in node.items]}


def empty() -> dict[str, Any]:
    """Everybody one may see."""
    return dumps(Group())
