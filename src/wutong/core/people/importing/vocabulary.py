"""Words of registers and what they mean here: colleges, levels, places and the like."""

from collections.abc import Iterable, Mapping

from wutong.core.people.enums import Sex
from wutong.core.reference.enums import Completion, DegreeLevel
from wutong.core.reference.models import AcademicUnit, Region
from wutong.platform.tabular.public import fold_word

_SEX = {"m": "男 男性 m male 1 先生", "f": "女 女性 f female 2 女士"}
_LEVEL: dict[str, str] = {
    DegreeLevel.COLLEGE: "专科 大专 高职 专科生 大专生 高职高专 junior college",
    DegreeLevel.BACHELOR: "本科 本 学士 本科生 普通本科 专升本 第二学士学位 双学位 大学本科 bachelor undergraduate bsc ba",
    DegreeLevel.MASTER: "硕士 硕 硕士研究生 硕士生 学术型硕士 专业型硕士 专业硕士 学术硕士 研究生 mba mpa emba mpacc 工程硕士 master masters postgraduate msc ma",
    DegreeLevel.DOCTOR: "博士 博 博士研究生 博士生 直博 硕博连读 学术型博士 专业博士 工程博士 doctor doctoral phd",
    DegreeLevel.CONTINUING: "继续教育 成人教育 成教 函授 夜大 网络教育 自考 远程教育 成人本科 成人专科 continuing",
    DegreeLevel.OTHER: "其他 其它 进修 培训 预科 访学 交换生 other",
}
_COMPLETION: dict[str, str] = {
    Completion.GRADUATED: "毕业 已毕业 毕业生 准予毕业 graduated 毕业离校",
    Completion.COMPLETED: "结业 准予结业 结业生 completed",
    Completion.LEFT: "肄业 退学 离校 转学 开除 left 未毕业",
    Completion.STUDYING: "在读 在校 在籍 注册 注册学籍 延期 延期毕业 休学 studying",
}
_LAST_OF_PLACE = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "地区", "省", "市")  # fmt: skip


class Words:
    """A closed vocabulary: looks words up, remembers those nobody understood.

    `extra` are the meanings that people gave to words of earlier files or of this one.
    """

    def __init__(self, known: Mapping[str, str], extra: Mapping[str, str]) -> None:
        self._known = dict(known)
        for word, code in extra.items():
            self._known[fold_word(word)] = code
        self.unknown: dict[str, int] = {}

    def find(self, word: str) -> str | None:
        """The code, or None; the unknown word is counted."""
        code = self._known.get(fold_word(word))
        if code is None:
            self.unknown[word] = self.unknown.get(word, 0) + 1
        return code


def choices_of(vocabulary: str) -> list[tuple[str, str]]:
    """(code, label) of everything a word can be said to mean; ids of colleges and places are
    their codes.
    """
    if vocabulary == "sex":
        return [(code, str(label)) for code, label in Sex.choices if code]
    if vocabulary == "level":
        return [(code, str(label)) for code, label in DegreeLevel.choices]
    if vocabulary == "completion":
        return [(code, str(label)) for code, label in Completion.choices]
    if vocabulary == "unit":
        return [(unit.code, str(unit)) for unit in AcademicUnit.objects.all()]
    return [(region.code, str(region)) for region in Region.objects.all()]


def words_for(vocabulary: str, extra: Mapping[str, str]) -> Words:
    """The words of a vocabulary as known now."""
    if vocabulary == "sex":
        return Words(_spelt(_SEX), extra)
    if vocabulary == "level":
        return Words(_spelt(_LEVEL) | _labels(DegreeLevel), extra)
    if vocabulary == "completion":
        return Words(_spelt(_COMPLETION) | _labels(Completion), extra)
    if vocabulary == "unit":
        return Words(_unit_words(), extra)
    return Words(_region_words(), extra)


def _spelt(table: Mapping[str, str]) -> dict[str, str]:
    return {word: str(code) for code, words in table.items() for word in _split(words)}


def _split(words: str) -> Iterable[str]:
    return (fold_word(word.replace("_", " ")) for word in words.split())


def _labels(enum: type[DegreeLevel] | type[Completion]) -> dict[str, str]:
    return {fold_word(code): code for code in enum.values}


def _unit_words() -> dict[str, str]:
    words: dict[str, str] = {}
    # A name that two units bore goes to the one that bears it still.
    units = sorted(AcademicUnit.objects.all(), key=lambda unit: unit.valid_to is None)
    for unit in units:
        for word in (unit.code, unit.name_zh, unit.name_en):
            if word:
                words[fold_word(word)] = unit.code
    return words


def _region_words() -> dict[str, str]:
    words: dict[str, str] = {}
    regions = list(Region.objects.select_related("parent"))
    for region in regions:
        for name in (region.code, region.name_zh, region.name_en, _short(region.name_zh)):
            if name:
                words.setdefault(fold_word(name), region.code)
    for region in regions:
        if region.parent:
            for province in (region.parent.name_zh, _short(region.parent.name_zh)):
                for city in (region.name_zh, _short(region.name_zh)):
                    words.setdefault(fold_word(province + city), region.code)
    return words


def _short(name: str) -> str:
    for last in _LAST_OF_PLACE:
        if name.endswith(last) and len(name) - len(last) >= 2:
            return name.removesuffix(last)
    return name
