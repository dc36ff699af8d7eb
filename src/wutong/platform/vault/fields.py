"""Columns that the database holds encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from wutong.platform.vault.encryption import decrypt_text, encrypt_text

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Expression, Lookup

    Text = models.TextField[str, str]
else:
    Text = models.TextField


class EncryptedTextField(Text):
    """Text that is plain in Python and encrypted in the table.

    ``purpose`` is bound to every value and must not change. The column cannot be searched or
    sorted by: keep a blind index (``vault.public.keyed_hash``) beside it. ``rotate_keys`` finds
    every such column of every room by itself.
    """

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """With the purpose."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "purpose": self.purpose}

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> str | None:
        """Plain again."""
        return None if value is None else decrypt_text(self.purpose, value)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Encrypted on its way into the table."""
        if isinstance(value, str):
            value = encrypt_text(self.purpose, value)
        return super().get_db_prep_save(value, connection)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Only whether there is a value can be asked."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
