"""What people plug in: permissions and scopes, the words of the audit trail, the office's menu
and search, and their own share of the timeline.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.core.people.api import offered  # noqa: F401 - registers what programs are offered
from wutong.core.people.demo import build_documents, build_duplicates, build_relations
from wutong.core.people.importers import IMPORT, KEY, RegisterImporter
from wutong.core.people.importing import reasons  # noqa: F401 - registers its findings
from wutong.core.people.office.documents import documents_panel
from wutong.core.people.office.relations import relations_panel
from wutong.core.people.office.search_source import find_people
from wutong.core.people.registry import (
    PersonColumn,
    PersonPanel,
    person_columns,
    person_panels,
    timeline,
)
from wutong.core.people.timeline_source import RecordTimeline
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.registry import Permission, register_permissions
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.registry import importers
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources

importers.register(KEY, RegisterImporter())
register_permissions(Permission(IMPORT, _("Bring registers in, and take them back")))

# The outbox lies below and knows nobody by a foreign key.
person_columns.register(
    "outbox.delivery",
    PersonColumn("outbox_delivery", "subject_ref", is_ref=True, reason="kept_mail", moves=False),
)

verbs.register("person.added", _("added a person"))
verbs.register("person.changed", _("changed a record"))
verbs.register("person.study_saved", _("changed a time of study"))
verbs.register("person.employment_saved", _("changed an employment"))
verbs.register("person.deceased", _("noted a death"))
verbs.register("person.living", _("took back a death noted wrongly"))
verbs.register("person.lost", _("marked a person as lost"))
verbs.register("person.found", _("marked a person as found"))
verbs.register("contact.added", _("added a contact point"))
verbs.register("contact.changed", _("corrected a contact point"))
verbs.register("contact.status", _("changed the status of a contact point"))
verbs.register("contact.confirmed", _("confirmed a contact point"))
verbs.register("contact.preferred", _("chose the preferred contact point"))
verbs.register("person.document_added", _("put an identity document on record"))
verbs.register("person.document_removed", _("took an identity document off the record"))
verbs.register("person.related", _("put a relation on record"))
verbs.register("person.relation_ended", _("ended a relation"))
verbs.register("person.relation_removed", _("removed a relation"))
verbs.register("person.merged", _("merged two records"))
verbs.register("person.unmerged", _("took a merge back"))
verbs.register("person.match_proposed", _("put two records side by side"))
verbs.register("person.not_same", _("decided that two records are different people"))
verbs.register("person.match_later", _("put a possible duplicate aside"))
verbs.register("person.match_reopened", _("took back a decision about a possible duplicate"))
verbs.register("contact.ended", _("ended a contact point"))
verbs.register("contact.withdrawn", _("took a contact point back that was entered by mistake"))
verbs.register("contact.restored", _("restored a contact point"))
verbs.register(
    "person.employment_withdrawn", _("took an employment back that was entered by mistake")
)

demo_parts.register("duplicates", DemoPart(order=70, build=build_duplicates))
demo_parts.register("relations", DemoPart(order=96, build=build_relations))
demo_parts.register("documents", DemoPart(order=95, build=build_documents))
timeline.register("people.record", RecordTimeline(), order=10)
person_panels.register(
    "people.relations",
    PersonPanel(_("Family and relations"), "people/office/relations.html", relations_panel),
    order=60,
)
person_panels.register(
    "people.documents",
    PersonPanel(
        _("Identity documents"),
        "people/office/documents.html",
        documents_panel,
        permission=rules.DOCUMENTS,
    ),
    order=90,
)
menu.add(
    MenuItem(
        "people",
        pgettext_lazy("office", "People"),
        "people",
        "office:people-list",
        rules.VIEW,
        "people",
        order=10,
    )
)
menu.add(
    MenuItem(
        "duplicates",
        pgettext_lazy("office", "Possible duplicates"),
        "copy",
        "office:people-duplicates",
        rules.MERGE,
        "records",
        order=14,
    )
)
search_sources.register(
    "people",
    SearchSource(
        pgettext_lazy("office", "People"),
        rules.VIEW,
        find_people,
        order=10,
        list_url_name="office:people-list",
    ),
)
