"""Lists of leaders and of words brought in from a file: one import, one version, undone as one."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.engines.wording import rules
from wutong.engines.wording.enums import LeaderKind, TermKind, TermLanguage
from wutong.engines.wording.models import Leader, Term
from wutong.engines.wording.services.keeping import (
    Edition,
    leader_as_data,
    put_leader,
    put_term,
    term_as_data,
)
from wutong.kernel.actors import Actor
from wutong.platform.tabular.plain import PlainImporter
from wutong.platform.tabular.public import Verdict
from wutong.platform.tabular.registry import FieldSpec, RowVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wutong.platform.tabular.models import ImportBatch, ImportRow
    from wutong.platform.tabular.plain import Cells


def _same_as_new(known: Any, fields: dict[str, Any]) -> RowVerdict:
    if known is None:
        return RowVerdict(Verdict.NEW, data={"fields": fields})
    changed = {name: value for name, value in fields.items() if known.get(name) != value}
    verdict = Verdict.CHANGED if changed else Verdict.SAME
    reasons = [
        {"code": "change", "field": name, "old": _plain(known.get(name)), "new": _plain(value)}
        for name, value in changed.items()
        if name != "titles"
    ]
    return RowVerdict(verdict, reasons, data={"fields": fields})


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


class ListImporter(PlainImporter):
    """What both lists share: an import is one version, its undoing another."""

    permission = rules.IMPORT

    def put(self, edition: Edition, row: ImportRow) -> None:
        """Write one row to the list."""
        raise NotImplementedError

    def enter(self, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
        """One version for all of them."""
        with self.undoing(batch) as edition:
            for row in rows:
                self.put(edition, row)

    @contextmanager
    def undoing(self, batch: ImportBatch) -> Iterator[Edition]:
        """A version by whoever brought the file in; by the house where the account is gone."""
        actor = Actor.of(batch.owner) if batch.owner else Actor.system("import")
        edition = Edition(actor, batch.file_name)
        yield edition
        edition.close()


class TermImporter(ListImporter):
    """Words with what to write instead."""

    label = _("Words for the check of wording")
    description = _(
        "One row per word: what it is on the list for, what to write instead, and why. A word that"
        " is on the list already is changed."
    )
    fields = (
        FieldSpec("words", pgettext_lazy("wording", "Word"),
                  ("词语", "敏感词", "禁用词", "用词", "词条", "word", "term"), required=True),
        FieldSpec("kind", _("Kind"), ("类别", "类型", "分类", "kind", "category"),
                  choices=lambda: [(k, str(v)) for k, v in TermKind.choices]),
        FieldSpec("advice", _("Write instead"),
                  ("建议用语", "规范用语", "替换为", "规范表述", "write instead", "advice")),
        FieldSpec("reason", _("Reason"), ("理由", "原因", "依据", "说明", "reason")),
        FieldSpec("within", _("Allowed in"), ("例外", "允许出现于", "allowed in", "exceptions")),
        FieldSpec("language", _("Language"), ("语言", "language"),
                  choices=lambda: [(k, str(v)) for k, v in TermLanguage.choices]),
    )  # fmt: skip
    needs = (("words",),)

    def sample(self) -> list[dict[str, str]]:
        """Two words, one of each kind that is common."""
        return [
            {"words": "校友总会", "kind": str(TermKind.PHRASE.label), "advice": "梧桐大学校友会",
             "reason": "以登记名称为准", "language": str(TermLanguage.CHINESE.label)},
            {"words": "史上最强", "kind": str(TermKind.FORBIDDEN.label), "advice": "",
             "reason": "广告法第九条", "language": str(TermLanguage.CHINESE.label)},
        ]  # fmt: skip

    def judge(self, cells: Cells) -> tuple[str, RowVerdict]:
        """By language and word."""
        fields = {
            "words": cells.text("words", limit=80, required=True),
            "kind": cells.choice("kind", TermKind.SENSITIVE.value),
            "advice": cells.text("advice", limit=160),
            "reason": cells.text("reason"),
            "within": "\n".join(cells.text("within", limit=400).replace("；", "、").split("、")),
            "language": cells.choice("language", TermLanguage.CHINESE.value),
        }
        if len(fields["words"]) == 1:
            cells.refuse("wording_short", "words", value=fields["words"])
        known = Term.objects.filter(language=fields["language"], words=fields["words"]).first()
        key = f"{fields['language']}:{fields['words']}"
        return key, _same_as_new(term_as_data(known) if known else None, fields)

    def put(self, edition: Edition, row: ImportRow) -> None:
        """New or changed."""
        fields = row.data["fields"]
        term = Term.objects.filter(language=fields["language"], words=fields["words"]).first()
        row.data["was"] = term_as_data(term) if term else None
        term = put_term(edition, term, fields)
        row.target_ref = f"term:{term.pk}"
        row.data["now"] = term_as_data(term)

    def take_back(self, row: ImportRow, within: Edition, *, really: bool) -> str:
        """As it was before, unless it was changed since."""
        term = Term.objects.filter(pk=row.target_ref.partition(":")[2]).first()
        if term is None or term_as_data(term) != row.data["now"]:
            return "kept"
        was = row.data["was"]
        if really:
            if was is None:
                within.note("term", term.pk, term.words, term_as_data(term), None)
                term.delete()
            else:
                put_term(within, term, was)
        return "removed" if was is None else "restored"

    def target_url(self, target_ref: str) -> tuple[str, Iterable[Any]] | None:
        """The word's form."""
        return "office:wording-term", [int(target_ref.partition(":")[2])]


class LeaderImporter(ListImporter):
    """Leaders, one row for each title."""

    label = _("Leaders for the check of wording")
    description = _(
        "One row per person and title, with the days on which it is held; several rows of one"
        " person are one entry. A title that is on the list already gets its days changed."
    )
    fields = (
        FieldSpec("name", _("Name"), ("姓名", "领导姓名", "name"), required=True),
        FieldSpec("title", pgettext_lazy("of a leader", "Title"),
                  ("职务", "现任职务", "头衔", "title", "position"), required=True),
        FieldSpec("since", pgettext_lazy("of a title", "Since"),
                  ("任职日期", "任职时间", "起", "since", "from")),
        FieldSpec("until", pgettext_lazy("of a title", "Until"),
                  ("免职日期", "离任时间", "止", "until", "to")),
        FieldSpec("rank", _("Place in protocol"), ("排序", "序号", "位次", "rank", "order")),
        FieldSpec("kind", _("Kind"), ("类别", "类型", "kind"),
                  choices=lambda: [(k, str(v)) for k, v in LeaderKind.choices]),
        FieldSpec("name_en", _("Name in English"), ("英文姓名", "英文名", "name in english")),
        FieldSpec("title_en", _("Title in English"), ("英文职务", "title in english")),
    )  # fmt: skip
    needs = (("name",), ("title",))

    def sample(self) -> list[dict[str, str]]:
        """Two invented people."""
        kind = str(LeaderKind.UNIVERSITY.label)
        return [
            {"name": "闻一川", "title": "校长", "since": "2023-05-10", "rank": "2", "kind": kind,
             "name_en": "Wen Yichuan", "title_en": "President"},
            {"name": "顾长安", "title": "副校长", "since": "2021-09-01", "until": "2024-06-30",
             "rank": "6", "kind": kind, "name_en": "Gu Chang'an", "title_en": "Vice President"},
        ]  # fmt: skip

    def judge(self, cells: Cells) -> tuple[str, RowVerdict]:
        """By kind, name and title."""
        title = {
            "title": cells.text("title", limit=80, required=True),
            "title_en": cells.text("title_en", limit=120),
            "since": cells.day("since"),
            "until": cells.day("until"),
        }
        fields = {
            "name": cells.text("name", limit=40, required=True),
            "kind": cells.choice("kind", LeaderKind.UNIVERSITY.value),
            "name_en": cells.text("name_en", limit=80),
            "rank": cells.number("rank", 100),
        }
        if title["since"] and title["until"] and title["until"] < title["since"]:
            cells.refuse("wording_backward", "until")
        key = f"{fields['kind']}:{fields['name']}:{title['title']}"
        known = Leader.objects.filter(name=fields["name"], kind=fields["kind"]).first()
        data = leader_as_data(known) if known else None
        verdict = _same_as_new(data, fields)
        verdict.data = {"fields": fields, "title": title}
        if data is not None and title not in data["titles"] and verdict.verdict == Verdict.SAME:
            verdict.verdict = Verdict.CHANGED
            verdict.reasons.append({"code": "add", "field": "title", "new": title["title"]})
        return key, verdict

    def put(self, edition: Edition, row: ImportRow) -> None:
        """New or changed."""
        fields, title = row.data["fields"], row.data["title"]
        leader = Leader.objects.filter(name=fields["name"], kind=fields["kind"]).first()
        row.data["was"] = data = leader_as_data(leader) if leader else None
        kept = [one for one in (data or {}).get("titles", []) if one["title"] != title["title"]]
        leader = put_leader(edition, leader, fields, titles_of([*kept, title]))
        row.target_ref = f"leader:{leader.pk}"
        row.data["now"] = leader_as_data(leader)

    def take_back(self, row: ImportRow, within: Edition, *, really: bool) -> str:
        """As it was before, unless it was changed since."""
        leader = Leader.objects.filter(pk=row.target_ref.partition(":")[2]).first()
        was = row.data["was"]
        # rows of one person were entered one after the other and are taken back the last first
        if leader is None or (really and leader_as_data(leader) != row.data["now"]):
            return "kept"
        if really:
            if was is None:
                within.note("leader", leader.pk, leader.name, leader_as_data(leader), None)
                leader.delete()
            else:
                put_leader(within, leader, was, titles_of(was["titles"]))
        return "removed" if was is None else "restored"

    def target_url(self, target_ref: str) -> tuple[str, Iterable[Any]] | None:
        """The leader's form."""
        return "office:wording-leader", [int(target_ref.partition(":")[2])]


def titles_of(
    rows: Iterable[dict[str, Any]],
) -> list[tuple[str, str, date | None, date | None]]:
    """Titles as the services take them."""
    return [
        (
            row["title"], row["title_en"],
            date.fromisoformat(row["since"]) if row["since"] else None,
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in rows
    ]  # fmt: skip
