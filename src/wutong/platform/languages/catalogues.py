"""The Chinese catalogues of our rooms: where they are, what they lack, how they are compiled.

English is the message id, so there is one catalogue a room. Compiling needs no gettext on the
machine; collecting does (xgettext), and is done where the code is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polib
from django.apps import apps

from wutong.platform.languages.typography import full_width

LOCALE = "zh_Hans"
KEEP = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
HEADER = {
    "Language": LOCALE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True)
class Gap:
    """A message without a usable Chinese text, and why."""

    catalogue: Path
    message: str
    problem: str


def rooms() -> list[Path]:
    """The folders of our own apps, in a stable order."""
    return sorted(
        Path(config.path) for config in apps.get_app_configs() if config.name.startswith("wutong.")
    )


def catalogue_of(room: Path) -> Path:
    """Where the catalogue of a room is, or would be."""
    return room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def catalogues() -> list[Path]:
    """The catalogues there are."""
    return [path for path in map(catalogue_of, rooms()) if path.exists()]


def normalise(path: Path) -> None:
    """A fixed header and no dates, so that collecting changes a file only when words changed."""
    catalogue = polib.pofile(str(path), wrapwidth=98)
    catalogue.metadata = dict(HEADER)
    catalogue.metadata_is_fuzzy = 0
    catalogue.header = ""
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    if len(catalogue):
        catalogue.save(str(path))
    else:
        path.unlink()


def gaps() -> list[Gap]:
    """Every untranslated or fuzzy message, and every one that lost a placeholder."""
    found: list[Gap] = []
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.obsolete:
                continue
            texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            if not texts or not all(texts):
                found.append(Gap(path, entry.msgid, "untranslated"))
            elif entry.fuzzy:
                found.append(Gap(path, entry.msgid, "fuzzy"))
            elif any(full_width(text) != text for text in texts):
                found.append(Gap(path, entry.msgid, "half-width punctuation"))
            elif any(_placeholders(text) - _placeholders_of(entry) for text in texts):
                found.append(Gap(path, entry.msgid, "unknown placeholder"))
    return found


def _placeholders_of(entry: polib.POEntry) -> set[str]:
    return _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")


def _placeholders(text: str) -> set[str]:
    found: set[str] = set()
    for piece in text.split("%(")[1:]:
        name, closed, _ = piece.partition(")")
        if closed:
            found.add(name)
    return found


def mend_punctuation() -> int:
    """Make the marks between Chinese words full-width in every catalogue; says how many."""
    mended = 0
    for path in catalogues():
        catalogue = polib.pofile(str(path), wrapwidth=98)
        before = mended
        for entry in catalogue:
            if entry.msgid_plural:
                for index, text in entry.msgstr_plural.items():
                    entry.msgstr_plural[index] = full_width(text)
                    mended += entry.msgstr_plural[index] != text
            elif entry.msgstr != full_width(entry.msgstr):
                entry.msgstr = full_width(entry.msgstr)
                mended += 1
        if mended > before:
            catalogue.save(str(path))
    return mended


def compile_all() -> int:
    """Write the .mo beside every .po that is newer; says how many."""
    written = 0
    for path in catalogues():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        polib.pofile(str(path)).save_as_mofile(str(target))
        written += 1
    return written


def disagreements() -> list[tuple[str, dict[str, str]]]:
    """Messages that two rooms say differently: Django merges all catalogues into one, so that
    only one of them is ever heard. Agree on the words, or give one of them a context.
    """
    said: dict[tuple[str, str], dict[str, str]] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.msgstr and not entry.obsolete:
                heard = said.setdefault((entry.msgctxt or "", entry.msgid), {})
                heard[path.parents[3].name] = entry.msgstr
    found = ((key[1], heard) for key, heard in said.items() if len(set(heard.values())) > 1)
    return sorted(found, key=lambda pair: pair[0])
