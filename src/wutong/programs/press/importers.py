"""Lists of clippings, as agencies and interns hand them in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.kernel.clock import today
from wutong.platform.tabular.plain import PlainImporter
from wutong.platform.tabular.public import Verdict
from wutong.platform.tabular.registry import FieldSpec, RowVerdict
from wutong.programs.press import rules
from wutong.programs.press.enums import OutletKind
from wutong.programs.press.models import Mention, Outlet
from wutong.programs.press.services.media import evidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wutong.platform.tabular.models import ImportBatch, ImportRow
    from wutong.platform.tabular.plain import Cells

_is_link = URLValidator(schemes=["http", "https"])
FILLED = ("link", "about", "source_on", "note")


class ClippingImporter(PlainImporter):
    """Reports with their outlets; an outlet nobody knows yet is entered with them."""

    label = _("Media clippings")
    description = _(
        "One row per report: medium, title, day, link. A medium that is not in the register yet is"
        " added; a report that is there gets what it lacks."
    )
    permission = rules.IMPORT
    fields = (
        FieldSpec("outlet", _("Media outlet"),
                  ("媒体", "媒体名称", "发布媒体", "刊发媒体", "来源", "outlet", "media", "medium"),
                  required=True),
        FieldSpec("title", pgettext_lazy("media mention", "Title"),
                  ("标题", "报道标题", "题目", "title", "headline"), required=True),
        FieldSpec("published_on", _("Published on"),
                  ("发布日期", "日期", "刊发日期", "发布时间", "published", "date"), required=True),
        FieldSpec("link", _("Link"), ("链接", "网址", "原文链接", "link", "url")),
        FieldSpec("kind", _("Kind of medium"), ("媒体类型", "类别", "媒体级别", "kind of medium"),
                  choices=lambda: [(k, str(v)) for k, v in OutletKind.choices]),
        FieldSpec("about", _("Reports about"), ("报道内容", "活动", "主题", "专题", "about", "event")),
        FieldSpec("source_on", _("Our text left on"), ("供稿日期", "素材日期", "发稿日期", "sent on")),
        FieldSpec("note", _("Note"), ("备注", "note")),
    )  # fmt: skip
    needs = (("outlet",), ("title",), ("published_on",))

    def sample(self) -> list[dict[str, str]]:
        """Two reports of invented media."""
        central, own = OutletKind.CENTRAL.label, OutletKind.SELF.label
        return [
            {"outlet": "华夏教育周报", "title": "梧桐大学首届校友创新创业大赛启动",
             "published_on": "2020-09-12", "link": "https://news.example.org/a/1",
             "kind": str(central), "about": "首届校友创新创业大赛", "source_on": "2020-09-10"},
            {"outlet": "梧桐树下（自媒体）", "title": "我在现场：决赛之夜",
             "published_on": "2020-12-06", "link": "https://blog.example.org/wt/2",
             "kind": str(own), "about": "首届校友创新创业大赛"},
        ]  # fmt: skip

    def judge(self, cells: Cells) -> tuple[str, RowVerdict]:
        """By outlet, title and day."""
        fields = {
            "outlet": cells.text("outlet", limit=120, required=True),
            "title": cells.text("title", limit=300, required=True),
            "published_on": cells.day("published_on"),
            "link": cells.text("link", limit=600),
            "kind": cells.choice("kind", OutletKind.PROVINCIAL.value),
            "about": cells.text("about", limit=160),
            "source_on": cells.day("source_on"),
            "note": cells.text("note", limit=300),
        }
        day = fields["published_on"]
        if day is None and not cells.problems:
            cells.refuse("required", "published_on")
        elif day and date.fromisoformat(day) > today():
            cells.refuse("future", "published_on", value=day)
        if day and fields["source_on"] and fields["source_on"] > day:
            cells.refuse("press_backward", "source_on")
        if fields["link"]:
            try:
                _is_link(fields["link"])
            except ValidationError:
                cells.refuse("press_no_link", "link", value=fields["link"][:60])
        key = f"{fields['outlet']}\x1f{fields['title']}\x1f{day}"
        if cells.problems:
            return key, RowVerdict(Verdict.REJECTED)
        return key, self._verdict(fields, cells)

    def _verdict(self, fields: dict[str, Any], cells: Cells) -> RowVerdict:
        known = Mention.objects.filter(
            outlet__name=fields["outlet"], title=fields["title"],
            published_on=fields["published_on"],
        ).first()  # fmt: skip
        if known is None:
            reasons = []
            if not Outlet.objects.filter(name=fields["outlet"]).exists():
                reasons.append({"code": "press_new_outlet", "value": fields["outlet"]})
            if not fields["link"]:
                reasons.append({"code": "press_no_evidence"})
            return RowVerdict(Verdict.NEW, reasons, data={"fields": fields})
        added = [name for name in FILLED if fields[name] and not getattr(known, name)]
        reasons = [{"code": "add", "field": name, "new": fields[name]} for name in added]
        verdict = Verdict.CHANGED if added else Verdict.SAME
        return RowVerdict(
            verdict, reasons, f"mention:{known.pk}", known.title[:120],
            {"fields": fields, "added": added},
        )  # fmt: skip

    def enter(self, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
        """Outlets first, then what they wrote."""
        for row in rows:
            fields = row.data["fields"]
            outlet, _new = Outlet.objects.get_or_create(
                name=fields["outlet"], defaults={"kind": fields["kind"], "batch_id": batch.pk}
            )
            mention = Mention.objects.filter(
                outlet=outlet, title=fields["title"], published_on=fields["published_on"]
            ).first()
            row.data["was"] = None
            if mention is None:
                mention = Mention(
                    outlet=outlet, title=fields["title"], batch_id=batch.pk,
                    published_on=date.fromisoformat(fields["published_on"]),
                )  # fmt: skip
                added: Sequence[str] = FILLED
            else:
                added = row.data.get("added", [])
                row.data["was"] = dict.fromkeys(added, "")
                mention.version += 1
            for name in added:
                setattr(mention, name, _as_value(name, fields[name]))
            mention.evidence = evidence_of(mention)
            mention.save()
            row.target_ref, row.target_label = mention.ref, mention.title[:120]
            row.data["version"] = mention.version

    def take_back(self, row: ImportRow, within: Any, *, really: bool) -> str:
        """The report goes, and its outlet where it came with it and wrote nothing else; a report
        that was there before loses what the row added.
        """
        mention = Mention.objects.filter(pk=row.target_ref.partition(":")[2]).first()
        if mention is None or mention.version != row.data["version"]:
            return "kept"
        if row.data["was"] is None:
            if really:
                outlet = mention.outlet
                mention.delete()
                if outlet.batch_id == row.batch_id and not outlet.mentions.exists():
                    outlet.delete()
            return "removed"
        if really:
            for name in row.data["was"]:
                setattr(mention, name, _as_value(name, None))
            mention.evidence = evidence_of(mention)
            mention.version += 1
            mention.save()
        return "restored"

    def target_url(self, target_ref: str) -> tuple[str, Iterable[Any]] | None:
        """The report's page."""
        return "office:press-mention", [int(target_ref.partition(":")[2])]


def _as_value(name: str, text: str | None) -> Any:
    if name == "source_on":
        return date.fromisoformat(text) if text else None
    return text or ""
