"""Sites of organisations: opened, closed, given editors; what stands on them; what the house takes
up of their stories.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from wutong.core.organisations.public import organisations_for_everybody
from wutong.kernel import clock
from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import can, grant_role, revoke_role
from wutong.platform.approvals.public import (
    RequestState,
    Step,
    StepName,
    chain_of,
    request_approval,
    requests_for,
)
from wutong.platform.audit.public import record
from wutong.programs.publishing.enums import StoryChange
from wutong.programs.publishing.errors import SiteError, SiteMovedError
from wutong.programs.publishing.events import StoryChanged, site_listeners, tell
from wutong.programs.publishing.mirror import EDIT_PAGES, MEDIA, permissions_named
from wutong.programs.publishing.models import (
    HomePage,
    OrganisationSite,
    SiteEditor,
    SitePage,
    SitesPage,
    StoryPage,
)
from wutong.programs.publishing.services.manuscripts import PUBLISH, manuscript_of, note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.core.organisations.models import Organisation
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest

KIND = "site"
ROLE = "site_editor"
BRANCH = {"zh-hans": "校友组织", "en": "Our organisations"}
WORDS = (
    "name_zh", "name_en", "accent", "lead_zh", "lead_en", "about_zh", "about_en", "contact_zh",
    "contact_en", "cover_id",
)  # fmt: skip
RESERVED = frozenset({"new", "feeds", "page", "search"})


def _note(actor: Actor, site: OrganisationSite, verb: str, **data: Any) -> None:
    record(actor=actor, verb=verb, subject=site.ref, subject_label=site.name_zh, data=data)


def _told(site: OrganisationSite) -> None:
    for listener in site_listeners:
        listener(site.pk)


def _branch(home: HomePage, key: Any) -> SitesPage:
    found: SitesPage | None = SitesPage.objects.child_of(home).first()
    if found is not None:
        return found
    title = BRANCH.get(home.locale.language_code, BRANCH["en"])
    page = SitesPage(title=title, slug="sites", locale=home.locale, translation_key=key)
    home.add_child(instance=page)
    return page


def _pages(site: OrganisationSite) -> None:
    key, branch_key = uuid4(), uuid4()
    for home in HomePage.objects.filter(live=True).select_related("locale").order_by("path"):
        chinese = home.locale.language_code.startswith("zh")
        branch = _branch(home, branch_key)
        branch_key = branch.translation_key
        page = SitePage(
            title=site.name_zh if chinese else site.name_en, slug=site.slug, site=site,
            locale=home.locale, translation_key=key,
        )  # fmt: skip
        branch.add_child(instance=page)
        for permission in permissions_named(EDIT_PAGES):
            GroupPagePermission.objects.create(group=site.group, page=page, permission=permission)


@transaction.atomic
def open_site(
    *, actor: Actor, organisation: Organisation, slug: str, values: Mapping[str, Any]
) -> OrganisationSite:
    """Pages for an organisation, in every language of the house.

    Raises SiteError where it has pages already, has no public face, or the address is taken.
    """
    if not organisations_for_everybody().filter(pk=organisation.pk).exists():
        raise SiteError(_("Only alumni organisations with a public page can have pages of their own."))  # fmt: skip
    if OrganisationSite.objects.filter(organisation=organisation).exists():
        raise SiteError(_("This organisation has its pages already."))
    if slug in RESERVED or OrganisationSite.objects.filter(slug=slug).exists():
        raise SiteError(_("This address is taken. Please choose another one."))
    root = Collection.objects.get(depth=1)
    collection = root.add_child(instance=Collection(name=f"{values['name_zh']} ({slug})"[:255]))
    group = Group.objects.create(name=f"site:{slug}")
    for permission in permissions_named(MEDIA):
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )
    site = OrganisationSite(
        organisation=organisation, slug=slug, collection=collection, group=group,
        opened_at=clock.now(), **{name: values[name] for name in WORDS if name in values},
    )  # fmt: skip
    site.save()
    _pages(site)
    _note(actor, site, "sites.opened", slug=slug)
    _told(site)
    return site


def _locked(site_id: int) -> OrganisationSite:
    return OrganisationSite.objects.select_for_update().get(pk=site_id)


@transaction.atomic
def close_site(*, actor: Actor, site_id: int) -> None:
    """Its pages answer 410; nothing is deleted, and opening it again brings everything back."""
    site = _locked(site_id)
    if site.closed_at is not None:
        raise SiteMovedError
    site.closed_at, site.version = clock.now(), site.version + 1
    site.save(update_fields=["closed_at", "version"])
    _note(actor, site, "sites.closed")
    _told(site)


@transaction.atomic
def reopen_site(*, actor: Actor, site_id: int) -> None:
    """It was a mistake, or the organisation is back."""
    site = _locked(site_id)
    if site.closed_at is None:
        raise SiteMovedError
    site.closed_at, site.version = None, site.version + 1
    site.save(update_fields=["closed_at", "version"])
    _note(actor, site, "sites.reopened")
    _told(site)


def _cleaned(site: OrganisationSite, values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in WORDS if name in values}
    return {name: value for name, value in given.items() if value != getattr(site, name)}


@transaction.atomic
def write_site(
    *, actor: Actor, user: User, site_id: int, values: Mapping[str, Any], version: int | None
) -> bool:
    """What stands on the pages of a site. Who may publish changes it at once; an editor of the
    site asks the house, which reads it first. Whether it is public already.
    """
    site = _locked(site_id)
    if version is not None and version != site.version:
        raise SiteMovedError
    changed = _cleaned(site, values)
    if not changed:
        return True
    if can(user, PUBLISH):
        _apply(actor, site, changed)
        return True
    site.proposed, site.proposer, site.version = changed, user, site.version + 1
    site.save(update_fields=["proposed", "proposer", "version"])
    request_approval(
        actor=actor, subject_ref=site.ref,
        title=_("Pages of %(site)s") % {"site": site.name_zh},
        url=reverse("office:sites-detail", args=[site.pk]), author=user,
        chain=chain_of(KIND, (Step(StepName.FINAL, PUBLISH),)), digest=_digest(changed),
    )  # fmt: skip
    return False


def _digest(changed: Mapping[str, Any]) -> str:
    return sha256(json.dumps(changed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _apply(actor: Actor, site: OrganisationSite, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(site, name, value)
    site.proposed, site.proposer, site.version = None, None, site.version + 1
    site.save()
    for page in SitePage.objects.filter(site=site).select_related("locale"):
        chinese = page.locale.language_code.startswith("zh")
        title = site.name_zh if chinese else site.name_en
        if page.title != title:
            page.title = page.draft_title = title
            page.save(update_fields=["title", "draft_title"])
    _note(actor, site, "sites.changed", fields=sorted(changed))
    _told(site)


@transaction.atomic
def words_decided(*, site_id: int, request: ApprovalRequest, actor: Actor) -> None:
    """After the last word on what an editor proposed."""
    site = _locked(site_id)
    if site.proposed is None:
        return
    newest = requests_for(site.ref)[0]
    valid = newest.pk == request.pk and newest.digest == _digest(site.proposed)
    if request.state == RequestState.APPROVED and valid:
        _apply(actor, site, site.proposed)
    elif newest.pk == request.pk:
        site.proposed, site.proposer, site.version = None, None, site.version + 1
        site.save(update_fields=["proposed", "proposer", "version"])


@transaction.atomic
def name_editor(*, actor: Actor, site_id: int, user: User) -> SiteEditor:
    """Let an account write for a site, and for this site alone."""
    site = _locked(site_id)
    row, made = SiteEditor.objects.get_or_create(
        site=site, user=user, defaults={"named_at": clock.now(), "named_by_id": actor.user_id}
    )
    if made:
        user.groups.add(site.group)
        grant_role(actor=actor, user=user, role=ROLE)
        _note(actor, site, "sites.editor_named", user=str(user))
    return row


@transaction.atomic
def release_editor(*, actor: Actor, site_id: int, user: User) -> None:
    """They write for it no longer; after the last site they leave the newsroom."""
    site = _locked(site_id)
    gone, _by = SiteEditor.objects.filter(site=site, user=user).delete()
    if not gone:
        raise SiteMovedError
    user.groups.remove(site.group)
    if not SiteEditor.objects.filter(user=user).exists():
        for assignment in RoleAssignment.objects.filter(user=user, role=ROLE):
            revoke_role(actor=actor, assignment=assignment)
    _note(actor, site, "sites.editor_released", user=str(user))


@transaction.atomic
def take_up(*, actor: Actor, key: Any, shown: bool) -> None:
    """Show a site's story among the house's own, or no longer."""
    manuscript = manuscript_of(key)
    rows = StoryPage.objects.filter(translation_key=key, site__isnull=False)
    if not rows.exclude(on_house=shown).update(on_house=shown):
        raise SiteMovedError
    note(actor, manuscript, "stories.taken_up" if shown else "stories.given_back")
    languages = tuple(rows.values_list("locale__language_code", flat=True))
    tell(StoryChanged(key, StoryChange.PLACED, languages))
