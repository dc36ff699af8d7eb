"""Consents and wishes."""

from wutong.core.consent.models.ledger import ConsentRecord, ConsentText
from wutong.core.consent.models.visibility import Visibility
from wutong.core.consent.models.wishes import Preference, PreferenceChange

__all__ = ["ConsentRecord", "ConsentText", "Preference", "PreferenceChange", "Visibility"]
