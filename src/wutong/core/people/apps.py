from django.apps import AppConfig
<<<<<<< HEAD
=======
from django.utils.translation import gettext_lazy as _
>>>>>>> people


class PeopleConfig(AppConfig):
    name = "wutong.core.people"
    label = "people"
<<<<<<< HEAD
=======
    verbose_name = _("People")
>>>>>>> people
    default_auto_field = "django.db.models.BigAutoField"
