"""Alumni organisations as the public site finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wutong.core.organisations.enums import AlumniType, LegalForm
from wutong.core.organisations.public import organisations_for_everybody
from wutong.ui.site.public import prefix as site_prefix
from wutong.ui.site.registry import PublicText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wutong.core.organisations.models import Organisation

PATH = "/organisations/"


def path_of(organisation_id: int, prefix: str = "") -> str:
    """The page of an organisation."""
    return f"{prefix}{PATH}{organisation_id}/"


class Organisations:
    """What `findables` asks for."""

    label = _("Alumni organisations")
    icon = "building"

    def texts(self, keys: Collection[str] | None = None) -> Iterator[PublicText]:
        """Every organisation in both languages: what is told about it is written in both."""
        rows = organisations_for_everybody()
        if keys is not None:
            wanted = [ref.partition(":")[2] for ref in keys if ref.startswith("organisation:")]
            rows = rows.filter(pk__in=[int(key) for key in wanted if key.isdecimal()])
        found = list(rows)
        for language, prefix in (("zh-hans", ""), ("en", "/en")):
            with override(language):
                for row in found:
                    yield _text(row, language, prefix)


def _text(row: Organisation, language: str, prefix: str) -> PublicText:
    names = {row.name_zh, row.name_en, *row.former_names} - {"", str(row)}
    about = [
        str(AlumniType(row.alumni_type).label) if row.alumni_type else "",
        str(LegalForm(row.legal_form).label) if row.legal_form else "",
        str(row.region or ""),
        str(row.host_unit or ""),
    ]
    said = " · ".join(part for part in about if part)
    return PublicText(
        key=f"organisation:{row.pk}",
        language=language,
        title=str(row),
        path=path_of(row.pk, prefix),
        summary=said,
        text=" ".join(sorted(names)),
        names=tuple(sorted(names)),
        changed_at=row.updated_at,
        schema="Organization",
    )


def public_pages_of(ids: Collection[int]) -> dict[int, str]:
    """Those of ``ids`` that have a public page, with its address in the reader's language."""
    rows = organisations_for_everybody().filter(pk__in=ids).values_list("pk", flat=True)
    return {pk: path_of(pk, site_prefix()) for pk in rows}
