"""The pages every university has from the first day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.ui.site.registry import SiteItem, site_items

site_items.register("home", SiteItem(_("Home"), "home", "/"), order=10)
site_items.register("me", SiteItem(_("My page"), "person", "/me/", prefixed=False), order=90)
