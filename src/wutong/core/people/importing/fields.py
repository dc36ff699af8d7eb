"""The fields of a register, and the headings they go by in the files of Chinese universities."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from wutong.core.people.importing.vocabulary import choices_of
from wutong.kernel import masking
from wutong.platform.tabular.registry import FieldSpec

_WHO, _STUDY = _("Person"), _("Study")
_REACH, _WORK, _NOT = _("Contact"), _("Work"), _("Not to be entered")


def _choices(vocabulary: str) -> Callable[[], Sequence[tuple[str, str]]]:
    return lambda: choices_of(vocabulary)


FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("name", _("Name"), ("姓名", "名字", "学生姓名", "校友姓名", "中文姓名", "full name", "student name"), required=True, group=_WHO),
    FieldSpec("student_no", _("Student number"), ("学号", "学籍号", "student no", "student number", "student id", "sid"), group=_STUDY),
    FieldSpec("former_names", _("Former names"), ("曾用名", "原名", "former name", "previous name"), group=_WHO, hint=_("Several are separated by 、 or ;")),
    FieldSpec("name_latin", _("Name in Latin letters"), ("英文名", "英文姓名", "拼音", "姓名拼音", "护照姓名", "english name", "latin name", "name in latin letters", "pinyin"), group=_WHO),
    FieldSpec("sex", _("Sex"), ("性别", "gender"), group=_WHO, choices=_choices("sex")),
    FieldSpec("birth_date", _("Date of birth"), ("出生日期", "出生年月日", "生日", "出生年月", "date of birth", "birthday", "dob", "birth date"), group=_WHO),
    FieldSpec("document", _("Identity document (kept encrypted)"), group=_WHO, sealed=True, hint=_("Chosen by hand only: without a reason to keep them, such numbers are left out.")),
    FieldSpec("unit", _("College"), ("学院", "院系", "院系名称", "学院名称", "所在学院", "系所", "系别", "二级学院", "college", "school", "department", "faculty"), group=_STUDY, choices=_choices("unit")),
    FieldSpec("major", _("Subject"), ("专业", "专业名称", "所学专业", "major", "programme", "program", "subject"), group=_STUDY),
    FieldSpec("class_name", _("Class"), ("班级", "班级名称", "行政班", "班", "class", "class name"), group=_STUDY),
    FieldSpec("level", _("Level"), ("学历层次", "培养层次", "学历", "层次", "学生类别", "学位层次", "培养类型", "degree level", "level", "degree"), group=_STUDY, choices=_choices("level")),
    FieldSpec("entry_year", _("Year of entry"), ("入学年份", "入学年", "入学时间", "入学日期", "年级", "入学年月", "entry year", "year of entry", "enrolment year"), group=_STUDY),
    FieldSpec("leave_year", _("Year of leaving"), ("毕业年份", "毕业年", "毕业时间", "毕业日期", "毕业年月", "届", "届别", "离校时间", "graduation year", "year of leaving", "leave year", "year of graduation"), group=_STUDY),
    FieldSpec("completion", _("Completion"), ("毕业状态", "毕业结论", "学籍状态", "毕结业", "毕业类型", "状态", "completion", "status"), group=_STUDY, choices=_choices("completion")),
    FieldSpec("supervisor", _("Supervisor"), ("导师", "导师姓名", "指导教师", "supervisor", "advisor"), group=_STUDY),
    FieldSpec("phone", _("Phone"), ("手机", "手机号", "手机号码", "联系电话", "电话", "移动电话", "联系方式", "本人电话", "phone", "mobile", "telephone"), group=_REACH, masked=masking.phone, hint=_("Several are separated by 、 or ;")),
    FieldSpec("email", _("E-mail"), ("邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "e-mail", "email", "mail"), group=_REACH, masked=masking.email, hint=_("Several are separated by 、 or ;")),
    FieldSpec("wechat", _("WeChat"), ("微信", "微信号", "wechat"), group=_REACH, masked=masking.text),
    FieldSpec("address", _("Postal address"), ("通讯地址", "联系地址", "邮寄地址", "家庭住址", "地址", "address", "postal address"), group=_REACH, masked=masking.text),
    FieldSpec("region", _("Place"), ("现居地", "所在地", "所在城市", "城市", "省份", "工作地", "居住地", "place", "city", "location"), group=_REACH, choices=_choices("region")),
    FieldSpec("employer", _("Employer"), ("工作单位", "单位", "单位名称", "就业单位", "公司", "employer", "company", "organisation", "organization"), group=_WORK),
    FieldSpec("title", _("Position"), ("职务", "职位", "职称", "position", "job title", "title"), group=_WORK),
    FieldSpec("industry", _("Industry"), ("行业", "所属行业", "industry"), group=_WORK),
    FieldSpec("id_number", _("Identity number"), ("身份证", "身份证号", "身份证号码", "证件号", "证件号码", "护照号", "id number", "id card", "passport no", "passport number"), group=_NOT, refused=True),
    FieldSpec("bank_account", _("Bank account"), ("银行卡", "银行卡号", "银行账号", "开户行", "bank account", "bank card"), group=_NOT, refused=True),
    FieldSpec("belief", _("Religion or party"), ("宗教信仰", "宗教", "政治面貌", "religion", "political status"), group=_NOT, refused=True),
    FieldSpec("family", _("Family"), ("家庭成员", "父亲姓名", "母亲姓名", "父亲", "母亲", "婚姻状况", "marital status"), group=_NOT, refused=True),
    FieldSpec("health", _("Health"), ("健康状况", "病史", "残疾", "health"), group=_NOT, refused=True),
)  # fmt: skip
