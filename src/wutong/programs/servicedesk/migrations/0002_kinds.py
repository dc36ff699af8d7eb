"""The kinds of case an alumni office begins with, and where they usually go."""

from django.db import migrations

DESKS = [
    ("教务处", "Registrar"),
    ("档案馆", "University Archives"),
    ("保卫处", "Campus Security"),
    ("校友工作部", "Alumni Office"),
]
KINDS = [
    ("成绩单与学历证明", "Transcripts and certificates", "教务处", 5),
    ("档案查询", "Personal files and archives", "档案馆", 7),
    ("返校参观", "Campus visit", "保卫处", 3),
    ("校友卡", "Alumni card", "校友工作部", 2),
    ("信息更正", "Correction of data", "校友工作部", 3),
    ("投诉与建议", "Complaint or suggestion", "校友工作部", 5),
    ("其他", "Other", None, 5),
]


def add_kinds(apps, schema_editor):
    desk = apps.get_model("servicedesk", "Desk")
    kind = apps.get_model("servicedesk", "CaseKind")
    rows = {zh: desk.objects.create(name_zh=zh, name_en=en) for zh, en in DESKS}
    for zh, en, name, days in KINDS:
        kind.objects.create(name_zh=zh, name_en=en, desk=rows.get(name), days=days)


class Migration(migrations.Migration):
    dependencies = [("servicedesk", "0001_initial")]
    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
