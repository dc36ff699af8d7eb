"""Where django-allauth looks for providers of its own kind; see ``campus.cas``."""

from __future__ import annotations

from wutong.ui.signin.campus.cas import CasProvider

provider_classes = [CasProvider]
