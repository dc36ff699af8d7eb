"""The account somebody signs in with; who that somebody is stands in ``core.people``."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail address; addresses are kept lower-case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account for ``email``; without a password it can only be entered by invitation."""
        user = self.model(email=self.normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account above all permissions; for the first set-up and for emergencies."""
        fields["is_superuser"] = True
        return self.create_user(email, password, **fields)

    @staticmethod
    def normalise(email: str) -> str:
        """The form an address is stored and compared in."""
        return email.strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        """Sign-in ignores the case of the address."""
        return self.get(email=self.normalise(username or ""))


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing] # Wagtail's
    """Somebody who can sign in. Staff are those who hold a role (``platform.access``)."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        REGULAR = "regular", _("Regular")
        COMPACT = "compact", _("Compact")

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    density = models.CharField(_("density"), max_length=8, choices=Density, default=Density.REGULAR)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        named = self.display_name or self.mailbox
        return named or gettext("account %(number)s") % {"number": self.pk}

    @property
    def mailbox(self) -> str:
        """The address to show and to write to; "" where it stands for nobody's mailbox (RFC 2606):
        an account that was opened by a mobile number, or that was erased.
        """
        return "" if self.email.endswith(".invalid") else self.email

    def get_full_name(self) -> str:
        """Wagtail and allauth ask for it."""
        return str(self)

    def get_short_name(self) -> str:
        """Wagtail asks for it."""
        return str(self)
