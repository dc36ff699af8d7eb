"""Past posts with their figures, from a table, as ``platform.tabular`` knows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.platform.tabular.public import (
    ImportRow,
    Verdict,
    cell_name,
    fold_word,
    narrow,
    parse_date,
)
from wutong.platform.tabular.registry import Checked, FieldSpec, RowVerdict, UndoPreview
from wutong.programs.posts import rules
from wutong.programs.posts.enums import Kind, Origin, State
from wutong.programs.posts.models import Account, Post, Snapshot
from wutong.programs.posts.services.snapshots import Count, refresh_totals, write_counts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wutong.platform.accounts.models import User
    from wutong.platform.tabular.models import ImportBatch
    from wutong.platform.tabular.registry import Checker, Report, SourceRow

KEY = "posts.posts"
FIGURES = ("reads", "shares", "likes")
LONGEST_TITLE, LONGEST_ADDRESS = 300, 1000
MOST = 10**12
FIELDS = (
    FieldSpec(
        "title", _("Title"), ("标题", "内容标题", "文章标题", "推文标题", "篇名", "title"), required=True
    ),
    FieldSpec(
        "published", pgettext_lazy("post", "Published"),
        ("发布日期", "发表时间", "发表日期", "发布时间", "推送时间", "群发时间", "日期", "published", "date"),
        required=True,
    ),
    FieldSpec(
        "account", pgettext_lazy("official channel", "Channel"), ("账号", "公众号", "平台", "渠道", "来源账号", "account", "channel"),
        hint=_("Name or account id of a channel on record; empty is the only one there is."),
    ),
    FieldSpec(
        "address", pgettext_lazy("official channel", "Address"),
        ("链接", "网址", "内容url", "文章链接", "原文链接", "url", "link", "address", "content url"),
    ),
    FieldSpec(
        "kind", pgettext_lazy("post", "Kind"), ("类型", "原创", "是否原创", "kind"),
        choices=lambda: [(one.value, str(one.label)) for one in Kind],
    ),
    FieldSpec(
        "reads", pgettext_lazy("post", "Reads"),
        ("阅读量", "阅读次数", "总阅读次数", "阅读数", "总阅读人数", "阅读人数", "浏览量", "播放量", "reads",
         "read_num", "views"),
    ),
    FieldSpec(
        "shares", pgettext_lazy("post", "Shares"),
        ("分享量", "分享次数", "总分享次数", "转发数", "总分享人数", "分享人数", "shares", "share_num"),
    ),
    FieldSpec(
        "likes", pgettext_lazy("post", "Likes"),
        ("点赞数", "点赞量", "点赞", "在看", "拇指赞人数", "likes", "like_num"),
    ),
    FieldSpec(
        "as_of", _("Figures as of"), ("统计日期", "截至日期", "数据日期", "as of"),
        hint=_("The day on which the figures were read; empty is yesterday."),
    ),
)  # fmt: skip
_YES = {"是", "原创", "yes", "true", "1", "original"}
_NO = {"否", "转载", "转发", "no", "false", "0", "repost"}
_check_url = URLValidator(schemes=["http", "https"])


class PostsImporter:
    """Posts that were published before, one a row."""

    label = _("Posts on official channels")
    description = _(
        "One row per post, from a console's export or a list kept by hand. Posts on record are"
        " recognised by their address, or by channel, day and title; their figures are added."
    )
    permission = rules.IMPORT
    fields = FIELDS
    needs: tuple[tuple[str, ...], ...] = ()

    def sample(self) -> list[dict[str, str]]:
        """Three posts on the first channel."""
        first = Account.objects.order_by("pk").first()
        chinese = (get_language() or "").startswith("zh")
        name = (first.name_zh if chinese else first.name) if first else ""
        kinds = {one: str(one.label) for one in Kind}
        return [
            {
                "title": title, "published": day, "account": name, "kind": kinds[kind],
                "address": f"https://mp.weixin.qq.com/s/example{at}", "reads": str(reads),
                "shares": str(reads // 20), "likes": str(reads // 40), "as_of": "2020-12-31",
            }
            for at, (title, day, kind, reads) in enumerate(
                (
                    ("母校致全球校友的一封信", "2020-02-03", Kind.ORIGINAL, 15820),
                    ("校友会抗疫物资抵达武汉", "2020-02-11", Kind.ORIGINAL, 9340),
                    ("学校官微：春季学期安排", "2020-02-20", Kind.REPOST, 2210),
                )
            )
        ]  # fmt: skip

    def checker(self, batch: ImportBatch, *, epoch_1904: bool) -> Checker:
        """A dry run."""
        return PostsChecker(batch, epoch_1904=epoch_1904)

    def publish(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        """Posts by one insert a chunk, then their figures."""
        staged = list(
            ImportRow.objects.filter(batch=batch, verdict__in=(Verdict.NEW, Verdict.CHANGED))
            .order_by("row_no").values_list("verdict", "data")
        )  # fmt: skip
        new = [data for verdict, data in staged if verdict == Verdict.NEW]
        made = Post.objects.bulk_create(
            [
                Post(
                    account_id=data["account"], title=data["title"], kind=data["kind"],
                    state=State.PUBLISHED, published_on=date.fromisoformat(data["published"]),
                    address=data["address"], batch_id=batch.pk,
                )
                for data in new
            ],
            batch_size=1_000,
        )  # fmt: skip
        report(len(new), len(staged), "")
        counts = [
            _count(post.pk, data) for post, data in zip(made, new, strict=True) if "reads" in data
        ]
        counts += [
            _count(data["post"], data)
            for verdict, data in staged
            if verdict == Verdict.CHANGED and "reads" in data
        ]
        figures = write_counts(
            counts, origin=Origin.IMPORT, user_id=batch.owner_id, batch_id=batch.pk
        )
        report(len(staged), len(staged), "")
        return {"added": len(made), "figures": figures}

    def undo(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        """Take back posts nobody has touched since, and all figures the import brought."""
        theirs = Post.objects.filter(batch_id=batch.pk)
        kept = self._touched(batch)
        figures = Snapshot.objects.filter(batch_id=batch.pk)
        about = set(figures.values_list("post_id", flat=True))
        again = list(
            Snapshot.objects.filter(post__in=about, replaced_at__isnull=False)
            .exclude(batch_id=batch.pk).order_by("post_id", "day", "-pk")
        )  # fmt: skip
        gone = set(theirs.exclude(pk__in=kept.values("pk")).values_list("pk", flat=True))
        figures.delete()
        Post.objects.filter(pk__in=gone).delete()
        self._restore(again)
        left = about - gone
        refresh_totals(left)
        stay = Post.objects.filter(batch_id=batch.pk).update(batch_id=None)
        report(1, 1, "")
        return {
            "undone_removed": len(gone), "undone_restored": len(left), "undone_kept": stay,
        }  # fmt: skip

    def _restore(self, replaced: Sequence[Snapshot]) -> None:
        """What the import's figures had replaced stands again."""
        seen: set[tuple[int, date]] = set()
        for row in replaced:
            key = (row.post_id, row.day)
            standing = Snapshot.objects.filter(post=row.post_id, day=row.day, replaced_at=None)
            if key not in seen and not standing.exists():
                Snapshot.objects.filter(pk=row.pk).update(replaced_at=None)
            seen.add(key)

    def _touched(self, batch: ImportBatch) -> Any:
        """Changed by hand, tied to a story, or with figures from elsewhere since."""
        others = Snapshot.objects.filter(post__batch_id=batch.pk).filter(
            ~Q(batch_id=batch.pk) | Q(batch_id=None)
        )
        touched = Q(version__gt=1) | Q(story_key__isnull=False) | Q(pk__in=others.values("post"))
        return Post.objects.filter(touched, batch_id=batch.pk)

    def undo_preview(self, batch: ImportBatch) -> UndoPreview:
        """What ``undo`` would do now."""
        kept = self._touched(batch).count()
        all_of_them = Post.objects.filter(batch_id=batch.pk).count()
        changed = (
            Snapshot.objects.filter(batch_id=batch.pk).exclude(post__batch_id=batch.pk)
            .values("post").distinct().count()
        )  # fmt: skip
        return UndoPreview(removed=all_of_them - kept, restored=changed, kept=kept)

    def discard(self, batch: ImportBatch) -> None:
        """Nothing of its own is staged."""

    def restage(self, batch: ImportBatch, row_nos: Collection[int]) -> dict[int, RowVerdict]:
        """No row is ever a question."""
        return {}

    def hidden_from(self, user: User) -> Collection[str]:
        """Posts are nobody's secret."""
        return ()

    def labels(self, target_refs: Collection[str]) -> dict[str, str]:
        """Titles."""
        numbers = [int(ref.partition(":")[2]) for ref in target_refs if ref.startswith("post:")]
        rows = Post.objects.filter(pk__in=numbers).values_list("pk", "title")
        return {f"post:{pk}": title for pk, title in rows}

    def target_url(self, target_ref: str) -> tuple[str, list[Any]] | None:
        """The post's page."""
        kind, _colon, number = target_ref.partition(":")
        return ("office:posts-detail", [int(number)]) if kind == "post" else None


def _count(post: int, data: dict[str, Any]) -> Count:
    return Count(
        post, date.fromisoformat(data["as_of"]), data["reads"], data["shares"], data["likes"]
    )


class PostsChecker:
    """A dry run: what each row comes to."""

    def __init__(self, batch: ImportBatch, *, epoch_1904: bool) -> None:
        self.batch, self.epoch_1904 = batch, epoch_1904
        self.today = clock.today()
        self.accounts: dict[str, int] = {}
        for account in Account.objects.all():
            for word in (account.name_zh, account.name_en, account.handle):
                if word:
                    self.accounts.setdefault(fold_word(word), account.pk)
        numbers = set(self.accounts.values())
        self.only = numbers.pop() if len(numbers) == 1 else None
        self.seen: dict[tuple[Any, ...], int] = {}
        self.words: dict[str, dict[str, int]] = {}

    def look_up(self, rows: Sequence[SourceRow]) -> dict[tuple[Any, ...], Post]:
        """Posts that rows may be about, by address and by channel, day and title."""
        addresses = {row.values.get("address", "") for row in rows} - {""}
        days = {self._day(row.values.get("published", "")) for row in rows} - {None}
        found: dict[tuple[Any, ...], Post] = {}
        rows_there = Post.objects.filter(
            Q(address__in=addresses) | Q(published_on__in=days, state=State.PUBLISHED)
        ).exclude(state=State.WITHDRAWN)
        for post in rows_there:
            if post.address:
                found.setdefault((post.account_id, post.address), post)
            named = (post.account_id, post.published_on, fold_word(post.title))
            found.setdefault(named, post)
        return found

    def check(self, rows: Sequence[SourceRow], found: dict[tuple[Any, ...], Post]) -> Checked:
        """Judge a chunk."""
        return Checked([self._judge(row, found) for row in rows])

    def finish(self) -> dict[str, Any]:
        """Words for the kind that nobody understood."""
        return {"unknown": self.words, "epoch_1904": self.epoch_1904}

    def _day(self, text: str) -> date | None:
        found = parse_date(text, epoch_1904=self.epoch_1904) if text else None
        return found[0] if found and found[1] == "day" else None

    def _judge(self, row: SourceRow, found: dict[tuple[Any, ...], Post]) -> RowVerdict:
        wrong: list[dict[str, Any]] = []
        data: dict[str, Any] = {
            "title": " ".join(row.values.get("title", "").split()),
            "published": self._published(row, wrong),
            "account": self._account(row, wrong),
            "address": self._address(row, wrong),
            "kind": self._kind(row, wrong),
        }
        if not data["title"]:
            wrong.append(self._finding(row, "required", "title"))
        elif len(data["title"]) > LONGEST_TITLE:
            wrong.append(self._finding(row, "too_long", "title", limit=LONGEST_TITLE))
        data |= self._figures(row, data["published"], wrong)
        if wrong:
            return RowVerdict(Verdict.REJECTED, wrong)
        named = (data["account"], data["published"], fold_word(data["title"]))
        key = (data["account"], data["address"]) if data["address"] else named
        before = self.seen.setdefault(key, row.number)
        if before != row.number:
            return RowVerdict(Verdict.DUPLICATE, [{"code": "duplicate", "row": before}])
        post = found.get(key)
        alike = found.get(named)
        if post is None and alike is not None and not (alike.address and data["address"]):
            post = alike
        data["published"] = data["published"].isoformat()
        return self._known(post, data) if post else RowVerdict(Verdict.NEW, data=data)

    def _known(self, post: Post, data: dict[str, Any]) -> RowVerdict:
        same: dict[str, Any] = {"target_ref": post.ref, "target_label": post.title[:120]}
        if "reads" not in data:
            return RowVerdict(Verdict.SAME, **same)
        standing = post.snapshots.filter(replaced_at=None, day__lte=data["as_of"]).first()
        values = (data["reads"], data["shares"], data["likes"])
        if standing and (standing.reads, standing.shares, standing.likes) == values:
            return RowVerdict(Verdict.SAME, **same)
        data["post"] = post.pk
        change = {
            "code": "change", "field": "reads", "old": standing.reads if standing else 0,
            "new": data["reads"],
        }  # fmt: skip
        return RowVerdict(Verdict.CHANGED, [change], data=data, **same)

    def _finding(self, row: SourceRow, code: str, field: str, **more: Any) -> dict[str, Any]:
        column = self.batch.mapping.get(field, 0)
        return {
            "code": code, "cell": cell_name(row.number, column), "field": field,
            "value": row.values.get(field, "")[:80], **more,
        }  # fmt: skip

    def _published(self, row: SourceRow, wrong: list[dict[str, Any]]) -> date | None:
        text = row.values.get("published", "")
        day = self._day(text)
        if not text:
            wrong.append(self._finding(row, "required", "published"))
        elif day is None:
            wrong.append(self._finding(row, "bad_date", "published"))
        elif day > self.today:
            wrong.append(self._finding(row, "future", "published"))
        return day

    def _account(self, row: SourceRow, wrong: list[dict[str, Any]]) -> int | None:
        text = row.values.get("account", "")
        if not text and self.only is not None:
            return self.only
        number = self.accounts.get(fold_word(text))
        if number is None:
            wrong.append(self._finding(row, "posts_no_account", "account"))
        return number

    def _address(self, row: SourceRow, wrong: list[dict[str, Any]]) -> str:
        text = row.values.get("address", "").strip()
        if text:
            try:
                _check_url(text)
            except ValidationError:
                wrong.append(self._finding(row, "posts_bad_address", "address"))
            if len(text) > LONGEST_ADDRESS:
                wrong.append(self._finding(row, "too_long", "address", limit=LONGEST_ADDRESS))
        return text

    def _kind(self, row: SourceRow, wrong: list[dict[str, Any]]) -> str:
        text = row.values.get("kind", "")
        chosen = self.batch.values.get("kind", {}).get(text)
        word = fold_word(text)
        if not text or word in _YES or chosen == Kind.ORIGINAL:
            return Kind.ORIGINAL
        if word in _NO or chosen == Kind.REPOST:
            return Kind.REPOST
        known = {fold_word(str(one.label)): one for one in Kind} | {one.value: one for one in Kind}
        if word in known:
            return known[word]
        unknown = self.words.setdefault("kind", {})
        unknown[text] = unknown.get(text, 0) + 1
        wrong.append(self._finding(row, "bad_choice", "kind"))
        return Kind.ORIGINAL

    def _figures(
        self, row: SourceRow, published: date | None, wrong: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Reads, shares, likes and their day; nothing where the row gives no reads."""
        if not row.values.get("reads", "").strip():
            return {}
        found: dict[str, Any] = {}
        for name in FIGURES:
            number = whole_number(row.values.get(name, "") or "0")
            if number is None:
                wrong.append(self._finding(row, "posts_bad_number", name))
            found[name] = number
        text = row.values.get("as_of", "")
        yesterday = self.today - timedelta(days=1)
        day = self._day(text) if text else max(published or yesterday, yesterday)
        if day is None:
            wrong.append(self._finding(row, "bad_date", "as_of"))
        elif day > self.today:
            wrong.append(self._finding(row, "future", "as_of"))
        elif published and day < published:
            wrong.append(self._finding(row, "posts_before_published", "as_of"))
        return {**found, "as_of": day.isoformat() if day else ""}


def whole_number(text: str) -> int | None:
    """12345, 12,345, 1.2万, 10万+ (as at least); None for what is none."""
    bare = narrow(text).replace(",", "").replace(" ", "").removesuffix("+").removesuffix("次")
    factor = 1
    for word, size in (("万", 10**4), ("亿", 10**8), ("w", 10**4), ("W", 10**4)):
        if bare.endswith(word):
            bare, factor = bare.removesuffix(word), size
            break
    whole, _point, rest = bare.partition(".")
    if not whole.isascii() or not whole.isdigit() or (rest and not rest.isdigit()):
        return None
    number = int(whole) * factor + (int(rest) * factor // 10 ** len(rest) if rest else 0)
    return number if len(bare) < 20 and number <= MOST else None


REASONS = {
    "posts_no_account": _(
        "%(cell)s: there is no channel called “%(value)s”. Enter it under “Official channels”"
        " first, or correct the name."
    ),
    "posts_bad_address": _("%(cell)s: “%(value)s” is no address of a web page. Correct it."),
    "posts_bad_number": _("%(cell)s: “%(value)s” is no number. Correct it, or leave it empty."),
    "posts_before_published": _("%(cell)s: “%(value)s” is before the day of publication."),
}
