"""The vocabularies a register is read with, loaded once per check."""

from collections.abc import Mapping
from typing import Any

from wutong.core.people.importing.kinship import Kinship
from wutong.core.people.importing.vocabulary import words_for
from wutong.core.reference.models import AcademicUnit, ClassGroup, Region


class Lookups:
    """Words → ids. `extra` is what people said words mean, per field."""

    def __init__(self, extra: Mapping[str, Mapping[str, str]]) -> None:
        self.sex = words_for("sex", extra.get("sex", {}))
        self.level = words_for("level", extra.get("level", {}))
        self.completion = words_for("completion", extra.get("completion", {}))
        self._unit = words_for("unit", extra.get("unit", {}))
        self._region = words_for("region", extra.get("region", {}))
        units = list(AcademicUnit.objects.values_list("code", "id"))
        self._unit_ids = dict(units)
        self.unit_codes = {pk: code for code, pk in units}
        self.kin = Kinship()
        self._region_ids = dict(Region.objects.values_list("code", "id"))
        self._region_codes = {pk: code for code, pk in self._region_ids.items()}
        self._class_names: dict[int, str] = {}
        self._classes = {
            (unit_id, name): pk
            for pk, unit_id, name in ClassGroup.objects.values_list("id", "unit_id", "name")
        }

    def unit_id(self, word: str) -> int | None:
        """The unit a word means."""
        code = self._unit.find(word)
        return self._unit_ids.get(code) if code else None

    def region_id(self, word: str) -> int | None:
        """The place a word means."""
        code = self._region.find(word)
        return self._region_ids.get(code) if code else None

    def class_id(self, unit_id: int, name: str) -> int | None:
        """The class of that name in a unit, if it is known or will be made by this file."""
        return self._classes.get((unit_id, name))

    def remember_class(self, unit_id: int, name: str, class_id: int) -> None:
        """A class that this file will make."""
        self._classes[unit_id, name] = class_id

    def tell(self, field: str, value: Any) -> str:
        """A value as findings keep it: ids as codes, which the reader's page puts into words."""
        if value is None:
            return ""
        if field == "unit_id":
            return self.unit_codes.get(value, "")
        if field == "region_id":
            return self._region_codes.get(value, "")
        if field == "class_group_id" and isinstance(value, int):
            if not self._class_names:
                self._class_names = {pk: name for (_, name), pk in self._classes.items()}
            return self._class_names.get(value, "")
        return str(value)

    def unknown(self) -> dict[str, dict[str, int]]:
        """Words nobody understood, with how often they occurred, per field."""
        found = {
            "sex": self.sex.unknown,
            "level": self.level.unknown,
            "completion": self.completion.unknown,
            "unit": self._unit.unknown,
            "region": self._region.unknown,
        }
        return {
            key: dict(sorted(words.items(), key=lambda pair: -pair[1])[:200])
            for key, words in found.items()
            if words
        }
