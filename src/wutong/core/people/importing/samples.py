"""Three invented people, as a register would bring them: the example that the office hands out.

Colleges are those of the house, so that the example passes the check as it is.
"""

from django.utils.translation import get_language

from wutong.core.people.enums import Sex
from wutong.core.reference.enums import DegreeLevel
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.clock import today

_PEOPLE = (
    {
        "name": "林晓样", "sex": Sex.FEMALE, "birth_date": "2004-03-15", "level": DegreeLevel.BACHELOR,
        "major": "软件工程", "class_name": "软件2201班", "phone": "13800000001",
        "email": "lin.xiaoyang@example.com",
    },
    {
        "name": "欧阳示", "former_names": "欧阳式", "sex": Sex.MALE, "birth_date": "2001-11-02",
        "level": DegreeLevel.MASTER, "major": "临床医学", "supervisor": "张例",
        "phone": "13800000002、13900000002", "employer": "梧桐市示例医院", "title": "医师",
    },
    {
        "name": "阿依努尔·范例", "name_latin": "Aynur Fanli", "sex": Sex.FEMALE,
        "birth_date": "1998-07-30", "level": DegreeLevel.DOCTOR, "major": "材料科学",
        "email": "aynur@example.com",
    },
)  # fmt: skip
_YEARS = {DegreeLevel.BACHELOR: 4, DegreeLevel.MASTER: 3, DegreeLevel.DOCTOR: 4}


def sample_people() -> list[dict[str, str]]:
    """Field → cell, in the language that is active: words of ours as its readers write them."""
    chinese = (get_language() or "").startswith("zh")
    units = [
        str(unit)
        for unit in AcademicUnit.objects.filter(kind="college", valid_to=None).order_by("code")[:3]
    ] or ["示例学院" if chinese else "Example College"]
    leave = today().year
    found = []
    for number, person in enumerate(_PEOPLE):
        level, sex = DegreeLevel(person["level"]), Sex(person["sex"])
        found.append(
            {
                **person,
                "student_no": f"SAMPLE{number + 1:04d}",
                "sex": str(sex.label),
                "level": str(level.label),
                "unit": units[number % len(units)],
                "entry_year": str(leave - _YEARS[level]),
                "leave_year": str(leave),
            }
        )
    return found
