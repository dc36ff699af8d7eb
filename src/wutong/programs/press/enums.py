from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutletKind(TextChoices):
    """What sort of medium; self-media are counted apart."""

    CENTRAL = "central", pgettext_lazy("kind of medium", "Central")
    PROVINCIAL = "provincial", pgettext_lazy("kind of medium", "Provincial and municipal")
    INDUSTRY = "industry", pgettext_lazy("kind of medium", "Trade and professional")
    OVERSEAS = "overseas", pgettext_lazy("kind of medium", "Overseas")
    SELF = "self", pgettext_lazy("kind of medium", "Self-media")


class Evidence(TextChoices):
    """What a mention rests on."""

    NONE = "none", pgettext_lazy("evidence", "No evidence yet")
    LINK = "link", pgettext_lazy("evidence", "Link")
    CLIPPING = "clipping", pgettext_lazy("evidence", "Clipping")
    CHECKED = "checked", pgettext_lazy("evidence", "Looked at by a colleague")


PROVEN = (Evidence.LINK, Evidence.CLIPPING, Evidence.CHECKED)


class HonourKind(TextChoices):
    """What was said or given."""

    PRAISE = "praise", pgettext_lazy("honour", "Words of praise")
    INSCRIPTION = "inscription", pgettext_lazy("honour", "Inscription")
    AWARD = "award", pgettext_lazy("honour", "Award")
    THANKS = "thanks", pgettext_lazy("honour", "Thanks")


class Permission(TextChoices):
    """Whether the words may be quoted."""

    NONE = "none", pgettext_lazy("permission to quote", "Not asked")
    ASKED = "asked", pgettext_lazy("permission to quote", "Asked")
    GRANTED = "granted", pgettext_lazy("permission to quote", "Given")
    REFUSED = "refused", pgettext_lazy("permission to quote", "Refused")


class QuoteScope(TextChoices):
    """How far a permission goes; each includes those before it."""

    INTERNAL = "internal", pgettext_lazy("scope of a permission", "Inside the university")
    ALUMNI = "alumni", pgettext_lazy("scope of a permission", "To alumni")
    PUBLIC = "public", pgettext_lazy("scope of a permission", "Everywhere")


class BriefingState(TextChoices):
    DRAFT = "draft", pgettext_lazy("work briefing", "Draft")
    REVIEW = "review", pgettext_lazy("work briefing", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("work briefing", "Approved")
    ISSUED = "issued", pgettext_lazy("work briefing", "Issued")


class Language(TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")
