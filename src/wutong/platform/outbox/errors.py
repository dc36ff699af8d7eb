from wutong.kernel.errors import WutongError


class OutboxError(WutongError):
    """Something about a stream or a delivery cannot be done; the message is for a person."""


class ContentError(OutboxError):
    """A message's template uses a place that nobody fills, or cannot be sent as it is."""


class AddressError(OutboxError):
    """An address that cannot stand on an envelope."""


class StreamStateError(OutboxError):
    """The stream is not in a state that allows this."""
