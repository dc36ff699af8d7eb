"""What can be wrong with an address that wants to be told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class AddressRefusedError(WutongError):
    """The address leads to where no message may go: inside the house, or without encryption."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Messages are not sent to this address. It must begin with https:// and lead to "
                "the open internet; networks of your own are allowed by WEBHOOKS_NETWORKS."
            ),
            code="address_refused",
        )


class AddressUnknownError(WutongError):
    """The name has no address now."""

    def __init__(self) -> None:
        super().__init__(_("There is no computer of that name."), code="address_unknown")
