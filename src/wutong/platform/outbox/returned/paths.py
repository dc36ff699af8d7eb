"""Which delivery a returned mail is about: our own signed names, wherever they survived."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wutong.platform.outbox.keys import BOUNCE_PURPOSE
from wutong.platform.outbox.tokens import read_delivery_token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.platform.outbox.values import DeliveryRef

# bounce+<token>@ in a return path, <token@ in a Message-ID. Case does not matter. A mail server
# may write "=" of quoted-printable or SRS around it, never inside.
_NAMES = re.compile(r"(?:bounce\+|<|\b)([0-9a-f]{32})@", re.IGNORECASE)


def delivery_named(texts: Iterable[str]) -> DeliveryRef | None:
    """The first delivery whose signed name stands in ``texts``."""
    for text in texts:
        for token in _NAMES.findall(text):
            found = read_delivery_token(BOUNCE_PURPOSE, token)
            if found is not None:
                return found
    return None
