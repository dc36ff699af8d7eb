"""The segment builder's state: the tree of conditions as it stands in the form.

The whole tree travels with every request, so the builder works the same with and without
JavaScript and nothing is saved before "Save". Each node is a hidden field ``node`` with
``number:parent:kind``; groups have ``op-<number>``, conditions the fields of their criterion
under the prefix ``c<number>``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wutong.engines.audiences.compiler import op_label
from wutong.engines.audiences.definitions import MAX_DEPTH, MAX_NODES, OPS, Condition, Group
from wutong.engines.audiences.enums import Topic
from wutong.engines.audiences.errors import DefinitionError
from wutong.engines.audiences.registry import criteria

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

    from wutong.engines.audiences.registry import CriterionForm
    from wutong.platform.accounts.models import User

GROUP = "group"


@dataclass
class Node:
    """A group or a condition in the builder."""

    kind: str
    number: int = 0
    depth: int = 0
    op: str = "all"
    form: CriterionForm | None = None
    items: list[Node] = field(default_factory=list)
    parent: int = -1
    count: int | None = None

    @property
    def is_group(self) -> bool:
        """Whether other nodes lie in it."""
        return self.kind == GROUP

    @property
    def label(self) -> str:
        """What the criterion is called."""
        return str(criteria.get(self.kind).label)

    @property
    def token(self) -> str:
        """The hidden field's value."""
        return f"{self.number}:{self.parent}:{self.kind}"

    @property
    def ops(self) -> list[tuple[str, str]]:
        """The ways a group can hold its items together."""
        return [(op, op_label(op)) for op in OPS]

    @property
    def offers(self) -> list[tuple[Any, list[tuple[str, Any]]]]:
        """The criteria that can be added, by what they are about."""
        found: dict[str, list[tuple[str, Any]]] = {topic: [] for topic in Topic}
        for key, criterion in criteria.items():
            found[criterion.topic].append((key, criterion.label))
        return [(Topic(topic).label, offers) for topic, offers in found.items() if offers]

    @property
    def may_nest(self) -> bool:
        """Whether a group may lie in this one."""
        return self.depth + 1 < MAX_DEPTH

    def walk(self) -> Iterator[Node]:
        """This node and everything below it."""
        yield self
        for item in self.items:
            yield from item.walk()


def from_definition(root: Group, user: User) -> Node:
    """The builder's tree of a stored definition."""
    node = _filled(root, user)
    _renumber(node)
    return node


def _filled(item: Group | Condition, user: User) -> Node:
    if isinstance(item, Group):
        return Node(GROUP, op=item.op, items=[_filled(inner, user) for inner in item.items])
    criterion = criteria.find(item.criterion)
    if criterion is None:
        return Node(GROUP, op="all")
    node = Node(item.criterion)
    node.form = criterion.form(initial=item.params, user=user)
    return node


def from_request(data: QueryDict, user: User) -> Node:
    """The tree as posted; raises DefinitionError for one that is not ours."""
    nodes: dict[int, Node] = {}
    for token in data.getlist("node")[:MAX_NODES]:
        number, parent, kind = _split(token)
        node = Node(kind, number=number, parent=parent)
        if node.is_group:
            op = data.get(f"op-{number}", "all")
            node.op = op if op in OPS else "all"
        elif kind in criteria:
            node.form = criteria.get(kind).form(data, prefix=f"c{number}", user=user)
        else:
            continue
        if parent in nodes and nodes[parent].is_group:
            node.depth = nodes[parent].depth + 1
            nodes[parent].items.append(node)
        elif nodes:
            raise DefinitionError(_("The conditions could not be read. Please start again."))
        nodes[number] = node
    root = next(iter(nodes.values()), Node(GROUP))
    return root if root.is_group else Node(GROUP)


def _split(token: str) -> tuple[int, int, str]:
    parts = token.split(":", 2)
    try:
        return int(parts[0]), int(parts[1]), parts[2]
    except (ValueError, IndexError):
        raise DefinitionError(_("The conditions could not be read. Please start again.")) from None


def change(root: Node, command: str, data: QueryDict, user: User) -> Node:
    """Do ``add:<group>``, ``group:<group>`` or ``remove:<node>``; anything else changes nothing."""
    verb, _sep, number = command.partition(":")
    target = next((node for node in root.walk() if str(node.number) == number), None)
    count = sum(1 for _node in root.walk())
    if target is None:
        return root
    if verb == "remove" and target is not root:
        for node in root.walk():
            node.items = [item for item in node.items if item is not target]
    elif target.is_group and count < MAX_NODES:
        if verb == "group" and target.may_nest:
            target.items.append(Node(GROUP, op="any"))
        elif verb == "add":
            key = data.get(f"add-{number}", "")
            if key in criteria:
                added = Node(key)
                added.form = criteria.get(key).form(user=user)
                target.items.append(added)
    return root


def prepare(root: Node) -> Node:
    """Number the tree anew and give every form the prefix of its place, answers kept."""
    for node in root.walk():
        if node.form is not None and node.form.is_bound:
            form = node.form
            node.form = criteria.get(node.kind).form(initial=_answers(form), user=form.user)
    _renumber(root)
    return root


def _answers(form: CriterionForm) -> dict[str, Any]:
    """What was typed, valid or not, as initial values."""
    return {
        name: bound.field.widget.value_from_datadict(form.data, form.files, bound.html_name)
        for name, bound in ((name, form[name]) for name in form.fields)
    }


def _renumber(root: Node) -> None:
    def visit(node: Node, parent: int, depth: int) -> None:
        node.number, node.parent, node.depth = next(numbers), parent, depth
        if node.form is not None:
            node.form.prefix = f"c{node.number}"
        for item in node.items:
            visit(item, node.number, depth + 1)

    numbers = iter(range(MAX_NODES + 10))
    visit(root, -1, 0)


def to_definition(root: Node) -> tuple[Group, bool]:
    """The definition of what is filled in, and whether every condition is complete.

    An incomplete condition is left out of the definition, so that counting goes on while
    somebody is still typing.
    """
    complete = True
    group = Group(root.op)
    for item in root.items:
        if item.is_group:
            inner, whole = to_definition(item)
            complete = complete and whole
            group.items.append(inner)
        elif found := condition_of(item):
            group.items.append(found)
        else:
            complete = False
    return group, complete


def condition_of(node: Node) -> Condition | None:
    """The condition as it is filled in, stored or just added; None while it is incomplete."""
    form = node.form
    if form is None:
        return None
    if form.is_bound:
        return Condition(node.kind, form.params()) if form.is_valid() else None
    return Condition(node.kind, dict(form.initial)) if form.initial else None


def definition_of(node: Node) -> Group | None:
    """What one node chooses by itself; None while it is incomplete or asks nothing."""
    if node.is_group:
        group, _complete = to_definition(node)
        return group if group.items else None
    found = condition_of(node)
    return Group("all", [found]) if found else None
