from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError, WutongError


class PersonChangedMeanwhileError(ConflictError):
    """Somebody else saved the record after it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this record meanwhile. Look at it again, then save.")
        )


class FieldNotChangeableError(LookupError):
    """A change names a field that cannot be changed this way (a programming error)."""


class NotReachableError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("Add a working contact point first; then mark the person as found."))


class PersonDeceasedError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("This person has died; the record is no longer open to this change."))


class DateOutOfOrderError(WutongError):
    """A dated state would begin before the state that it ends, or in the future."""


class ContactNotUnderstoodError(WutongError):
    """The value is no e-mail address, phone number or the like."""


class ContactAlreadyThereError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("This contact point is already on the record."))


class MergeRefusedError(WutongError):
    """Two records that cannot be made one, or not now; the sentence says why."""


class DocumentNotUnderstoodError(WutongError):
    """The text is no number of an identity document, or its check digit is wrong."""


class DocumentAlreadyThereError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("This document is already on the record."))


class RelationError(WutongError):
    """Two people cannot be put together like this; the sentence says why."""
