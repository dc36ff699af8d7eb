"""The demo university's registry: each room brings its own deterministic share of data.

A room registers in its ``providers.py``::

    demo_parts.register("outreach", DemoPart(order=60, build=build_greetings))

and finds in the ``DemoWorld`` the seed, the size, the day the demo believes it is, and a fast way
into a table. Parts run one after another by ``order``; what they need of lower rooms they read
from the database. Orders in use: 10 units, classes and people, 20 accounts and roles, 30 organisations, 40 consent,
50 engagement, 60 outreach, 80 reports. The data of a part depends on ``seed``, ``people`` and
``today`` only: draw from ``world.rng(name)``, never from the module ``random`` or the clock.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from random import Random


class DemoWorld(Protocol):
    """What a part is given."""

    @property
    def seed(self) -> str:
        """From which everything is drawn."""
        ...

    @property
    def scale(self) -> str:
        """``small``, ``article`` or, in tests, ``tiny``."""
        ...

    @property
    def people(self) -> int:
        """How many person records there are (3,000 at ``small``, 300,000 at ``article``)."""
        ...

    @property
    def today(self) -> date:
        """The last day of the demo's history; nothing in the data is later."""
        ...

    @property
    def people_by_role(self) -> Mapping[str, int]:
        """Ids of the fixed persons: ``alumna`` and ``alumnus`` have demo log-ins."""
        ...

    def rng(self, name: str) -> Random:
        """A generator of chance of one's own: the same name gives the same numbers."""
        ...

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Load rows by COPY into ``table``; returns how many. Constraints stay live."""
        ...

    def say(self, text: str) -> None:
        """Tell the person at the terminal."""
        ...


@dataclass(frozen=True)
class DemoPart:
    """One room's share: ``build`` runs once in a database that has none of it yet.

    ``beside``: it may run while the parts after it do, for a large share that mostly waits for
    the database and that no part before `ALONE_FROM` reads.
    """

    order: int
    build: Callable[[DemoWorld], None]
    beside: bool = False


ALONE_FROM = 80
"""From this order on nothing runs beside: the account counts what all the others made."""

demo_parts: Registry[DemoPart] = Registry("demo parts")


being_built: ContextVar[bool] = ContextVar("demo being built", default=False)
"""What is made while a demo is being built concerns nobody: no letters to colleagues about it."""


def parts_in_order() -> tuple[tuple[str, DemoPart], ...]:
    """Every part by its order, then by its key."""
    return tuple(sorted(demo_parts.items(), key=lambda pair: (pair[1].order, pair[0])))
