"""Typed registries: how an upper room plugs into a lower one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


class RegistryError(LookupError):
    """A key was registered twice, too late, or is not there."""


class Registry(Generic[T]):
    """Named things of one type, in a stable order.

    Rooms register in ``AppConfig.ready()`` through their ``providers.py``; the project freezes
    nothing before all rooms are ready. Registering the very same object again is harmless, a
    second object under a taken key is an error.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, tuple[int, T]] = {}
        self._frozen = False

    def register(self, key: str, item: T, *, order: int = 100) -> T:
        """Add ``item`` under ``key``; lower ``order`` comes first, then by key."""
        if self._frozen:
            message = f"{self.name}: {key} came after the registry was frozen"
            raise RegistryError(message)
        known = self._items.get(key)
        if known is not None and known[1] is not item and known[1] != item:
            message = f"{self.name}: {key} is taken"
            raise RegistryError(message)
        self._items[key] = (order, item)
        return item

    def get(self, key: str) -> T:
        """The item under ``key``; ``RegistryError`` names the registry and the key."""
        try:
            return self._items[key][1]
        except KeyError:
            message = f"{self.name}: nothing is registered as {key}"
            raise RegistryError(message) from None

    def find(self, key: str) -> T | None:
        """The item under ``key``, or None."""
        found = self._items.get(key)
        return found[1] if found else None

    def items(self) -> tuple[tuple[str, T], ...]:
        """All (key, item) pairs by (order, key)."""
        ranked = sorted(self._items.items(), key=lambda pair: (pair[1][0], pair[0]))
        return tuple((key, item) for key, (_, item) in ranked)

    def values(self) -> tuple[T, ...]:
        """All items by (order, key)."""
        return tuple(item for _, item in self.items())

    def keys(self) -> tuple[str, ...]:
        """All keys by (order, key)."""
        return tuple(key for key, _ in self.items())

    def freeze(self) -> None:
        """Refuse further registrations."""
        self._frozen = True

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self.values())

    def __len__(self) -> int:
        return len(self._items)
